"""Each kind of fault, shown on a small paper that has it and one that has it not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.papers import making
from tests.papers.faults import KINDS, faults, unread
from tests.papers.making import paper

ROOT = Path(__file__).parents[2]
TABLE = """
Nhóm nội dung               Số        Phù       Không     Không
                            nội       hợp       phù hợp   phù hợp
                            dung                nhẹ       nặng
4. Hệ thống tài liệu        2         1           01        0
Cộng                        2         1           01        0
Đã đánh giá 02/02 nội dung, trong đó 01 nội dung phù hợp.
2. Các điểm không phù hợp
Có 01 điểm không phù hợp (nặng: 0; nhẹ: 01), ghi đầy đủ tại Phụ lục II:
01  4.2.3 – Không phù hợp nhẹ: danh mục cũ    05/10/2017
"""
ANNEXES = """
Phụ lục I
Mã       Nội dung kiểm tra                    Kết quả       Bằng chứng, ghi chú
4.1-1    Có danh mục không?                   Phù hợp       đã xem
4.2.3-3  Danh mục có được cập nhật            Không phù     còn văn bản cũ
         không?                               hợp nhẹ
Phụ lục II
Số 01 – Không phù hợp nhẹ
Hạn khắc phục    05/10/2017
"""
OPENED = "Hôm nay, vào lúc 08 giờ 00 phút, ngày 05 tháng 9 năm 2017, tại Phòng họp"
CLOSED = "Biên bản kết thúc vào lúc 16 giờ 30 phút, ngày 05 tháng 9 năm 2017"
COPIES = "Biên bản được lập thành 04 bản có giá trị như nhau, mỗi bên giữ 02 bản"
DATED = "Mẫu, ngày 05 tháng 9 năm 2017"


def kinds_in(*pages: str) -> list[str]:
    return list(faults(paper(*pages)))


def test_a_paper_without_faults_has_none() -> None:
    assert kinds_in(f"{DATED}\n{OPENED}\n{TABLE}\n{CLOSED}\n{COPIES}", ANNEXES) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Cộng                        2         1", "Cộng                        3         1"),
        ("2         1           01        0", "2         1           01        1"),
        ("đó 01 nội dung", "đó 02 nội dung"),
        ("Có 01 điểm không phù hợp (nặng: 0; nhẹ: 01)", "Có 02 điểm không phù hợp (nặng: 0; nhẹ: 02)"),
        ("(nặng: 0; nhẹ: 01)", "(nặng: 01; nhẹ: 0)"),
        ("(nặng: 0; nhẹ: 01)", "(nặng: 01; nhẹ: 01)"),
        ("nhẹ       nặng\n", "          nặng\n"),
        (
            "4.1-1    Có danh mục không?                   Phù hợp",
            "4.1-1    Có danh mục không?                   Chưa đánh giá",
        ),
        ("Số 01 – Không phù hợp nhẹ", "Không phù hợp nhẹ\nSố 01 – Không phù hợp nhẹ\nSố 02 – Không phù hợp nhẹ"),
    ],
)
def test_counts_that_differ(right: str, wrong: str) -> None:
    whole = f"{TABLE}\f{ANNEXES}"
    assert right in whole
    assert "counts differ" in kinds_in(*whole.replace(right, wrong).split("\f"))


def test_items_that_were_put_together_to_fewer_findings_are_told() -> None:
    two = TABLE.replace("2         1           01", "3         1           02").replace("02/02", "03/03")
    assert "counts differ" in kinds_in(two)
    assert kinds_in(f"02 nội dung không phù hợp, gộp thành 01 điểm.\n{two}") == []


@pytest.mark.parametrize("text", ["- Số 01, Điểm lưu ý (P.4): chưa niêm yết.", "Phụ lục I\nSố 03 – Nhẹ\nSố 03 – Nặng"])
def test_one_number_for_two_findings(text: str) -> None:
    assert "a number stands twice" in kinds_in(TABLE + text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (COPIES, True),
        (COPIES.replace("04 bản có", "05 bản có"), False),
        ("lập thành 05 bản có giá trị như nhau, đơn vị giữ 02 bản, Đoàn kiểm tra giữ 03 bản", True),
        ("lập thành 05 bản có giá trị như nhau, đơn vị giữ 02 bản, Đoàn kiểm tra giữ 02 bản", False),
        ("They are made in 4 copies of equal value, 2 for each side.", True),
        ("They are made in 3 copies of equal value, 1 for each side.", False),
    ],
)
def test_copies_that_do_not_add_up(text: str, right: bool) -> None:
    assert kinds_in(text) == ([] if right else ["copies do not add up"])


def test_pages_and_annexes_that_are_not_as_many_as_told() -> None:
    assert kinds_in("gồm 02 trang và 01 phụ lục kèm theo", "trang hai", "Phụ lục I") == []
    assert kinds_in("gồm 02 trang và 02 phụ lục kèm theo", "trang hai", "Phụ lục I") == ["pages are others"]
    assert kinds_in("They comprise 1 page and 1 annex", "trang hai", "Annex I") == ["pages are others"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Hạn khắc phục: 05/10/2017", True),
        ("Hạn khắc phục: 01/8/2017", False),
        ("Deadline 1 August 2017", False),
        ("YÊU CẦU, KIẾN NGHỊ\nGửi báo cáo chậm nhất ngày 01/9/2017", False),
        ("Hạn khắc phục: 05/10/2017\nYÊU CẦU, KIẾN NGHỊ\nGửi báo cáo trước ngày 02/10/2017", False),
        ("Hạn khắc phục: 05/10/2017\nYÊU CẦU, KIẾN NGHỊ\nGửi báo cáo trước ngày 15/10/2017", True),
    ],
)
def test_what_is_due_before_the_visit_or_a_report_before_the_corrections(text: str, right: bool) -> None:
    assert kinds_in(f"{DATED}\n{text}") == ([] if right else ["due too early"])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("có duy trì nhưng chưa hiệu quả. Điểm đánh giá: 97/100", ", xếp loại xuất sắc"),
        ("không ghi nhận điểm không phù hợp nào.", " Gửi báo cáo kết quả khắc phục."),
        ("Lần kiểm tra trước có 12 tồn tại, trong đó đã khắc phục 09, chưa khắc phục xong 03", ", chưa xác nhận 01"),
        ("The last inspection had 3 findings to be corrected: 2 corrected, 1 not confirmed", ", 1 not yet corrected"),
    ],
)
def test_what_one_section_says_and_another_contradicts(right: str, wrong: str) -> None:
    assert kinds_in(f"{right}:") == []
    assert kinds_in(f"{right}{wrong}:") == ["says two things"]


def test_a_closing_before_the_opening() -> None:
    assert kinds_in(f"{OPENED}\n{CLOSED}") == []
    assert kinds_in(f"{OPENED}\n{CLOSED.replace('05 tháng 9', '04 tháng 9')}") == ["closed before opened"]
    english = "Today, at 08:00 on 5 September 2017\nThe minutes were closed at {} on 5 September 2017"
    assert kinds_in(english.format("16:30")) == []
    assert kinds_in(english.format("07:30")) == ["closed before opened"]


@pytest.mark.parametrize(
    "last", ["VI. KẾT LUẬN", "2. Các điểm không phù hợp", "Nhóm nội dung    Số    Phù\n                dung    hợp"]
)
def test_a_heading_alone_at_the_end_of_a_page(last: str) -> None:
    assert kinds_in(f"một câu.\n{last}", "câu sau.") == ["alone on a page"]
    row = "4. Hệ thống    2    2    0" if "Nhóm" in last else "câu sau."
    assert kinds_in(f"một câu.\n{last}\n{row}", "câu sau.") == []


def test_a_title_of_the_checklist_alone_at_the_end_of_a_page() -> None:
    item, title = "4.1-1    Có không?    Phù hợp", "4.2 Hệ thống tài liệu"
    assert kinds_in(f"Mã    Nội dung\n{item}\n{title}", f"Mã    Nội dung\n{item}") == ["alone on a page"]
    assert kinds_in(f"Mã    Nội dung\n{title}\n{item}\n         và sao?", f"Mã    Nội dung\n{item}") == []


def test_a_total_alone_at_the_beginning_of_a_page() -> None:
    before, after = "Nhóm\n4. Hệ thống    2    1    1\n5. Lãnh đạo    2    1    1", "Cộng    4    2    2"
    assert kinds_in(before, f"Nhóm\n{after}") == ["alone on a page"]
    assert kinds_in(before, f"Nhóm\n5. Lãnh đạo    2    1    1\n{after}") == []


@pytest.mark.parametrize("text", ["UBND tỉnh Bà Rịa\n- Vũng Tàu", "theo TCVN ISO\n9001:2008", "Người mẫu –\nThư ký"])
def test_a_name_parted_by_the_end_of_a_line(text: str) -> None:
    assert kinds_in(text) == ["parted by a line"]
    assert kinds_in(text.replace("\n", " ")) == []


def test_lines_of_a_list_are_not_parted() -> None:
    assert kinds_in("TRƯỞNG ĐOÀN\nNơi nhận:\n- Đoàn kiểm tra;\n- Đơn vị.") == []
    assert kinds_in("1. Đoàn kiểm tra\n      - Người mẫu A;\n      - Người mẫu B.") == []


def test_recipients_on_a_page_without_signatures() -> None:
    assert kinds_in("TRƯỞNG ĐOÀN", "Nơi nhận:\n- Đoàn kiểm tra.") == ["recipients alone"]
    assert kinds_in("một câu.", "TRƯỞNG ĐOÀN\nNơi nhận:\n- Đoàn kiểm tra.") == []


@pytest.mark.parametrize(
    ("x", "y", "right"), [(86, 400, True), (75, 400, False), (480, 400, False), (86, 810, True), (86, 838, False)]
)
def test_words_outside_the_margins(x: float, y: float, right: bool) -> None:
    made = paper("một câu.", marks=((x, y, "một dòng chữ dài"),))
    assert list(faults(made)) == ([] if right else ["outside the margins"])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Đoàn kiểm tra: Chưa ghi nhận.", False),
        ("Số: ……/BB-ĐKT", False),
        ("kết thúc vào lúc … giờ … phút", False),
        ("(chưa ghi tên)", False),
        ("Ảnh: 0123abcd…", True),
        ("Người kiểm tra: ………………  Ngày: ……/……/………  Giờ: ……………  Tờ số: ……/……", True),
    ],
)
def test_places_left_empty(text: str, right: bool) -> None:
    assert kinds_in(text) == ([] if right else ["left empty"])


def test_a_draft_may_have_empty_places() -> None:
    draft = paper("Số: ……/BB-ĐKT", marks=((400, 40, "DỰ THẢO 1"),))
    assert draft.is_draft
    assert faults(draft) == {}


def test_a_bracket_that_is_never_closed() -> None:
    assert kinds_in("danh mục (mã hồ sơ… (đầy đủ tại Phụ lục II).") == ["brackets"]
    assert kinds_in("danh mục (mã hồ sơ) (đầy đủ tại Phụ lục II).") == []


def test_a_bracket_within_a_bracket() -> None:
    assert kinds_in("Kiến nghị (kinh phí (nội dung P17)): nên tách riêng.") == ["brackets"]
    assert kinds_in("Kiến nghị (mẫu) (nội dung P17): nên tách riêng.") == []


def test_brackets_of_a_ready_phrase() -> None:
    assert kinds_in("Tại [phòng], sổ [số …, ngày …] chưa ghi.") == ["brackets"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Bộ phận một cửa và hồ sơ TTHC", False),
        ("hồ sơ TTHC; thủ tục hành chính (TTHC)", False),
        ("thủ tục hành chính (TTHC); hồ sơ TTHC", True),
    ],
)
def test_an_abbreviation_before_its_words(text: str, right: bool) -> None:
    assert kinds_in(text) == ([] if right else ["abbreviation unexplained"])


@pytest.mark.parametrize(
    "text",
    ["hạt giống 204817", "Chữ ký số tại ô leader", "kết luận: not_maintained", "2 annex(es)", "{name}", "None"],
)
def test_words_of_a_programmer(text: str) -> None:
    assert kinds_in(text) == ["a programmer's word"]


def test_minutes_that_do_not_say_what_minutes_say() -> None:
    assert "the copies" in list(unread(paper("BIÊN BẢN\nmột câu.")))
    assert list(unread(paper("PHIẾU KIỂM TRA\nmột câu."))) == []


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len(KINDS) == len(set(KINDS.values()))


def test_the_command_names_file_kind_and_place(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(making.pdf("hồ sơ [số]"))
    (tmp_path / "b.pdf").write_bytes(making.pdf("một câu."))
    command = [sys.executable, "-m", "tests.papers"]
    done = subprocess.run([*command, tmp_path / "a.pdf"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "a.pdf: brackets: page 1: “hồ sơ [số]”\n")
    assert subprocess.run([*command, tmp_path / "b.pdf"], cwd=ROOT, check=False).returncode == 0
