"""What the minutes say: every section of the facts is there, in both languages, as entered."""

import re
import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from minutes_examples import bad_audit, clean_audit, duty, results

from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Decision
from iso_audit.domain.text import Text
from iso_audit.i18n import words_under
from iso_audit.minutes import content
from iso_audit.minutes.content import build
from iso_audit.minutes.facts import (
    AgencyFacts,
    AgencyOpinion,
    BlockFacts,
    ConclusionFacts,
    FindingFacts,
    ItemFacts,
    MinutesFacts,
    Person,
    Requests,
    SectionFacts,
    SignatoryFacts,
)
from iso_audit.minutes.pdf import DRAFT, render, unprintable
from iso_audit.minutes.tree import PAGE, TOTAL, Heading, KeyValues, Paragraph, SignatureBlock, Table

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = Path(__file__).parents[2] / "iso_audit" / "i18n"
DECISION = Decision("1", None, "", "")
EMPTY = MinutesFacts("UBND", "ĐOÀN", "Tỉnh", "TCVN ISO 9001:2008", DECISION, DECISION, AgencyFacts("Sở X"))


def text_of_blocks(blocks):
    """Return every text of `blocks`, one a line."""
    lines = []
    for block in blocks:
        if isinstance(block, Heading):
            lines.append(block.text)
        elif isinstance(block, Paragraph):
            lines.append(f"{block.lead} {block.text}".strip())
        elif isinstance(block, KeyValues):
            lines += [f"{label}: {value}" for label, value in block.rows]
        elif isinstance(block, Table):
            lines += [" | ".join(f"{cell.lead} {cell.text}".strip() for cell in row.cells) for row in block.rows]
    return "\n".join(lines)


def body(facts, language="vi"):
    return text_of_blocks(build(facts, language, "nd30-2020").blocks)


@pytest.mark.parametrize(
    ("name", "facts", "language", "profile"),
    [
        ("minutes-clean-vi", clean_audit(), "vi", "nd30-2020"),
        ("minutes-bad-vi", bad_audit(), "vi", "tt01-2011"),
        ("minutes-bad-en", bad_audit(), "en", "nd30-2020"),
        ("minutes-strengths-vi", bad_audit(wording="strengths"), "vi", "nd30-2020"),
    ],
)
def test_the_minutes_read_as_agreed(name, facts, language, profile, text_of, request):
    made = render(build(facts, language, profile))
    text = text_of(made.pdf, "-raw", "-l", str(made.body_pages + 1))
    file = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_the_body_of_a_clean_audit_is_at_most_four_pages():
    assert render(build(clean_audit(), "vi", "nd30-2020")).body_pages <= 4


def judged(blocks):
    """Return `blocks` as minutes that can be locked have them: what nobody judged conforms."""
    return tuple(
        replace(block, sections=tuple(replace(part, items=tuple(map(_judged, part.items))) for part in block.sections))
        for block in blocks
    )


def _judged(item):
    return item if item.grade else replace(item, grade=Grade.CONFORMITY)


def test_the_body_of_an_audit_with_twelve_nonconformities_is_at_most_five_pages():
    facts = bad_audit()
    assert render(build(replace(facts, blocks=judged(facts.blocks)), "vi", "tt01-2011")).body_pages <= 5


def test_both_languages_have_the_same_words():
    def keys(language):
        tables = tomllib.loads((WORDS / language / "minutes.toml").read_text(encoding="utf-8"))
        return {(name, key) for name, table in tables.items() if isinstance(table, dict) for key in table}

    assert keys("vi") == keys("en")


def test_every_key_the_content_names_has_words():
    sources = (Path(content.__file__).parent).glob("*.py")
    named = {key for file in sources for key in re.findall(r'say\(\s*"([a-z_0-9.]+)"', file.read_text("utf-8"))}
    assert named
    assert named <= words_under("vi", "minutes").keys()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_minutes_of_an_audit_nobody_has_begun_can_be_made(language):
    document = build(EMPTY, language, "tt01-2011")
    assert render(document).pages
    assert unprintable(document) == ()


@pytest.mark.parametrize("conclusion", [*Conclusion, None])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_conclusion_names_agency_and_standard(conclusion, language):
    text = body(replace(EMPTY, conclusion=ConclusionFacts(conclusion)), language)
    line = next(line for line in text.splitlines() if "Sở X" in line and "TCVN ISO 9001:2008" in line)
    assert line


def test_an_item_nobody_judged_is_not_shown_as_conforming():
    annex = build(bad_audit(), "vi", "nd30-2020").annexes[0]
    row = next(line for line in text_of_blocks(annex.blocks).splitlines() if line.startswith("6.2.2-1"))
    assert "| Chưa đánh giá |" in row
    assert "6.2.2-1" in body(bad_audit())


def test_every_item_of_the_checklist_stands_in_annex_one():
    facts = clean_audit()
    lines = text_of_blocks(build(facts, "vi", "nd30-2020").annexes[0].blocks).splitlines()
    shown = [line.split(" | ")[0].rstrip("*") for line in lines if " | " in line]
    assert shown == [item.item_id for item in facts.items]


def test_what_people_enter_is_printed_as_entered_in_every_edition():
    words = "Đơn vị <b>không</b> đồng ý: 5 < 6 & {0} {name} 100%"
    facts = replace(EMPTY, opinion=AgencyOpinion(False, words), meeting_place=words)
    for language in ("vi", "en"):
        assert body(facts, language).count(words) == 2


def test_signs_that_layout_fills_in_cannot_be_entered():
    facts = replace(EMPTY, opinion=AgencyOpinion(None, f"a{TOTAL}b{PAGE}c"))
    assert body(facts).count(TOTAL) == 1
    assert PAGE not in body(facts)


def test_days_and_months_have_leading_zeros_as_custom_wants():
    moment = datetime.fromisoformat
    text = body(replace(EMPTY, opened_at=moment("2017-02-05T08:05"), closed_at=moment("2017-09-15T16:00")))
    assert "08 giờ 05 phút, ngày 05 tháng 02 năm 2017" in text
    assert "16 giờ 00 phút, ngày 15 tháng 9 năm 2017" in text


FULL = FindingFacts(
    Grade.MINOR, "mô tả", "1", (), ("4.2.3", "8.3"), "Điều 4", "hồ sơ A", "Văn phòng", "2017-10-05",
    "sửa", "không đồng ý", (), True,
)  # fmt: skip


def test_the_table_tells_clause_grade_statement_evidence_deadline_and_opinion():
    row = body(replace(EMPTY, findings=(FULL,))).split("\n1 | ")[1]
    told = "mô tả. Bằng chứng: hồ sơ A.\nÝ kiến của đơn vị: không đồng ý | 05/10/2017"
    assert row.startswith(f"Điều 4 – Không phù hợp nhẹ (lặp lại): {told}")


@pytest.mark.parametrize(
    ("finding", "lead"),
    [
        (replace(FULL, criterion=""), "Điều khoản 4.2.3, 8.3"),
        (replace(FULL, criterion="", clauses=(), duties=(duty("P08"),)),
         "Quyết định 19/2014/QĐ-TTg – trách nhiệm của người đứng đầu, ban chỉ đạo và kế hoạch (nội dung P08)"),
        (replace(FULL, clauses=(), duties=(duty("P08"),)), "Điều 4 (nội dung P08)"),
        (replace(FULL, criterion="", clauses=(), duties=(duty("P07"),)),
         "Công bố lại khi phạm vi thay đổi (khoản 3 Điều 4 Quyết định 19/2014/QĐ-TTg) (nội dung P07)"),
    ],
)  # fmt: skip
def test_a_criterion_is_named_as_people_outside_the_team_know_it(finding, lead):
    assert f"\n1 | {lead} – Không phù hợp nhẹ" in body(replace(EMPTY, findings=(finding,)))


ADVICE = FindingFacts(Grade.OBSERVATION, "mô tả", "5", ("P08",), evidence="hồ sơ A", duties=(duty("P08"),))


@pytest.mark.parametrize(
    ("finding", "wording", "line"),
    [
        (ADVICE, "grades",
         "- Số 5, Quyết định 19/2014/QĐ-TTg – trách nhiệm của người đứng đầu, ban chỉ đạo và kế hoạch "
         "(nội dung P08) – Điểm lưu ý: mô tả. Bằng chứng: hồ sơ A."),
        (replace(ADVICE, criterion="Điều 4 (mới)"), "grades",
         "- Số 5, Điều 4 (mới) (nội dung P08) – Điểm lưu ý: mô tả. Bằng chứng: hồ sơ A."),
        (replace(ADVICE, grade=Grade.OPPORTUNITY, duties=(), clauses=("8.2.1",)), "strengths",
         "- Số 5, điều khoản 8.2.1: mô tả. Bằng chứng: hồ sơ A."),
        (replace(ADVICE, grade=Grade.OPPORTUNITY, duties=()), "strengths", "- Số 5: mô tả. Bằng chứng: hồ sơ A."),
    ],
)  # fmt: skip
def test_advice_names_its_criterion_as_a_nonconformity_does(finding, wording, line):
    assert line in body(replace(EMPTY, findings=(finding,), wording=wording)).splitlines()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("wording", ["grades", "strengths"])
def test_no_bracket_stands_within_a_bracket(language, wording):
    advice = (ADVICE, replace(ADVICE, number="6", grade=Grade.OPPORTUNITY))
    facts = bad_audit(wording=wording)
    made = build(replace(facts, findings=(*facts.findings, *advice)), language, "nd30-2020")
    for blocks in (made.blocks, *(annex.blocks for annex in made.annexes)):
        assert not re.search(r"\([^()]*\(", text_of_blocks(blocks))


@pytest.mark.parametrize(
    ("grade", "name"),
    [
        (Grade.MINOR, "Điểm chưa đáp ứng"),
        (Grade.OBSERVATION, "Điều cần lưu ý"),
        (Grade.OPPORTUNITY, "Nội dung khuyến nghị"),
    ],
)
def test_the_annexes_call_what_is_said_of_an_item_as_the_checklist_does(grade, name):
    item = ItemFacts("a", "4.1", Text("hỏi", "ask"), grade=grade, values={"gap": "mô tả"})
    blocks = (BlockFacts(Text("k", "b"), (SectionFacts(Text("p", "s"), (item,)),)),)
    finding = FindingFacts(grade, "mô tả", "1", ("a",))
    facts = replace(EMPTY, blocks=blocks, findings=(finding,), wording="strengths")
    made = {annex.label: text_of_blocks(annex.blocks) for annex in build(facts, "vi", "nd30-2020").annexes}
    assert f"{name}: mô tả" in made["Phụ lục I"]
    if grade is not Grade.OPPORTUNITY:
        assert f"\n{name} | mô tả" in made["Phụ lục II"]


@pytest.mark.parametrize(("count", "told"), [(1, "There is 1 nonconformity ("), (2, "There are 2 nonconformities (")])
def test_one_finding_is_no_plural_in_english(count, told):
    assert told in body(replace(EMPTY, findings=(FULL,) * count), "en")


@pytest.mark.parametrize(
    ("grades", "findings", "told"),
    [
        ([Grade.MINOR] * 2, [("a", "b")], "; 02 nội dung không phù hợp được gộp thành 01 điểm:"),
        ([Grade.MINOR], [("a",), ("a",)], "; 01 nội dung không phù hợp được ghi thành 02 điểm:"),
        ([Grade.MINOR], [("a",), ()], "; 01 điểm ghi nhận ngoài các nội dung của phiếu kiểm tra:"),
        ([Grade.MINOR, Grade.NOT_CHECKED], [("a",)], "tại Phụ lục II:"),
    ],
)
def test_it_is_said_why_there_are_not_as_many_findings_as_items(grades, findings, told):
    items = [ItemFacts(name, "4.1", Text("hỏi", "ask"), grade=one) for name, one in zip("ab", grades, strict=False)]
    blocks = (BlockFacts(Text("k", "b"), (SectionFacts(Text("p", "s"), tuple(items)),)),)
    listed = tuple(replace(FULL, item_ids=one) for one in findings)
    assert told in body(replace(EMPTY, blocks=blocks, findings=listed))


def test_nothing_judged_is_not_nothing_found():
    blocks, titles = results({})
    parts = [[replace(i, grade=None) for i in part.items] for block in blocks for part in block.sections]
    unjudged = tuple(
        replace(block, sections=tuple(replace(part, items=tuple(parts.pop(0))) for part in block.sections))
        for block in blocks
    )
    text = body(replace(EMPTY, blocks=unjudged, clause_titles=titles))
    assert "không ghi nhận điểm không phù hợp nào" not in text
    assert text.count("Chưa có nội dung nào được đánh giá.") == len(blocks) + 2


def test_what_was_left_out_is_named_by_its_title_or_its_question():
    left = {item: {"grade": Grade.NOT_CHECKED, "reason": "hết giờ."} for item in ("P04", "P05", "P06", "P07", "P15")}
    blocks, titles = results({**left, **{f"M0{place}": {"grade": None} for place in range(1, 9)}})
    lines = body(replace(EMPTY, blocks=blocks, clause_titles=titles)).splitlines()
    place = next(place for place, line in enumerate(lines) if line.endswith(". NỘI DUNG CHƯA KIỂM TRA"))
    assert lines[place + 1 : place + 3] == [
        "- Toàn bộ phần “Công bố và công bố lại” (04 nội dung); nội dung P15 “Công chức liên quan (mới, "
        "thay đổi vị trí) có được phổ biến, tập huấn về hệ thống không?”. Lý do: hết giờ.",
        "- Toàn bộ khối “Bộ phận một cửa và hồ sơ TTHC” (07 nội dung): chưa được đánh giá.",
    ]


def test_what_became_of_the_last_findings_is_counted_and_told_one_by_one():
    lines = body(bad_audit()).splitlines()
    place = next(place for place, line in enumerate(lines) if "tồn tại của lần kiểm tra trước:" in line)
    assert lines[place].endswith(
        "Lần kiểm tra trước (Biên bản số 03/BB-ĐKT ngày 08/9/2015) có 02 tồn tại, trong đó đã khắc phục 01, "
        "chưa đủ căn cứ xác nhận 01:"
    )
    assert lines[place + 1 : place + 3] == [
        "- Số 01: Chưa cập nhật danh mục văn bản bên ngoài: đã khắc phục – danh mục 3/2017.",
        "- Số 02: Hồ sơ đào tạo chưa đầy đủ: chưa có đủ căn cứ để xác nhận.",
    ]


def test_strengths_that_were_entered_stand_before_what_was_graded_as_good_practice():
    good = FindingFacts(Grade.GOOD_PRACTICE, "", "", ("8.5.1-1",), evidence="Bảng theo dõi.")
    lines = body(replace(EMPTY, strengths=("Đội ngũ trẻ",), findings=(good,))).splitlines()
    place = lines.index("1. Ưu điểm, thực hành tốt")
    assert lines[place + 1 : place + 3] == ["- Đội ngũ trẻ.", "- Bảng theo dõi (nội dung 8.5.1-1)."]


@pytest.mark.parametrize("conclusion", [*Conclusion, None])
def test_no_rank_stands_above_the_conclusion(conclusion):
    facts = replace(EMPTY, conclusion=ConclusionFacts(conclusion, score=96.1, coverage=1), uses_score=True)
    ranked = conclusion in {Conclusion.MAINTAINED, Conclusion.MAINTAINED_EFFECTIVELY}
    assert ("96,1/100, xếp loại xuất sắc (" in body(facts), "96,1/100 (" in body(facts)) == (ranked, not ranked)


def test_the_ground_of_a_conclusion_is_told_without_the_rule():
    facts = replace(EMPTY, conclusion=ConclusionFacts(Conclusion.MAINTAINED, ground="hồ sơ đã đủ"))
    assert "Căn cứ kết luận: hồ sơ đã đủ." in body(facts)
    assert "quy tắc" not in body(facts)


@pytest.mark.parametrize("findings", [(), (FULL,)])
def test_a_report_on_corrections_is_asked_for_only_where_there_is_something_to_correct(findings):
    facts = replace(EMPTY, findings=findings, requests=Requests("2017-10-20", "Sở"))
    assert ("kết quả khắc phục" in body(facts)) == bool(findings)


def test_its_slip_in_the_annex_tells_all_that_is_known_of_a_finding():
    (annex,) = build(replace(EMPTY, findings=(FULL,)), "vi", "nd30-2020").annexes
    text = text_of_blocks(annex.blocks)
    for part in ("Số 1 – Không phù hợp nhẹ (lặp lại so với lần kiểm tra trước)", "Điều 4\nĐiều khoản 4.2.3, 8.3",
                 "Điểm chưa đáp ứng | mô tả", "| hồ sơ A", "| Văn phòng", "| sửa", "| 05/10/2017",
                 "| không đồng ý"):  # fmt: skip
        assert part in text


def test_long_evidence_is_cut_between_words_in_the_table_and_whole_in_the_slip():
    evidence = "hồ sơ lưu " * 40
    document = build(replace(EMPTY, findings=(replace(FULL, evidence=evidence),)), "vi", "nd30-2020")
    assert "hồ sơ lưu… (đầy đủ tại Phụ lục I)" in text_of_blocks(document.blocks)
    assert evidence.strip() in text_of_blocks(document.annexes[0].blocks)


def test_annexes_close_up_and_the_text_refers_to_their_numbers():
    facts = replace(bad_audit(), case_files=None)
    document = build(facts, "vi", "nd30-2020")
    assert [annex.label for annex in document.annexes] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert [annex.title for annex in document.annexes][1:] == [
        "PHIẾU GHI ĐIỂM KHÔNG PHÙ HỢP",
        "ẢNH CHỤP TẠI CUỘC KIỂM TRA",
    ]
    text = text_of_blocks(document.blocks)
    assert "ghi đầy đủ tại Phụ lục II:" in text
    assert "của từng nội dung tại Phụ lục I:" in text
    assert "03 phụ lục kèm theo" in text


def test_a_column_of_the_summary_that_is_nought_everywhere_is_left_out():
    blocks = build(clean_audit(), "vi", "nd30-2020").blocks
    table = next(block for block in blocks if isinstance(block, Table))
    assert "Chưa đánh giá" not in table.header
    assert "Không phù hợp nặng" in table.header


def test_the_wording_by_strengths_knows_no_grades():
    facts = replace(bad_audit(wording="strengths"), requests=EMPTY.requests)
    text = body(facts)
    assert "Tồn tại, hạn chế" in text
    assert "Không phù hợp nặng" not in text
    assert "Không phù hợp nhẹ" not in text


def test_the_score_is_printed_only_where_the_programme_uses_one():
    conclusion = ConclusionFacts(Conclusion.MAINTAINED, score=87.5, coverage=0.94)
    assert "87,5" not in body(replace(EMPTY, conclusion=conclusion))
    assert "87,5/100, xếp loại tốt (đã đánh giá 94 %" in body(replace(EMPTY, conclusion=conclusion, uses_score=True))


@pytest.mark.parametrize(
    ("agrees", "words"), [(True, "và thống nhất nội dung"), (False, "ý kiến khác nhau"), (None, "")]
)
def test_the_closing_sentence_claims_no_agreement_nobody_gave(agrees, words):
    text = body(replace(EMPTY, opinion=AgencyOpinion(agrees)))
    assert words in text
    assert ("thống nhất nội dung" in text) == (agrees is True)


def test_places_to_sign_are_named_in_order_for_digital_signatures():
    given = [SignatoryFacts(capacity) for capacity in ("deputy", "agency", "secretary")]
    blocks = build(replace(EMPTY, signatories=tuple(given)), "vi", "nd30-2020").blocks
    (signing,) = (block for block in blocks if isinstance(block, SignatureBlock))
    assert [one.place for one in signing.signatories] == ["agency", "secretary", "leader"]


def test_number_and_version_name_the_document_in_plain_capitals():
    final = build(replace(EMPTY, number="05/BB-ĐKT", version=2), "vi", "nd30-2020")
    assert final.verification.name == "05/BB-DKT V2"


def test_a_draft_has_no_code_since_nobody_could_look_it_up_but_says_what_it_is():
    draft = build(replace(EMPTY, draft=3), "vi", "nd30-2020")
    assert (draft.verification, draft.draft_mark) == (None, "DỰ THẢO 3")
    assert DRAFT.encode() in render(draft).pdf


def test_a_deputy_signs_for_the_leader():
    facts = replace(EMPTY, signatories=(SignatoryFacts("deputy", "Phó"),))
    (signing,) = (b for b in build(facts, "vi", "nd30-2020").blocks if isinstance(b, SignatureBlock))
    assert signing.signatories[0].title == "KT. TRƯỞNG ĐOÀN\nPHÓ TRƯỞNG ĐOÀN"


def test_somebody_absent_is_listed_with_the_reason():
    people = (Person("Bà A", "Chuyên viên", role="member", absent_reason="đi công tác"),)
    assert "Bà A, Chuyên viên – Thành viên (vắng mặt, lý do: đi công tác)" in body(replace(EMPTY, people=people))


def test_sample_and_draft_say_so():
    document = build(replace(EMPTY, is_sample=True, draft=3), "vi", "nd30-2020")
    assert (document.sample_mark, document.draft_mark) == ("DỮ LIỆU MẪU", "DỰ THẢO 3")
    final = build(EMPTY, "vi", "nd30-2020")
    assert (final.sample_mark, final.draft_mark) == (None, None)


def test_no_item_number_and_no_grade_is_cut_in_the_annex(text_of):
    for language in ("vi", "en"):
        facts = bad_audit()
        text = text_of(render(build(facts, language, "nd30-2020")).pdf)
        ids = [item.item_id + "*" * item.starred for item in facts.items]
        assert [one for one in ids if f"\n{one} " not in text] == []
        assert re.findall(r"(?i)nonconformi?t?\n", text) == []
