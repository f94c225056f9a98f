"""Cautions do not block locking, but whoever locks must have looked at them, and the activity log keeps which."""

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.programme import Audit
from iso_audit.domain.readiness import Readiness, Seen
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage import activity
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import photos
from iso_audit.workflow.conducting.photos import NewPhoto
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import locking, readiness, reading
from tests.conftest import AT
from tests.pictures import photo as picture
from tests.workflow.minutes_ready import ZONE, fill, lock
from tests.workflow.rich_audit import tell


@pytest.fixture
def ready(database: Database, audit: Audit, leader: Account) -> Audit:
    fill(database, audit, leader)
    return audit


def told(database: Database, audit: Audit, reader: Account) -> Readiness:
    return readiness.readiness(database, visit(database, audit.id, reader=reader), at=AT, zone=ZONE)


def lock_seen(database: Database, audit: Audit, by: Account, seen: Seen) -> None:
    locking.lock(database, audit.id, number="", language="vi", zone=ZONE, by=by, at=AT, seen=seen)


def test_a_complete_audit_has_neither(database: Database, ready: Audit, leader: Account) -> None:
    assert told(database, ready, leader) == Readiness((), ())


def test_a_caution_nobody_looked_at_blocks_until_it_is_acknowledged_and_is_kept(
    database: Database, ready: Audit, leader: Account
) -> None:
    new = NewPhoto(new_id(AT), ready.id, "P02", AT, picture(64, 48))
    shown = photos.receive(database, new, by=leader, device="t", at=AT)
    cautions = told(database, ready, leader).cautions
    assert [one.code for one in cautions] == ["caption_missing", "photo_names_unchecked"]
    with pytest.raises(RuleBroken) as refused:
        lock_seen(database, ready, leader, Seen(cautions=cautions[:1]))
    assert (refused.value.code, refused.value.details) == ("cautions_not_acknowledged", {"count": 1})
    lock_seen(database, ready, leader, Seen(cautions=cautions))
    with database.read() as cursor:
        locked = next(one for one in activity.latest(cursor) if one.action == "minutes_locked")
    assert locked.detail["cautions"] == [
        {"code": "caption_missing", "item": "P02", "subject": shown.subject},
        {"code": "photo_names_unchecked", "details": {"count": 1}},
    ]


def test_minutes_of_a_visit_after_today_are_not_locked(database: Database, ready: Audit, leader: Account) -> None:
    tell(database, ready, "visit:", {"opened_at": "2017-07-12T08:00", "closed_at": "2017-07-12T16:00"}, by=leader)
    assert "visit_in_future" in [one.code for one in told(database, ready, leader).blocks]
    with pytest.raises(RuleBroken):
        lock(database, ready, leader)


def test_a_team_nobody_wrote_down_is_printed_and_signs(database: Database, ready: Audit, leader: Account) -> None:
    text = canonical_text(reading.locked_text(database, lock(database, ready, leader), reader=leader))
    assert "- Leader, Chuyên viên, Sở – Trưởng đoàn." in text
    assert "Chưa ghi nhận." not in text
