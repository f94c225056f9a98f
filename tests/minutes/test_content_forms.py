"""The documents beside the minutes: slips, the checklist for paper, the attendance list."""

import pytest
from minutes_examples import BAD, bad_audit, clean_audit

from iso_audit.minutes import content
from iso_audit.minutes.pdf import render, unprintable
from iso_audit.minutes.tree import SignatureBlock, Table


def tables(document):
    return [block for block in document.blocks if isinstance(block, Table)]


def slips_of(facts, language="vi"):
    return content.slips_of(content.build(facts, language, "nd30-2020"))


def test_there_is_one_slip_for_each_nonconformity_and_none_for_advice():
    slips = slips_of(bad_audit())
    assert [tables(one)[0].rows[0].cells[0].text[:5] for one in slips] == [f"Số {n:02}" for n in range(1, 13)]
    assert slips_of(clean_audit()) == ()


def test_a_slip_has_room_for_the_answer_the_verification_and_signatures():
    slip = slips_of(bad_audit())[0]
    labels = [row.cells[0].text for table in tables(slip)[1:] for row in table.rows]
    assert labels[:3] == ["Nguyên nhân", "Khắc phục", "Hành động khắc phục"]
    assert [cell.mark for table in tables(slip) for row in table.rows for cell in row.cells if cell.mark] == [
        "empty"
    ] * 2
    assert len([block for block in slip.blocks if isinstance(block, SignatureBlock)]) == 2


def test_slips_of_a_draft_have_its_mark_and_no_code():
    assert {(one.draft_mark, one.verification) for one in slips_of(bad_audit())} == {("DỰ THẢO 2", None)}


def test_slips_of_finished_minutes_have_their_number_issue_and_code_and_no_draft_mark():
    facts = bad_audit(draft=None, number="07/BB-ĐKT", version=2)
    (code,) = {one.verification.code for one in slips_of(facts)}
    slip = slips_of(facts)[3]
    assert code == content.build(facts, "vi", "nd30-2020").verification.code
    assert (slip.header.number, slip.draft_mark) == ("Số: 04 (kèm Biên\u00a0bản số 07/BB-ĐKT)", None)
    assert slip.footer.code == "Phiếu số 04, Biên bản số 07/BB-ĐKT, lần ban hành 2"


@pytest.mark.parametrize(
    ("wording", "kind"), [("grades", "PHIẾU GHI ĐIỂM KHÔNG PHÙ HỢP"), ("strengths", "PHIẾU GHI TỒN TẠI, HẠN CHẾ")]
)
def test_a_slip_is_titled_as_findings_are_called(wording, kind):
    assert slips_of(bad_audit(wording=wording))[0].kind == kind


def test_all_slips_fit_in_one_file_each_with_pages_of_its_own(text_of):
    slips = slips_of(bad_audit())
    pages = text_of(render(*slips).pdf).split("\f")[:-1]
    assert sum("Trang 1/" in page for page in pages) == len(BAD)


def test_the_checklist_for_paper_has_a_box_for_every_grade_of_every_item_and_no_judgement():
    facts = bad_audit()
    form = content.checklist_form(facts, "vi", "nd30-2020")
    rows = [row for table in tables(form) for row in table.rows if len(row.cells) > 1]
    assert [row.cells[0].text.rstrip("*") for row in rows] == [item.item_id for item in facts.items]
    assert {tuple(cell.mark for cell in row.cells[2:10]) for row in rows} == {("empty",) * 8}
    assert {row.cells[10].text for row in rows} == {""}


def test_the_checklist_for_paper_lies_across_and_explains_its_short_names(text_of):
    form = content.checklist_form(clean_audit(), "vi", "nd30-2020")
    made = render(form)
    assert form.landscape
    assert "PH: phù hợp; ĐM: điểm mạnh" in text_of(made.pdf, "-layout")
    assert all("KAD" in page for page in text_of(made.pdf).split("\f")[:-1])


def test_boxes_are_drawn_and_not_letters_of_a_font(text_of):
    made = render(content.checklist_form(clean_audit(), "vi", "nd30-2020"))
    assert not set("□☐☑") & set(text_of(made.pdf))


def test_the_attendance_list_has_everybody_and_lines_for_others():
    (table,) = tables(content.attendance_list(bad_audit(), "vi", "nd30-2020"))
    names = [row.cells[1].text for row in table.rows if len(row.cells) > 1]
    assert [name for name in names if name] == [person.name for person in bad_audit().people]
    assert names.count("") == 5
    assert "đi công tác" in str(table)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_document_can_be_made_in_both_languages_and_names_its_agency(language, text_of):
    facts = bad_audit()
    made = [
        content.checklist_form(facts, language, "nd30-2020"),
        content.attendance_list(facts, language, "tt01-2011"),
        content.album_of(content.build(facts, language, "nd30-2020")),
        slips_of(facts, language)[0],
    ]
    for document in made:
        rendered = render(document)
        assert unprintable(document) == ()
        assert "Sở Giả định" in " ".join(text_of(rendered.pdf).split())
