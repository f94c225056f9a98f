from datetime import date
from pathlib import Path

import pytest

from iso_audit.checklists import BankFaulty, Fault, check, load_bank, load_banks, sentence_of
from iso_audit.domain.bank import Bank
from iso_audit.domain.text import LANGUAGES
from iso_audit.i18n import sentence, words_under

BLOCK = """\
[bank]
id = "small"
version = "1"
edition.vi = "Bản nhỏ"
edition.en = "Small edition"
blocks = ["ISO"]

[block]
id = "ISO"
standard = "iso"
title.vi = "Khối"
title.en = "Block"
source.vi = "Nguồn"
source.en = "Source"

[[clause]]
number = "4.1"
title.vi = "Yêu cầu chung"
title.en = "General"

[[section]]
id = "4"
title.vi = "Mục bốn"
title.en = "Section four"
items = ["4.1-1"]

[[item]]
id = "4.1-1"
clause = "4.1"
methods = ["document"]
question.vi = "Có không?"
question.en = "Is there?"
evidence.vi = "Hồ sơ"
evidence.en = "Records"
"""
KINDS = """\
[[kind]]
id = "department"
name.vi = "Sở"
name.en = "Department"
level = "province"
blocks = ["ISO"]
form = "full"
case_files_minimum = 5
case_files_maximum = 10
procedures_minimum = 1
procedures_maximum = 2

[[form]]
id = "full"
name.vi = "Đầy đủ"
name.en = "Full"
everything = true
"""


def folder_with(folder: Path, *, block: str = BLOCK, kinds: str = KINDS) -> Path:
    (folder / "block.toml").write_text(block, encoding="utf-8")
    (folder / "kinds.toml").write_text(kinds, encoding="utf-8")
    return folder


def faults_in(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(BankFaulty) as caught:
        load_bank(folder)
    return caught.value.faults


def test_a_small_bank_is_loaded(tmp_path):
    bank = load_bank(folder_with(tmp_path))
    assert bank.items[0].question.en == "Is there?"
    assert bank.items[0].block == "ISO"
    assert bank.clauses[0].standard == "iso"
    assert bank.blocks[0].sections[0].items == ("4.1-1",)


def test_what_may_be_left_out_has_its_plain_meaning(tmp_path):
    item = load_bank(folder_with(tmp_path)).items[0]
    assert (item.starred, item.kinds) == (False, ())


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('question.en = "Is there?"\n', "", "missing_field", 27),
        ('question.vi = "Có không?"', 'question.vi = " "', "empty_field", 31),
        ('methods = ["document"]', "methods = []", "empty_field", 30),
        ('methods = ["document"]', 'methods = "document"', "not_a_list", 30),
        ('methods = ["document"]', 'methods = ["telepathy"]', "unknown_method", 30),
        ('clause = "4.1"', 'clause = "4.7"', "unknown_clause", 29),
        ('clause = "4.1"', "clause = 4.1", "not_a_string", 29),
        ('clause = "4.1"', 'clause = "4.1"\nstarred = "yes"', "not_a_flag", 30),
        ('clause = "4.1"', 'clause = "4.1"\nkinds = ["embassy"]', "unknown_kind", 30),
        ('clause = "4.1"', 'clause = "4.1"\nstared = true', "unknown_field", 30),
        ('clause = "4.1"', 'clause = "4.1"\ndecides = "everything"', "unknown_role", 30),
        ('question.en = "Is there?"', 'question.fr = "Y a-t-il ?"\nquestion.en = "?"', "unknown_field", 32),
        ('title.vi = "Mục bốn"\ntitle.en = "Section four"', 'title = "Mục bốn"', "not_bilingual", 23),
        ('items = ["4.1-1"]', 'items = ["4.1-1", "4.1-9"]', "unknown_item", 25),
        ('items = ["4.1-1"]', 'items = ["4.1-1", "4.1-1"]', "item_in_two_sections", 25),
        ('blocks = ["ISO"]', 'blocks = ["ISO", "X"]', "unknown_block", 6),
        ('clause = "4.1"', 'clause = "4.1"\nweight = "2"', "not_a_count", 30),
        ('clause = "4.1"', 'clause = "4.1"\nweight = 1000001', "not_a_count", 30),
        ('clause = "4.1"', 'clause = "4.1"\nasked_when = "4.2-1"', "not_a_condition", 30),
        ('clause = "4.1"', 'clause = "4.1"\nasked_when.item = "4.2-1"', "not_a_condition", 30),
        ('version = "1"', 'version = "1"\nwithdrawn_on = "30/6/2021"', "not_a_day", 4),
        ('id = "4.1-1"', f'id = "{"4.1-" * 11}"', "id_unfit", 28),
        ("[[clause]]", "[clause]", "wrong_table", None),
        ("[[clause]]", "[[claus]]", "unknown_table", 16),
    ],
)
def test_a_fault_in_a_block_file_is_told_with_its_line(tmp_path, old, new, code, line):
    faults = faults_in(folder_with(tmp_path, block=BLOCK.replace(old, new, 1)))
    assert (code, line) in [(fault.code, fault.line) for fault in faults]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('form = "full"', 'form = "brief"', "unknown_form"),
        ('blocks = ["ISO"]', 'blocks = ["QMS"]', "unknown_block"),
        ("case_files_minimum = 5", "case_files_minimum = 50", "range_reversed"),
        ("case_files_minimum = 5", "case_files_minimum = -5", "not_a_count"),
        ("case_files_minimum = 5", "case_files_minimum = true", "not_a_count"),
        ("everything = true", 'items = ["4.1-9"]', "unknown_item"),
    ],
)
def test_a_fault_in_the_kinds_and_forms_is_told(tmp_path, old, new, code):
    faults = faults_in(folder_with(tmp_path, kinds=KINDS.replace(old, new, 1)))
    assert code in [fault.code for fault in faults]


def test_an_unknown_grade_of_a_phrase_is_told(tmp_path):
    phrase = """
[[phrase]]
id = "late"
grade = "catastrophe"
items = ["4.1-1"]
statement.vi = "Tại [phòng]"
statement.en = "At [division]"
request.vi = "Sửa"
request.en = "Mend"
"""
    (fault,) = faults_in(folder_with(tmp_path, kinds=KINDS + phrase))
    assert (fault.code, fault.where, fault.line) == ("unknown_grade", "late", 21)


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    block = BLOCK.replace('question.en = "Is there?"\n', "").replace('clause = "4.1"', 'clause = "4.7"')
    faults = faults_in(folder_with(tmp_path, block=block, kinds=KINDS.replace('"full"', '"brief"', 1)))
    assert [fault.code for fault in faults] == ["missing_field", "unknown_clause", "unknown_form"]


def test_a_syntax_error_stops_only_its_own_file(tmp_path):
    block = BLOCK.replace('id = "4.1-1"', 'id = "4.1-1')
    kinds = KINDS.replace("case_files_minimum = 5", 'case_files_minimum = "5"')
    faults = faults_in(folder_with(tmp_path, block=block, kinds=kinds))
    assert [(fault.file, fault.line, fault.code) for fault in faults] == [
        ("block.toml", 28, "syntax_error"),
        ("kinds.toml", 8, "not_a_count"),
    ]


def test_a_file_that_is_not_utf8_is_told_with_the_line_of_the_first_wrong_letter(tmp_path):
    (folder_with(tmp_path) / "block.toml").write_bytes(b'[block]\nid = "Kh\xf4i"\n')
    (fault,) = faults_in(tmp_path)
    assert (fault.file, fault.line, fault.code) == ("block.toml", 2, "not_utf8")


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    (folder_with(tmp_path) / "block.toml").write_text(BLOCK, encoding="utf-8-sig")
    assert load_bank(tmp_path).id == "small"


def test_an_empty_folder_is_told(tmp_path):
    assert [fault.code for fault in faults_in(tmp_path)] == ["folder_empty"]


def test_a_folder_without_kinds_is_told(tmp_path):
    faults = faults_in(folder_with(tmp_path, kinds=""))
    assert [(f.code, f.details["table"]) for f in faults] == [
        ("table_missing", "kind"),
        ("table_missing", "form"),
    ]


def test_an_item_id_used_twice_is_told_where_it_stands_the_second_time(tmp_path):
    second = BLOCK[BLOCK.index("[[item]]") :]
    (fault,) = faults_in(folder_with(tmp_path, block=BLOCK + second))
    assert (fault.code, fault.where, fault.line) == ("duplicate", "4.1-1", 36)


def test_an_item_that_no_section_shows_is_told(tmp_path):
    lonely = BLOCK[BLOCK.index("[[item]]") :].replace("4.1-1", "4.1-2")
    (fault,) = faults_in(folder_with(tmp_path, block=BLOCK + lonely))
    assert (fault.code, fault.where) == ("item_in_no_section", "4.1-2")


def test_items_outside_a_block_are_told(tmp_path):
    kinds = KINDS + BLOCK[BLOCK.index("[[item]]") :].replace("4.1-1", "4.1-2")
    codes = [fault.code for fault in faults_in(folder_with(tmp_path, kinds=kinds))]
    assert "block_missing" in codes


def test_the_report_on_a_good_folder_counts_what_it_holds(tmp_path):
    lines, right = check([folder_with(tmp_path)], "en")
    assert right
    assert "1 block, 1 item, 0 of them key items (*), 1 clause, 1 agency kind" in lines[0]


def test_the_report_on_a_faulty_folder_tells_file_line_and_entry(tmp_path):
    lines, right = check([folder_with(tmp_path, block=BLOCK.replace('"document"', '"telepathy"'))], "vi")
    assert not right
    assert lines[0].startswith("block.toml, dòng 30, 4.1-1: Không có cách kiểm tra “telepathy”")


def test_a_single_file_is_checked_without_what_other_files_define(tmp_path):
    lines, right = check([folder_with(tmp_path) / "kinds.toml"], "en")
    assert (lines, right) == (["1 file checked: no faults."], True)


def test_a_path_that_does_not_exist_is_told(tmp_path):
    lines, right = check([tmp_path / "nowhere.toml"], "en")
    assert not right
    assert "There is no such file" in lines[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_a_sentence_that_can_be_filled(language):
    details = dict.fromkeys(("field", "value", "near", "known", "other", "table", "header"), "x")
    details |= {"message": "m", "low": "2", "high": "1", "longest": "40"}
    for code in words_under(language, "checklists.faults"):
        assert "{" not in sentence_of(Fault("a.toml", 3, "P01", code, details), language)


def test_a_role_that_no_item_has_any_more_is_told(tmp_path):
    decided = BLOCK.replace('clause = "4.1"', 'clause = "4.1"\ndecides = "declaration"', 1)
    missing = [f.details["value"] for f in faults_in(folder_with(tmp_path, block=decided)) if f.code == "role_missing"]
    assert missing == ["internal_audit", "management_review", "system_used"]


def test_a_role_that_two_items_have_is_told(tmp_path):
    item = BLOCK[BLOCK.index("[[item]]") :].replace('clause = "4.1"', 'clause = "4.1"\ndecides = "declaration"')
    both = BLOCK[: BLOCK.index("[[item]]")] + item + item.replace('id = "4.1-1"', 'id = "4.1-2"')
    assert "role_twice" in [fault.code for fault in faults_in(folder_with(tmp_path, block=both))]


def test_the_shipped_bank_gives_every_role_to_one_starred_item():
    deciding = {item.decides: (item.id, item.starred) for item in load_bank().items if item.decides}
    assert deciding == {
        "internal_audit": ("P11", True),
        "management_review": ("P12", True),
        "declaration": ("P04", True),
        "system_used": ("4.1-3", True),
        "earlier_corrections": ("P19", True),
        "on_time_rate": ("7.5.1-3", True),
        "apologies": ("M03", True),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_faulty_bank_has_a_sentence_with_its_number_of_faults(language, tmp_path):
    with pytest.raises(BankFaulty) as caught:
        load_bank(tmp_path)
    assert "1" in sentence(language, caught.value)


def test_the_shipped_bank_holds_116_items_in_three_blocks():
    bank = load_bank()
    counts = [sum(item.block == block.id for item in bank.items) for block in bank.blocks]
    assert [(block.id, count) for block, count in zip(bank.blocks, counts, strict=True)] == [
        ("P", 20),
        ("ISO", 88),
        ("M", 8),
    ]


def test_the_shipped_bank_stars_19_items():
    assert sum(item.starred for item in load_bank().items) == 19


def test_the_shipped_clauses_form_the_tree_of_51_leaves():
    clauses = [clause for clause in load_bank().clauses if clause.standard == "iso9001-2008"]
    parents = {clause.parent for clause in clauses}
    assert sum(clause.number not in parents for clause in clauses) == 51


def test_no_shipped_text_is_the_same_in_both_languages():
    texts = [text for item in load_bank().items for text in (item.question, item.evidence)]
    assert [text for text in texts if text.vi == text.en] == []


def test_every_shipped_phrase_has_slots_to_edit_in_both_languages():
    for phrase in load_bank().phrases:
        assert "[" in phrase.statement.vi
        assert phrase.statement.vi.count("[") == phrase.statement.en.count("[")


def test_the_shipped_phrases_for_an_item_are_those_that_name_it():
    assert [phrase.id for phrase in load_bank().phrases_for("P08")] == ["steering-committee-outdated"]


def test_a_programme_is_offered_the_kinds_of_agency_of_its_year(bank: Bank) -> None:
    offered = {year: [kind.id for kind in bank.kinds_in(year)] for year in (2017, 2026)}
    assert {"district", "commune"} <= set(offered[2017])
    assert "commune-level" not in offered[2017]
    assert "commune-level" in offered[2026]
    assert not {"district", "commune"} & set(offered[2026])
    assert bank.kind("commune-level").name.vi == "UBND xã, phường, đặc khu"
    assert bank.kinds_in(2026, own="district")[1].id == "district"


def test_the_communes_of_today_are_asked_what_communes_were(bank: Bank) -> None:
    asked = [[item.id for item in bank.items if item.fits(kind)] for kind in ("commune", "commune-level")]
    assert asked[0] == asked[1]


CONDITION = 'clause = "4.1"\nasked_when.item = "{item}"\nasked_when.grades = ["{grade}"]'


@pytest.mark.parametrize(
    ("item", "grade", "code"),
    [
        ("4.1-9", "conformity", "unknown_item"),
        ("4.1-1", "splendid", "unknown_grade"),
        ("4.1-1", "conformity", "asked_in_circle"),
    ],
)
def test_a_condition_names_another_item_and_a_grade(tmp_path, item, grade, code):
    block = BLOCK.replace('clause = "4.1"', CONDITION.format(item=item, grade=grade))
    assert code in [fault.code for fault in faults_in(folder_with(tmp_path, block=block))]


def later(block: str = BLOCK, *, former: str = 'former = ["4.1-1"]') -> str:
    """Return the small bank as the next edition has it."""
    block = block.replace('standard = "iso"', 'standard = "iso-next"\nfollows = "iso"')
    block = block.replace('version = "1"', 'version = "1"\nstandard = "ISO next"')
    block = block.replace('number = "4.1"', 'number = "4.4"\nformer = ["4.1"]').replace(
        'clause = "4.1"', 'clause = "4.4"'
    )
    return block.replace('id = "4.1-1"', f'id = "4.4-01"\n{former}').replace('items = ["4.1-1"]', 'items = ["4.4-01"]')


def editions_in(folder: Path, **blocks: str) -> Path:
    (folder / "kinds.toml").write_text(KINDS, encoding="utf-8")
    for name, block in blocks.items():
        (folder / name).mkdir()
        (folder / name / "bank.toml").write_text(block, encoding="utf-8")
    return folder


def test_each_edition_has_a_bank_of_what_is_its_own_and_what_all_share(tmp_path):
    banks = load_banks(editions_in(tmp_path, first=BLOCK, next=later()))
    assert [(bank.standard, bank.items[0].id, bank.kinds[0].id) for bank in banks] == [
        ("TCVN ISO 9001:2008", "4.1-1", "department"),
        ("ISO next", "4.4-01", "department"),
    ]


def test_questions_and_clauses_tell_what_they_were_in_the_edition_before(tmp_path):
    bank = load_banks(editions_in(tmp_path, first=BLOCK, next=later())).of("ISO next")
    assert (bank.items[0].former, bank.clauses[0].former) == (("4.1-1",), ("4.1",))


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (later(former='former = ["4.1-7"]'), "unknown_former"),
        (later().replace("4.4-01", "4.1-1"), "id_of_former"),
        (later() + BLOCK[BLOCK.index("[[item]]") :].replace('"4.1-1"', '"4.4-02"\nformer = ["4.1-1"]'), "former_twice"),
    ],
)
def test_what_an_edition_says_of_the_one_before_is_checked(tmp_path, block, code):
    assert code in [fault.code for fault in faults_in(editions_in(tmp_path, first=BLOCK, next=block))]


def test_a_fault_in_an_edition_tells_its_folder(tmp_path):
    faults = faults_in(editions_in(tmp_path, first=BLOCK, next=later().replace('question.vi = "Có không?"', "")))
    assert [(fault.file, fault.code) for fault in faults] == [("next/bank.toml", "missing_field")]


def test_a_fault_in_what_all_share_is_told_once(tmp_path):
    folder = editions_in(tmp_path, first=BLOCK, next=later())
    (folder / "kinds.toml").write_text(KINDS.replace('form = "full"', 'form = "longer"'), encoding="utf-8")
    assert [fault.code for fault in faults_in(folder)] == ["unknown_form"]


EXPECTED = BLOCK[: BLOCK.index("blocks")] + 'expected = true\nstandard = "ISO one day"\n'


def test_an_edition_that_is_only_expected_needs_no_questions(tmp_path):
    banks = load_banks(editions_in(tmp_path, first=BLOCK, some_day=EXPECTED))
    assert [(bank.standard, bank.is_expected) for bank in banks] == [
        ("TCVN ISO 9001:2008", False),
        ("ISO one day", True),
    ]
    assert [bank.standard for bank in banks.to_plan_by] == ["TCVN ISO 9001:2008"]


def test_a_field_that_files_of_offices_may_still_have_is_no_fault(tmp_path):
    old = KINDS.replace('form = "full"', 'form = "full"\nexclusions = ["7.3"]')
    assert load_bank(folder_with(tmp_path, kinds=old)).kinds[0].id == "department"


def test_the_shipped_2008_edition_says_when_it_was_withdrawn():
    bank = load_banks().of("TCVN ISO 9001:2008")
    assert (bank.withdrawn_at(date(2021, 6, 30)), bank.withdrawn_at(date(2021, 7, 1))) == (False, True)
