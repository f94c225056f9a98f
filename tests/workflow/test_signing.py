"""Signatures are kept stroke by stroke, tied to the text that was locked, and told to whoever may see them."""

from dataclasses import replace

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import NotFound
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Audit
from iso_audit.domain.signature import Place, SignatureKind, SignatureState
from iso_audit.minutes.fingerprint import text_hash
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.reporting import locking, reading, signing
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.workflow.minutes_ready import STROKE, act, lock, newest_version, sign


@pytest.fixture
def starts_from(locked_minutes: Filled) -> Filled:
    return locked_minutes


@pytest.fixture
def version(database: Database) -> MinutesVersion:
    return newest_version(database)


def refused(receipt) -> list[str]:
    return [one.error.code for one in receipt.refused]


def state(database: Database, version: MinutesVersion, reader: Account, place: Place) -> SignatureState:
    return signing.signatures_of(database, version.id, reader=reader)[place].state


def test_every_stroke_is_kept_and_sending_it_twice_is_harmless(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    first, second = act(version, "agency", "stroke"), act(version, "agency", "stroke")
    assert sign(database, leader, first).accepted == (first.id,)
    assert sign(database, leader, first, second, second).accepted == (first.id, second.id, second.id)
    found = signing.signatures_of(database, version.id, reader=leader)[Place.AGENCY]
    assert [len(stroke) for stroke in found.strokes] == [3, 3]


def test_an_id_that_stands_for_another_stroke_is_refused(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    first = act(version, "agency", "stroke")
    sign(database, leader, first)
    for other in (replace(first, place=Place.LEADER), replace(first, kind=SignatureKind.CLEAR, value={})):
        receipt = sign(database, leader, other)
        assert (receipt.accepted, refused(receipt)) == ((), ["event_differs"])


def test_a_stroke_under_another_text_is_refused(database: Database, version: MinutesVersion, leader: Account) -> None:
    stray = act(version, "agency", "stroke", text_hash="0" * 64)
    assert refused(sign(database, leader, stray)) == ["signature_text_changed"]


def test_unlocking_keeps_the_signatures_with_the_void_version(
    database: Database, audit: Audit, version: MinutesVersion, leader: Account
) -> None:
    sign(database, leader, act(version, "agency", "stroke"))
    locking.unlock(database, version.id, reason="sửa tên", by=leader, at=AT)
    again = lock(database, audit, leader)
    assert state(database, version, leader, Place.AGENCY) is SignatureState.DRAWN
    assert state(database, again, leader, Place.AGENCY) is SignatureState.NONE
    assert refused(sign(database, leader, act(version, "agency", "stroke"))) == ["minutes_not_locked"]


def test_issued_minutes_take_no_more_strokes(database: Database, version: MinutesVersion, leader: Account) -> None:
    locking.issue_locked(database, version.id, by=leader, at=AT)
    assert refused(sign(database, leader, act(version, "leader", "stroke"))) == ["minutes_not_locked"]


def test_one_refused_event_does_not_stop_the_others(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    good, bad = act(version, "agency", "stroke"), act(version, "agency", "stroke", value={"points": []})
    receipt = sign(database, leader, bad, good)
    assert (receipt.accepted, refused(receipt)) == ((good.id,), ["signature_invalid"])


def test_too_many_strokes_are_refused(database: Database, version: MinutesVersion, leader: Account) -> None:
    dot = {"points": [[0.5, 0.5]], "aspect": 2.0}
    receipt = sign(database, leader, *(act(version, "agency", "stroke", value=dot) for _ in range(201)))
    assert refused(receipt) == ["too_many_strokes"]


def test_a_refusal_stands_in_the_document_with_its_witness(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    told = {"reason": "Chưa thống nhất điểm 02", "witness": "Người chứng kiến B"}
    sign(database, leader, act(version, "agency", "refuse", value=told))
    document = reading.signed_text(database, version, reader=leader)
    assert "Chưa thống nhất điểm 02" in str(document)
    assert "Người chứng kiến B" in str(document)
    assert text_hash(document) == version.text_hash


def test_a_drawn_signature_is_said_to_be_no_digital_one(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    note = "không phải chữ ký số"
    assert note not in str(reading.signed_text(database, version, reader=leader))
    sign(database, leader, act(version, "leader", "stroke"))
    document = reading.signed_text(database, version, reader=leader)
    assert note in str(document)
    assert text_hash(document) == version.text_hash


def test_paper_names_only_a_scan_of_this_version(database: Database, version: MinutesVersion, leader: Account) -> None:
    unknown = act(version, "agency", "paper", value={"attachment": "nothing"})
    assert refused(sign(database, leader, unknown)) == ["attachment_not_found"]
    sign(database, leader, act(version, "agency", "paper"))
    assert state(database, version, leader, Place.AGENCY) is SignatureState.PAPER


@pytest.mark.parametrize(("role", "code"), [(Role.VIEWER, "forbidden"), (Role.MEMBER, "minutes_not_found")])
def test_only_those_who_write_minutes_hold_the_pen(
    database: Database, version: MinutesVersion, role: Role, code: str
) -> None:
    somebody = make_account(database, "one", role)
    assert refused(sign(database, somebody, act(version, "agency", "stroke"))) == [code]


def test_a_stranger_does_not_see_signatures(database: Database, version: MinutesVersion) -> None:
    with pytest.raises(NotFound):
        signing.signatures_of(database, version.id, reader=make_account(database, "one", Role.MEMBER))


def test_a_stroke_keeps_its_points_as_vectors(database: Database, version: MinutesVersion, leader: Account) -> None:
    sign(database, leader, act(version, "leader", "stroke", value=STROKE))
    kept = signing.signature_events(database, version.id, reader=leader)[0]
    assert (kept.value, kept.text_hash, kept.account_id) == (STROKE, version.text_hash, leader.id)
