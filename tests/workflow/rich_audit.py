"""An audit of which all is recorded that its minutes can say, after one of the year before at the same agency."""

from dataclasses import replace

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.case_draw import stratum_id
from iso_audit.domain.case_file import CaseRecord
from iso_audit.domain.programme import Audit, AuditForm
from iso_audit.domain.working_days import Calendar
from iso_audit.storage import programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import sampling as queries
from iso_audit.storage.queries.earlier import earlier_findings
from iso_audit.workflow.conducting import photos, sampling
from iso_audit.workflow.conducting.photos import NewPhoto
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from tests.conftest import AT
from tests.pictures import photo as picture
from tests.storage.queries.test_earlier import next_year
from tests.workflow.lists import AS_OF, taken, usual

FINDING = {
    "items": '["P02"]', "grade": "major_nonconformity", "criterion": "Điều 4", "gap": "thiếu", "evidence": "sổ",
    "unit": "Văn thư", "deadline": "2018-10-05", "request": "sửa", "opinion": "nhất trí", "number": "7",
}  # fmt: skip
VISIT = {
    "opened_at": "2018-07-11T08:00", "closed_at": "2018-07-11T16:00", "place": "Phòng họp", "period": "năm 2017",
    "departments": "7", "staff": "46", "procedures_published": "49", "procedures_in_system": "48", "declared": "12/QĐ",
    "declared_again": "13/QĐ", "documents": "sổ tay", "strengths": "tốt", "recommendations": "nên", "copies": "6",
    "to_agency": "sửa", "to_others": "giúp", "report_due": "2018-10-20", "report_to": "Sở", "agrees": "no",
    "agency_opinion": "khác", "agency_proposals": "xin", "not_checked": "kho", "recipients": "Sở",
}  # fmt: skip
PEOPLE = {
    "1": {"side": "agency", "name": "Bà A", "position": "Giám đốc", "role": "trưởng", "signs": "yes"},
    "2": {"side": "team", "name": "Ông B", "absent_reason": "ốm"},
}
ITEMS = {
    "P02": {"grade": "minor_nonconformity", "evidence": "sổ", "gap": "thiếu", "unit": "Văn thư"},
    "P05": {"grade": "not_applicable", "reason": "không có"},
    "P06": {"grade": "conformity"},
    "4.1-3": {"grade": "good_practice", "evidence": "bảng theo dõi"},
}


def tell(database: Database, audit: Audit, subject: str, values: dict[str, str], *, by: Account, on: str = "t") -> None:
    events = [NewEvent(new_id(AT), audit.id, subject, name, value, AT) for name, value in values.items()]
    assert not record(database, events, by=by, device=on, at=AT).refused


def rich_audit(database: Database, bank: Bank, earlier: Audit, leader: Account) -> Audit:
    """Return the audit of the next year, drawn up as sample data, by strengths and with a score."""
    tell(database, earlier, "finding:1", {**FINDING, "number": "3"}, by=leader)
    audit = _planned(database, bank, earlier, leader)
    for item_id, values in ITEMS.items():
        tell(database, audit, f"item:{item_id}", values, by=leader)
    tell(database, audit, "item:P06", {"grade": "observation"}, by=leader, on="another")
    tell(database, audit, "finding:1", FINDING, by=leader)
    (before, *_) = earlier_findings(database, audit.id, reader=leader)
    tell(database, audit, before.subject, {"state": "corrected", "note": "đã xem"}, by=leader)
    tell(database, audit, "visit:", VISIT, by=leader)
    for name, values in PEOPLE.items():
        tell(database, audit, f"attendee:{name}", values, by=leader)
    tell(database, audit, "conclusion:", {"value": "maintained", "reason": "vì thế"}, by=leader)
    new = NewPhoto(new_id(AT), audit.id, "P02", AT, picture(64, 48))
    shown = photos.receive(database, new, by=leader, device="t", at=AT)
    tell(database, audit, shown.subject, {"caption": "Kho", "finding": "1"}, by=leader)
    _draw(database, audit, leader)
    with database.write() as cursor:
        cursor.execute("update audit set is_sample = true where id = ?", [audit.id])
        cursor.execute("update agency set address = 'Số 1'")
    return audit


def _planned(database: Database, bank: Bank, earlier: Audit, leader: Account) -> Audit:
    audit = next_year(database, bank, earlier, leader)
    with database.read() as cursor:
        programme = programmes.programme(cursor, audit.programme_id)
    assert programme is not None
    establishing.save_programme(database, replace(programme, wording="strengths", uses_score=True), by=leader, at=AT)
    asked = replace(audit, form=AuditForm.BY_REPORT, checklist_form="commune")
    return establishing.save_audit(database, asked, bank, exclusions={"7.3": "không thiết kế"}, by=leader, at=AT)


def _draw(database: Database, audit: Audit, leader: Account) -> None:
    """Draw a sample of a list of case files, of which one does not meet a check."""
    taken(database, audit.id, usual(late=20), by=leader, at=AT)
    wish = sampling.Wish("1", (stratum_id(CaseRecord("", "Cấp phép X-quang", "An toàn bức xạ")),), 5)
    sampling.draw_sample(database, audit.id, wish, calendar=Calendar(), by=leader, device="t", at=AT)
    drawn = queries.sampling(database, audit.id, calendar=Calendar(), today=AS_OF, reader=leader)
    for one in drawn.files[:3]:
        tell(database, audit, one.file.id, {"note": "thiếu chữ ký", "control_slip": "no"}, by=leader)
    declared = {"declared_total": "40", "declared_settled": "30", "declared_on_time": "30", "declared_pending": "1"}
    tell(database, audit, "sample:", declared, by=leader)
