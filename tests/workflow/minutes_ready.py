"""An audit with nothing missing, so that its minutes can be locked."""

from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image

from iso_audit.domain.account import Account, Role
from iso_audit.domain.finding import is_to_be_corrected
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Audit
from iso_audit.domain.readiness import Seen
from iso_audit.domain.signature import Place, SignatureKind
from iso_audit.storage import accounts, audits, minutes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import caucus
from iso_audit.workflow.conducting.recording import NewEvent, Receipt, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import locking, readiness
from iso_audit.workflow.reporting.signing import NewSignatureEvent, record_signatures
from tests.conftest import AT

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
VISIT = {
    "opened_at": "2017-07-11T08:00", "closed_at": "2017-07-11T16:30", "place": "Phòng họp", "period": "năm 2016",
    "agrees": "yes",
}  # fmt: skip
CORRECTED = {"gap": "chưa đúng quy định", "request": "sửa lại cho đúng", "deadline": "2017-08-10"}
STROKE = {"points": [[0.1, 0.6], [0.4, 0.2], [0.8, 0.7]], "aspect": 2.0}


def fill(database: Database, audit: Audit, leader: Account) -> None:
    known = visit(database, audit.id, reader=leader)
    fields = [(f"item:{item.id}", "grade", "conformity") for item in known.opened.checklist.items]
    fields += [("visit:", name, value) for name, value in VISIT.items()]
    fields += [
        ("attendee:1", "name", "Người đại diện"),
        ("attendee:1", "side", "agency"),
        ("attendee:1", "signs", "yes"),
    ]
    fields += [("attendee:1", "position", "Giám đốc"), ("conclusion:", "value", "maintained_effectively")]
    events = [NewEvent(new_id(AT), audit.id, *one, AT) for one in fields]
    assert not record(database, events, by=leader, device="t", at=AT).refused


def correct(database: Database, audit: Audit, by: Account) -> None:
    """Give every point that is to be corrected what it lacks: statement, request, deadline."""
    known = visit(database, audit.id, reader=by)
    for finding in known.findings:
        if is_to_be_corrected(finding.grade, known.wording):
            words = {name: getattr(finding, name) or value for name, value in CORRECTED.items()}
            caucus.write_finding(database, known.opened, finding, words, by=by, device="caucus", at=AT)
            known = visit(database, audit.id, reader=by)


def lock(database: Database, audit: Audit, by: Account, number: str = "", seen: int | None = None) -> MinutesVersion:
    """Lock the minutes of an audit, having looked at every caution."""
    known = visit(database, audit.id, reader=replace(by, role=Role.LEADER))
    cautions = readiness.readiness(database, known, at=AT, zone=ZONE).cautions
    read = Seen(seen, cautions)
    return locking.lock(database, audit.id, number=number, language="vi", zone=ZONE, by=by, at=AT, seen=read)


def newest_version(database: Database) -> MinutesVersion:
    """Return the newest version of the only audit that has minutes."""
    with database.read() as cursor:
        ((audit_id,),) = cursor.execute("select distinct audit_id from minutes").fetchall()
        return minutes.of_audit(cursor, audit_id)[0]


def leader_of(database: Database) -> Account:
    with database.read() as cursor:
        found = accounts.by_username(cursor, "leader")
    assert found is not None
    return found[0]


def lock_planned(database: Database) -> None:
    """Fill the planned audit and lock its minutes."""
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-01")
    leader = leader_of(database)
    fill(database, audit, leader)
    lock(database, audit, leader)


def issue_locked(database: Database) -> None:
    locking.issue_locked(database, newest_version(database).id, by=leader_of(database), at=AT)


def act(
    version: MinutesVersion, place: str, kind: str, *, attempt: str = "a1", value: object = None, text_hash: str = ""
) -> NewSignatureEvent:
    told = {"stroke": STROKE, "paper": {"attachment": ""}}.get(kind, {}) if value is None else value
    digest = text_hash or version.text_hash
    return NewSignatureEvent(new_id(AT), version.id, Place(place), SignatureKind(kind), attempt, told, digest, AT)


def sign(database: Database, by: Account, *acts: NewSignatureEvent) -> Receipt:
    return record_signatures(database, acts, by=by, device="t", at=AT)


def small_picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (30, 20), "white").save(target, "PNG")
    return target.getvalue()
