"""What custom asks of every paper: references in full, abbreviations explained, who signs for whom, replacing."""

from dataclasses import replace
from datetime import date

import pytest
from minutes_examples import bad_audit, clean_audit

from iso_audit.domain.programme import AuditForm
from iso_audit.minutes import content
from iso_audit.minutes.content import build
from iso_audit.minutes.content.positions import signing_position
from iso_audit.minutes.content.words import Words, shortened
from iso_audit.minutes.facts import AgencyFacts, Person, Replaced
from iso_audit.minutes.tree import Paragraph, SignatureBlock
from tests.minutes.test_content import body

VI, EN = Words("vi"), Words("en")


def test_every_annex_names_the_minutes_with_their_day_and_whose_they_are():
    annexes = build(bad_audit(draft=None, number="01/BB-ĐKT"), "vi", "tt01-2011").annexes
    assert {annex.reference for annex in annexes} == {
        "(Kèm theo Biên bản số 01/BB-ĐKT ngày 05 tháng 9 năm 2017 của Đoàn kiểm tra theo Quyết định số 1593/QĐ-UBND)"
    }


@pytest.mark.parametrize("facts", [clean_audit(), bad_audit()])
def test_an_abbreviation_follows_its_full_words_at_first(facts):
    text = body(facts)
    assert text.index("thủ tục hành chính (TTHC)") + len("thủ tục hành chính (") == text.index("TTHC")


def test_the_checklist_for_paper_explains_the_abbreviation_it_uses():
    form = content.checklist_form(clean_audit(), "vi", "tt01-2011")
    legend = next(block.text for block in form.blocks if isinstance(block, Paragraph) and block.style == "small")
    assert legend.endswith("CKT: chưa kiểm tra; TTHC: thủ tục hành chính.")
    assert "NHẸ: không phù hợp nhẹ; NẶNG: không phù hợp nặng" in legend


def test_a_form_filled_in_another_day_has_no_day_yet():
    form = content.checklist_form(clean_audit(), "vi", "tt01-2011")
    assert form.header.place_and_date == "Tỉnh Mẫu, ngày … tháng … năm ……"


def test_the_attendance_list_is_signed_by_who_kept_it():
    block = content.attendance_list(clean_audit(), "vi", "tt01-2011").blocks[-1]
    assert isinstance(block, SignatureBlock)
    assert [(one.title, one.name) for one in block.signatories] == [("", ""), ("NGƯỜI LẬP DANH SÁCH", "Đỗ Mẫu Tư")]


def test_a_new_issue_says_under_its_title_which_one_it_replaces_and_why():
    replaced = Replaced(1, date(2021, 3, 16), "bổ sung ý kiến của đơn vị.")
    text = body(replace(clean_audit(), version=2, replaces=replaced))
    assert text.splitlines()[0] == (
        "Lần ban hành 2, thay thế lần ban hành 1 ngày 16/3/2021; lý do: bổ sung ý kiến của đơn vị"
    )


@pytest.mark.parametrize(
    ("position", "agency", "shown"),
    [
        ("Phó Chủ tịch Ủy ban nhân dân huyện", "UBND huyện Long Mẫu", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        ("Phó Chủ tịch", "UBND xã Mẫu", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        ("Chủ tịch UBND xã Mẫu", "Ủy ban nhân dân xã Mẫu", "CHỦ TỊCH"),
        ("Giám đốc Sở", "Sở Xây dựng", "GIÁM ĐỐC"),
        ("Phó Chi cục trưởng", "Chi cục Mẫu", "KT. CHI CỤC TRƯỞNG\nPHÓ CHI CỤC TRƯỞNG"),
        ("Phó Giám đốc Trung tâm Mẫu", "Sở Xây dựng", "PHÓ GIÁM ĐỐC TRUNG TÂM MẪU"),
        ("Phó Trưởng phòng", "Phòng Nội vụ", "PHÓ TRƯỞNG PHÒNG"),
        ("Chánh Văn phòng", "Văn phòng UBND tỉnh", "CHÁNH VĂN PHÒNG"),
        ("", "Sở Mẫu", ""),
    ],
)
def test_a_position_stands_without_the_agency_and_a_deputy_signs_for_the_head(position, agency, shown):
    assert signing_position(position, agency, VI) == shown


def test_in_english_a_position_stands_as_entered():
    assert signing_position("Phó Giám đốc", "Sở Mẫu", EN) == "PHÓ GIÁM ĐỐC"


def test_the_agency_signs_in_that_position():
    facts = clean_audit(agency=AgencyFacts("Sở Mẫu"))
    (signing,) = (one for one in build(facts, "vi", "nd30-2020").blocks if isinstance(one, SignatureBlock))
    assert signing.signatories[0].position == "GIÁM ĐỐC"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Xem 15 hồ sơ, sổ theo dõi (mã hồ sơ 101, 102, 103) và phiếu", "Xem 15 hồ sơ, sổ theo dõi"),
        ("Chưa niêm yết tại trụ sở; chưa đăng trên trang tin điện tử của sở", "Chưa niêm yết tại trụ sở"),
        (
            "Phiếu (số 01) ghi thiếu thời gian nhận và giao hồ sơ ở các bước sau",
            "Phiếu (số 01) ghi thiếu thời gian nhận",
        ),
        ("x" * 100, "x" * 40),
    ],
)
def test_a_long_text_is_cut_after_a_clause_and_never_within_brackets(text, short):
    assert shortened(text, 40) == short


@pytest.mark.parametrize("role", ["leader", "Trưởng đoàn", "trưởng đoàn"])
def test_a_role_is_named_in_the_language_of_the_edition_however_it_was_entered(role):
    text = body(clean_audit(people=(Person("Ông Mẫu", "Phó Giám đốc", role),)), "en")
    assert "Ông Mẫu, Phó Giám đốc – Team leader." in text


def test_the_english_edition_counts_and_calls_things_as_english_does():
    text = body(bad_audit(), "en")
    assert "and 4 annexes" in text
    assert "and 1 annex;" in body(clean_audit(), "en")
    assert {word for word in ("annex(es)", "Together", "Photos No.", "team asks", "building") if word in text} == set()


def test_a_shortened_form_and_a_visit_by_report_say_what_part_of_the_whole_they_are():
    facts = replace(clean_audit(), checklist_form="half-day", form=AuditForm.BY_REPORT)
    text = body(facts, "vi")
    count = len(facts.items)
    assert f"Kiểm tra theo phiếu rút gọn gồm {count} nội dung trọng yếu" in text
    assert "Các nội dung không có trong phiếu kiểm tra nêu tại mục II.2 không thuộc lần kiểm tra này." in text
    assert "không quan sát, phỏng vấn tại chỗ do kiểm tra qua báo cáo và hồ sơ" in text
    assert "phiếu rút gọn" not in body(clean_audit(), "vi")
