"""Two invented audits at an invented agency, with the shipped bank: a clean one, and a bad one."""

from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from zoneinfo import ZoneInfo

import PIL.Image

from iso_audit.checklists import load_bank
from iso_audit.domain.composition import compose
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.earlier import EarlierMinutes, EarlierState
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Decision
from iso_audit.domain.text import Text
from iso_audit.minutes.case_facts import CaseFile, CaseFileSample, OnTime
from iso_audit.minutes.facts import (
    AgencyFacts,
    AgencyOpinion,
    BlockFacts,
    ConclusionFacts,
    DutyFacts,
    EarlierFinding,
    Exclusion,
    FindingFacts,
    ItemFacts,
    MinutesFacts,
    Person,
    PhotoFacts,
    Requests,
    SectionFacts,
    SignatoryFacts,
)

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
PLAN_ABOUT = (
    "ban hành Kế hoạch kiểm tra hoạt động xây dựng, áp dụng, duy trì và cải tiến Hệ thống quản lý chất lượng "
    "theo TCVN ISO 9001:2008 tại các cơ quan, tổ chức thuộc hệ thống hành chính nhà nước tỉnh Mẫu năm 2017"
)
EVIDENCE = {
    Grade.CONFORMITY: "Đã xem quy trình QT-05 lần ban hành 03, 05 hồ sơ quý II/2017.",
    Grade.GOOD_PRACTICE: "Bảng theo dõi hồ sơ tự động nhắc hạn trước 02 ngày, dùng tại mọi phòng.",
}


GOOD = FindingFacts(Grade.GOOD_PRACTICE, "", "", ("8.2.1-1",), ("8.2.1",), evidence=EVIDENCE[Grade.GOOD_PRACTICE])


@cache
def full_checklist():
    return compose(load_bank(), kind="department", form="full")


def results(changes):
    """Return the checklist of a department, all conforming but for `changes` (item id: fields)."""
    checklist = full_checklist()
    by_id = {item.id: item for item in checklist.items}

    def result(item_id):
        item, change = by_id[item_id], {"grade": Grade.CONFORMITY, **changes.get(item_id, {})}
        values = {name: change.pop(name) for name in ("evidence", "reason") if name in change}
        if change["grade"] in EVIDENCE:
            values.setdefault("evidence", EVIDENCE[change["grade"]])
        return ItemFacts(item_id, item.clause, item.question, item.starred, values=values, **change)

    blocks = tuple(
        BlockFacts(
            block.title,
            tuple(SectionFacts(part.title, tuple(map(result, part.items))) for part in block.sections),
        )
        for block in checklist.blocks
    )
    return blocks, {clause.number: clause.title for clause in checklist.clauses}


def clean_audit(**changes):
    """Return an audit that found nothing wrong, before or after."""
    blocks, titles = results(
        {
            "8.2.1-1": {"grade": Grade.GOOD_PRACTICE},
            "7.3-1": {"grade": Grade.NOT_APPLICABLE, "reason": "Cơ quan không thiết kế dịch vụ"},
            "P16": {"grade": Grade.NOT_CHECKED, "reason": "Hợp đồng tư vấn đang lưu ở kho ngoài trụ sở"},
        }
    )
    given = {
        "parent_body": "UBND TỈNH MẪU",
        "issuing_body": "ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ 1593/QĐ-UBND",
        "place": "Tỉnh Mẫu",
        "standard": "TCVN ISO 9001:2008",
        "plan": Decision("1592/QĐ-UBND", date(2017, 6, 16), "UBND tỉnh Mẫu", PLAN_ABOUT),
        "team": Decision("1593/QĐ-UBND", date(2017, 6, 16), "UBND tỉnh Mẫu", "thành lập Đoàn kiểm tra"),
        "agency": AgencyFacts(
            "Sở Giả định",
            address="Số 01 đường Giả định, tỉnh Mẫu",
            departments=7,
            staff=46,
            procedures_published=49,
            procedures_in_system=49,
            declared="Quyết định số 12/QĐ-SGĐ ngày 05/02/2016",
            exclusions=(
                Exclusion(
                    "7.3", Text("Thiết kế và phát triển", "Design and development"), "quy trình do pháp luật quy định"
                ),
            ),
        ),
        "number": "05/BB-ĐKT",
        "is_sample": True,
        "made_at": datetime(2017, 9, 5, 9, 30, tzinfo=UTC),
        "dated": date(2017, 9, 5),
        "opened_at": datetime(2017, 9, 5, 8, 0, tzinfo=HERE),
        "closed_at": datetime(2017, 9, 5, 16, 30, tzinfo=HERE),
        "meeting_place": "phòng họp tầng 2, trụ sở Sở Giả định",
        "people": (
            Person("Ông Trần Mẫu Một", "Phó Giám đốc, Sở Khoa học và Công nghệ", "leader"),
            Person("Bà Lê Mẫu Hai", "Phó Chi cục trưởng, Chi cục Tiêu chuẩn Đo lường Chất lượng", "deputy"),
            Person("Ông Phạm Mẫu Ba", "Chuyên viên, Sở Nội vụ", "member", absent_reason="đi công tác"),
            Person("Bà Đỗ Mẫu Tư", "Chuyên viên, Chi cục Tiêu chuẩn Đo lường Chất lượng", "secretary"),
            Person("Ông Nguyễn Mẫu Năm", "Giám đốc", side="agency"),
            Person("Bà Võ Mẫu Sáu", "Chánh Văn phòng, thư ký ISO", side="agency"),
        ),
        "period": "từ ngày 01/7/2016 đến ngày 30/6/2017",
        "blocks": blocks,
        "clause_titles": titles,
        "findings": (GOOD,),
        "case_files": CaseFileSample(
            sampled=15,
            population=475,
            procedures=4,
            selection="rút ngẫu nhiên theo lĩnh vực, số gieo 2017",
            declared_on_time=OnTime(100),
            measured_on_time=OnTime(100, 15, 15),
            late=0,
        ),
        "conclusion": ConclusionFacts(Conclusion.MAINTAINED_EFFECTIVELY, score=98.6, coverage=0.99),
        "opinion": AgencyOpinion(agrees=True),
        "signatories": (
            SignatoryFacts("agency", "Nguyễn Mẫu Năm", "Giám đốc"),
            SignatoryFacts("secretary", "Đỗ Mẫu Tư"),
            SignatoryFacts("leader", "Trần Mẫu Một"),
        ),
    }
    return MinutesFacts(**(given | changes))


def photo(number, caption, size=(64, 48), mode="RGB", **belongs):
    """Return a photograph of one colour."""
    target = BytesIO()
    PIL.Image.new(mode, size, 40 * int(number)).save(target, "JPEG")
    jpeg = target.getvalue()
    return PhotoFacts(number, caption, jpeg, sha256(jpeg).hexdigest(), **belongs)


BAD = (
    ("P01", "major", "Danh mục quy trình còn 12 thủ tục hành chính đã bị bãi bỏ và thiếu 05 thủ tục mới công bố."),
    ("P05", "minor", "Bản công bố chưa được niêm yết tại trụ sở và chưa đăng trên trang thông tin điện tử."),
    ("P08", "minor", "Quyết định thành lập Ban chỉ đạo còn ghi tên 02 người đã nghỉ hưu."),
    ("P11", "major", "Chưa đánh giá nội bộ trong 12 tháng gần nhất."),
    ("P13", "minor", "Quy trình QT-07 chưa cập nhật thời hạn giải quyết theo quy định mới."),
    ("4.2.3-1", "minor", "Tại bộ phận một cửa còn dùng biểu mẫu BM-03 đã hết hiệu lực."),
    ("4.2.4-1", "minor", "05/15 hồ sơ lưu không có danh mục, khó tra cứu."),
    ("5.4.1-1", "minor", "Mục tiêu chất lượng năm 2017 chép lại của năm 2016, không có số đo."),
    ("5.6.1-1", "minor", "Biên bản xem xét của lãnh đạo không nêu đầu vào."),
    ("7.5.1-1", "minor", "Phiếu kiểm soát quá trình thiếu chữ ký và thời gian ở 04 bước."),
    ("8.3-1", "minor", "Không ghi nhận 03 kết quả trả sai đã phải thu hồi."),
    ("8.5.2-1", "minor", "Nguyên nhân ghi “do sơ suất”, hành động ghi “rút kinh nghiệm”."),
)


def duty(item_id):
    """Return the point of the bank that an item stands under, as the facts tell it."""
    checklist = full_checklist()
    item = checklist.item(item_id)
    block = next(one for one in checklist.blocks if one.id == item.block)
    return DutyFacts(block.source, checklist.clause(item.clause).title, (item_id,))


def bad_audit(**changes):
    """Return an audit with twelve nonconformities, advice, late files, and an agency that differs."""
    grades = {"major": Grade.MAJOR, "minor": Grade.MINOR}
    changed = {item: {"grade": grades[grade], "evidence": text} for item, grade, text in BAD}
    changed["8.2.1-1"] = {"grade": Grade.GOOD_PRACTICE}
    changed["8.4-1"] = {"grade": Grade.OBSERVATION, "evidence": "Phiếu hài lòng chưa được phân tích."}
    changed["6.2.2-1"] = {"grade": None}
    changed["7.6-1"] = {"grade": Grade.NOT_APPLICABLE, "reason": "Không có thiết bị đo"}
    changed["7.4-1"] = {"grade": Grade.NOT_CHECKED, "reason": "Kế toán trưởng vắng mặt"}
    changed["7.2.1-1"] = {"grade": Grade.CONFORMITY, "disputed": True}
    blocks, titles = results(changed)
    findings = tuple(
        FindingFacts(
            grades[grade],
            text,
            f"{place:02}",
            (item,),
            (item.split("-")[0],) if "-" in item else (),
            duties=() if "-" in item else (duty(item),),
            evidence=f"Hồ sơ số {100 + place}/2017, phỏng vấn công chức phụ trách ngày 05/9/2017.",
            unit="Phòng Quản lý chuyên ngành",
            deadline="2017-10-05",
            request="xác định nguyên nhân, sửa đổi và phổ biến lại" if place % 2 else "",
            opinion="Đơn vị nhất trí." if place == 1 else "",
            photos=("1", "2") if place == 2 else (),
            repeated=place == 3,
        )
        for place, (item, grade, text) in enumerate(BAD, 1)
    )
    advice = FindingFacts(
        Grade.OBSERVATION,
        "Phiếu lấy ý kiến hài lòng đều ở mức cao nhất, chưa được phân tích.",
        "13",
        ("8.4-1",),
        ("8.4",),
        request="phân tích theo quý, báo cáo tại cuộc xem xét của lãnh đạo",
    )
    given = {
        "number": "",
        "draft": 2,
        "findings": (*findings, advice, GOOD),
        "photos": (
            photo("1", "Bảng niêm yết tại bộ phận một cửa", finding_numbers=("02",)),
            photo("2", "Trang thông tin điện tử", size=(48, 64), item_ids=("P05",)),
            photo("3", "Biểu mẫu BM-03 đã hết hiệu lực", mode="L", item_ids=("4.2.3-1",), finding_numbers=("06",)),
        ),
        "blocks": blocks,
        "clause_titles": titles,
        "uses_score": True,
        "case_files": CaseFileSample(
            sampled=15,
            population=475,
            procedures=4,
            selection="rút ngẫu nhiên theo lĩnh vực, số gieo 2017",
            declared_on_time=OnTime(100),
            measured_on_time=OnTime(86.7, 13, 15),
            late=2,
            faults=("thiếu phiếu xin lỗi khi trễ hẹn", "phiếu kiểm soát không ghi giờ"),
            files=tuple(
                CaseFile(
                    f"HS-2017-{n:04}",
                    "Cấp giấy phép tiến hành công việc bức xạ",
                    date(2017, 3, n),
                    date(2017, 3, n + 10),
                    date(2017, 3, n + 9),
                    "Đúng hạn",
                    "",
                )
                for n in range(1, 16)
            ),
        ),
        "earlier": (
            EarlierFinding("01", "Chưa cập nhật danh mục văn bản bên ngoài", EarlierState.CORRECTED, "danh mục 3/2017"),
            EarlierFinding("02", "Hồ sơ đào tạo chưa đầy đủ"),
        ),
        "earlier_minutes": EarlierMinutes(2015, "03/BB-ĐKT", date(2015, 9, 8)),
        "recommendations": ("Xem xét dùng chữ ký số cho phiếu kiểm soát quá trình.",),
        "conclusion": ConclusionFacts(
            Conclusion.NOT_MAINTAINED,
            score=84.25,
            coverage=0.955,
            ground="Chưa đánh giá nội bộ và phạm vi không còn khớp với thủ tục hành chính đang có hiệu lực.",
        ),
        "requests": Requests(
            "2017-10-20",
            "Sở Khoa học và Công nghệ",
            to_others=("UBND tỉnh chỉ đạo rà soát thủ tục hành chính liên thông.",),
        ),
        "opinion": AgencyOpinion(
            False,
            "Đơn vị đề nghị xem lại điểm số 04.\nĐánh giá nội bộ đã lên lịch tháng 9.",
            "Đề nghị được tập huấn đánh giá viên nội bộ.",
        ),
        "signatories": (
            SignatoryFacts("agency", "Nguyễn Mẫu Năm", "Giám đốc"),
            SignatoryFacts("secretary", "Đỗ Mẫu Tư"),
            SignatoryFacts("deputy", "Lê Mẫu Hai"),
        ),
    }
    return clean_audit(**(given | changes))
