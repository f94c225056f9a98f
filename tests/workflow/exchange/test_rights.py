"""A carried file gives nobody more rights than they have: what only leaders do waits for a leader, and is said."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iso_audit.domain.account import Role
from iso_audit.domain.minutes import MinutesVersion, RenderingPurpose
from iso_audit.i18n import words
from iso_audit.minutes.pdf import styles
from iso_audit.minutes.tree import Paragraph
from iso_audit.presenting import taken_in as told_words
from iso_audit.presenting import verdicts
from iso_audit.storage import accounts, activity, audits, minutes, renderings, special_days
from iso_audit.storage.engine.database import Cursor
from iso_audit.workflow.exchange.rights import ACTIONS
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import reading
from iso_audit.workflow.reporting.locking import final_pdf, rendering
from iso_audit.workflow.reporting.verifying import Standing, verify
from tests.conftest import AT, make_account, reread
from tests.workflow.exchange.conftest import LATER, Laptop, copy_of, refused, said
from tests.workflow.exchange.minutes_made import digest, document, issue, jpeg, lock, stroke
from tests.workflow.exchange.test_documents import photo
from tests.workflow.exchange.test_hostile import added, put, rewritten
from tests.workflow.minutes_ready import ZONE


@pytest.fixture
def office(office: Laptop) -> Laptop:
    """The office's laptop with a secretary who takes files in."""
    make_account(office.database, "thuky", Role.SECRETARY)
    make_account(office.database, "deputy", Role.DEPUTY)
    return office


def conclude(laptop: Laptop, by: str = "leader") -> str:
    return laptop.say(by, "maintained", subject="conclusion:", field="value")


def notes(taken) -> dict[str, dict[str, object]]:
    return {one.code: one.details for one in taken.notes}


def acts(laptop: Laptop, action: str) -> list[activity.Activity]:
    with laptop.database.read() as cursor:
        return [one for one in activity.latest(cursor) if one.action == action]


def test_the_secretary_takes_in_the_teams_journal(office: Laptop, road: Laptop) -> None:
    road.say("lan", "conformity")
    road.say("minh", "observation", subject="item:P04")
    photo(road, "f1", "red")
    taken = office.take(road, by="thuky")
    assert (taken.new["event"], taken.new["photo"], taken.notes) == (4, 1, ())
    assert said(office.events()) == said(road.events())
    assert dict(taken.entries_of) == {"Lan": 3, "Minh": 1}
    assert "Lan (3), Minh (1)" in "\n".join(told_words.told(taken, "vi", ZONE))
    counted = {office.person("lan").id: 3, office.person("minh").id: 1}
    assert counted in [one.detail["entries_of"] for one in acts(office, "audit_imported")]
    assert office.whole()


def test_what_leaders_decide_waits_for_one_and_is_said_in_one_sentence(office: Laptop, road: Laptop) -> None:
    road.say("lan", "conformity")
    conclude(road)
    lock(road)
    stroke(road)
    issue(road)
    with road.database.write() as cursor:
        cursor.execute("insert into special_day values ('2017-09-05', 'off', 'Nghỉ', 1)")
    source = road.file()
    taken = office.take(source, by="thuky")
    waits = {"conclusion": 1, "minutes": 1, "signature_event": 1, "special_day": 1}
    assert notes(taken) == {"waits_for_leader": waits}
    lines = told_words.told(taken, "vi", ZONE)
    assert "Kết luận (1), Bản biên bản (1), Nét ký, từ chối ký (1), Ngày nghỉ, ngày làm bù (1)" in lines[-1]
    assert taken.new["event"] == 1
    assert office.journal().value("conclusion:", "value") is None
    assert office.counted()["minutes"] == office.counted()["signature_event"] == office.counted()["special_day"] == 0
    assert office.whole()
    for by in ("deputy", "leader"):
        again = office.take(source, by=by)
    assert notes(again) == {}
    assert said(office.events()) == said(road.events())
    assert office.counted()["minutes"] == office.counted()["signature_event"] == 1
    assert office.whole()


def test_a_day_off_from_a_file_is_logged_under_whom_took_it_in(office: Laptop, road: Laptop) -> None:
    with road.database.write() as cursor:
        cursor.execute("insert into special_day values ('2017-09-05', 'off', 'Nghỉ', 1)")
        special_days.set_counts_first_day(cursor, True)
    office.take(road, by="deputy")
    logged = {one.subject: (one.account_id, one.detail["carried"]) for one in acts(office, "calendar_changed")}
    deputy = office.person("deputy").id
    assert logged == {
        "special_day:2017-09-05": (deputy, "2017-01"),
        "setting:working_days.counts_first_day": (deputy, "2017-01"),
    }


def test_an_audit_that_is_not_planned_here_waits_for_a_leader(office: Laptop, empty: Laptop) -> None:
    make_account(empty.database, "thuky", Role.SECRETARY)
    make_account(empty.database, "deputy", Role.DEPUTY)
    before = empty.counted()
    assert refused(empty.take, office, by="thuky") == "carry_audit_new"
    assert empty.counted() == before
    assert empty.take(office, by="deputy").is_new
    assert not empty.take(office, by="thuky").is_new


def test_people_unknown_here_are_made_by_leaders_alone(office: Laptop, road: Laptop) -> None:
    guest = make_account(road.database, "guest", Role.SECRETARY)
    road.say("guest", "conformity")
    assert refused(office.take, road, by="thuky") == "carry_people_unknown"
    office.take(road, by="leader")
    with office.database.read() as cursor:
        made = accounts.by_id(cursor, guest.id)
    assert made is not None
    assert not made.active


def test_a_member_the_file_adds_to_the_team_waits_for_a_leader(office: Laptop, road: Laptop) -> None:
    with road.database.write() as cursor:
        cursor.execute(
            "insert into team_member select * replace ('t9' as id, 'Người mới' as name, null as account_id) "
            "from team_member where name = 'Lan'"
        )
        cursor.execute("insert into audit_member values (?, 't9')", [road.audit.id])
    taken = office.take(road, by="thuky")
    assert notes(taken) == {"waits_for_leader": {"team_member": 1}}
    assert [(one.field, one.there) for one in taken.differences] == [("members", "Lan, Leader, Minh, Người mới")]
    assert office.counted()["team_member"] == 3


def test_a_conclusion_in_the_name_of_somebody_who_does_not_lead_here_is_refused(office: Laptop, road: Laptop) -> None:
    conclude(road)
    forged = rewritten(road.file(), "event", put(account_id=road.person("lan").id))
    before = office.counted()
    for by in ("leader", "deputy", ""):
        assert refused(office.take, forged, by=by) == "carry_writer_forbidden"
    assert office.counted() == before


@pytest.mark.parametrize("by", ["thuky", "leader", ""])
def test_entries_of_somebody_who_only_reads_here_are_refused(office: Laptop, road: Laptop, by: str) -> None:
    road.say("lan", "conformity")
    with office.database.write() as cursor:
        cursor.execute("update account set role = 'viewer' where username = 'lan'")
    assert refused(office.take, road, by=by) == "carry_writer_forbidden"
    assert office.events() == ()


def test_who_takes_part_is_decided_here_unless_a_leader_takes_the_file_in(office: Laptop, road: Laptop) -> None:
    road.say("minh", "conformity")
    with office.database.write() as cursor:
        cursor.execute("delete from audit_member where member_id = ?", [office.audit.member_ids[-1]])
    assert refused(office.take, road, by="thuky") == "carry_writer_forbidden"
    assert office.take(road, by="leader").new["event"] == 1


def test_entries_that_are_here_already_are_not_asked_about_again(office: Laptop, road: Laptop) -> None:
    road.say("lan", "conformity")
    source = road.file()
    office.take(source, by="thuky")
    with office.database.write() as cursor:
        cursor.execute("update account set role = 'viewer' where username = 'lan'")
    assert office.take(source, by="thuky").known["event"] == 1


def _locked_by(laptop: Laptop) -> None:
    lock(laptop, by="lan")


def _signed_by(laptop: Laptop) -> None:
    lock(laptop)
    stroke(laptop, by="lan")


def _reopened_by(laptop: Laptop) -> None:
    with laptop.database.write() as cursor:
        cursor.execute(
            "insert into minutes_reopening values ('r1', ?, 1, 'nhầm', ?, timestamp '2017-07-11 01:00:00')",
            [laptop.audit.id, laptop.person("lan").id],
        )


@pytest.mark.parametrize("act", [_locked_by, _signed_by, _reopened_by])
def test_minutes_are_written_only_by_those_who_may_write_them_here(
    office: Laptop, road: Laptop, act: Callable[[Laptop], None]
) -> None:
    act(road)
    assert refused(office.take, road, by="leader") == "carry_writer_forbidden"


def _act(laptop: Laptop, **told: object) -> dict[str, object]:
    row = {"id": new_id(AT), "recorded_at": "2017-07-11T01:00:00.000000Z", "account_id": laptop.person("leader").id}
    return {**row, "action": "audit_saved", "subject": f"audit:{laptop.audit.id}", "detail": "{}", **told}


@pytest.mark.parametrize(
    "told",
    [
        {"action": "account_disabled"},
        {"action": "role_changed"},
        {"action": "something"},
        {"recorded_at": "2015-12-31T01:00:00.000000Z"},
    ],
)
def test_acts_that_cannot_have_been_done_to_the_audit_are_left_out_and_said(
    office: Laptop, road: Laptop, told: dict[str, object]
) -> None:
    before = len(acts(office, "audit_saved"))
    taken = office.take(added(road.file(), "activity", _act(road, **told)), by="leader")
    assert notes(taken) == {"activity_left_out": {"count": 1}}
    assert acts(office, str(told.get("action", "none"))) == []
    assert len(acts(office, "audit_saved")) == before


def test_acts_in_the_name_of_somebody_who_could_not_do_them_are_left_out(office: Laptop, road: Laptop) -> None:
    forged = added(road.file(), "activity", _act(road, action="minutes_reopened", account_id=road.person("lan").id))
    assert notes(office.take(forged, by="leader")) == {"activity_left_out": {"count": 1}}


@pytest.mark.parametrize("subject", ["account:x", "audit:another", "minutes:none", "programme:2017", ""])
def test_acts_on_anything_but_the_audit_are_refused(office: Laptop, road: Laptop, subject: str) -> None:
    forged = added(road.file(), "activity", _act(road, subject=subject))
    assert refused(office.take, forged, by="leader") == "carry_value_invalid"


def test_acts_of_leaders_wait_where_a_secretary_takes_the_file_in(office: Laptop, road: Laptop) -> None:
    source = added(road.file(), "activity", _act(road))
    assert notes(office.take(source, by="thuky")) == {"waits_for_leader": {"activity": 1}}
    assert notes(office.take(source, by="leader")) == {}


def test_every_act_the_app_knows_is_one_of_an_audit_or_of_something_else() -> None:
    known = {key.removeprefix("activity.") for key in words("en") if key.startswith("activity.")}
    elsewhere = {
        "account_made", "account_disabled", "account_enabled", "role_changed", "password_reset", "password_changed",
        "language_set", "signed_in", "signed_out", "agency_saved", "agency_removed", "member_saved", "programme_saved",
        "sample_loaded", "bank_draft_begun", "bank_draft_dropped", "bank_put_in_force",
        "backup_made", "backup_restored", "calendar_changed", "minutes_bundled", "heads_rebuilt", "loss_noticed",
        "other",
    }  # fmt: skip
    assert {name for name in known if "." not in name} == set(ACTIONS) | elsewhere


def test_a_picture_gives_way_only_to_one_that_comes_with_the_file(office: Laptop, road: Laptop) -> None:
    original = photo(office, "f1", "red")
    road.take(office)
    event = {
        "id": new_id(LATER), "audit_id": road.audit.id, "subject": "photo:f1", "field": "sha256", "value": "0" * 64,
        "account_id": road.person("lan").id, "device": "t", "made_at": "2017-07-11T02:00:00.000000Z",
        "received_at": "2017-07-11T02:00:00.000000Z",
        "replaces": [one.id for one in road.events() if one.key == ("photo:f1", "sha256")], "tablet_at": None,
    }  # fmt: skip
    forged = added(road.file(), "event", event)
    for by in ("thuky", "leader"):
        assert refused(office.take, forged, by=by) == "carry_value_invalid"
    with office.database.read() as cursor:
        assert [row[0] for row in cursor.execute("select sha256 from photo").fetchall()] == [original]


def exchange_bytes(cursor: Cursor, pdf: bytes) -> None:
    """Put other bytes in the place of those that were issued."""
    cursor.execute("update minutes set pdf = ?, pdf_hash = ?", [pdf, digest(pdf)])
    cursor.execute("delete from minutes_rendering where purpose = 'issued'")
    renderings.keep(cursor, rendering("m1", pdf, RenderingPurpose.ISSUED, "vi"))


def verdict_lines(laptop: Laptop, pdf: bytes) -> tuple[bool, str]:
    found = verify(laptop.database, pdf)
    return found.genuine_and_current, "\n".join(verdicts.details(found, "vi", ZONE))


def test_who_verifies_minutes_is_told_that_they_came_from_another_machine(office: Laptop, road: Laptop) -> None:
    lock(road)
    pdf = issue(road)
    office.take(road, by="deputy")
    current, lines = verdict_lines(office, pdf)
    assert current
    assert "nhận từ tệp lập lúc 11/7/2017 08:00" in lines
    assert "do Deputy nhận lúc 11/7/2017 08:00" in lines
    assert "nhận từ tệp" not in verdict_lines(road, pdf)[1]
    office.take(road)
    assert "do Deputy" in verdict_lines(office, pdf)[1]


def test_minutes_whose_text_does_not_give_their_bytes_are_not_called_genuine(office: Laptop, road: Laptop) -> None:
    lock(road)
    issue(road)
    text = document("01/BB-ĐKT", 1)
    other, _ = final_pdf(replace(text, blocks=(Paragraph("Tất cả đều tốt."), *text.blocks[1:])), ())
    with road.database.write() as cursor:
        exchange_bytes(cursor, other)
    office.take(road, by="leader")
    current, lines = verdict_lines(office, other)
    assert not current
    assert "không dựng lại được" in lines


def copies(laptop: Laptop) -> tuple[MinutesVersion, bytes]:
    """Return the only version and the copy that is printed of it for signing."""
    with laptop.database.read() as cursor:
        (version,) = minutes.of_audit(cursor, laptop.audit.id)
    return version, reading.locked_pdf(laptop.database, version, reader=laptop.person("leader"))


@pytest.mark.parametrize(("left", "standing"), [(30, Standing.FOR_SIGNING), (31, Standing.UNPROVEN)])
def test_a_copy_for_signing_of_another_machine_is_proven_by_what_its_text_gives_here(
    office: Laptop, road: Laptop, monkeypatch: pytest.MonkeyPatch, left: int, standing: Standing
) -> None:
    lock(road)
    version, copy = copies(road)
    source = road.file()
    profile = styles.PROFILES["tt01-2011"]
    monkeypatch.setitem(styles.PROFILES, "tt01-2011", replace(profile, left=left * styles.MM))
    office.take(source, by="leader")
    found = verify(office.database, copy)
    assert (found.standing, found.version) == (standing, version)
    assert office.whole()


def test_a_file_that_a_carried_file_calls_a_rendering_is_not_believed(office: Laptop, road: Laptop) -> None:
    lock(road)
    _, copy = copies(road)
    forged = {"minutes_id": "m1", "sha256": digest(b"forged"), "purpose": "for_signing", "language": "vi"}
    office.take(added(road.file(), "minutes_rendering", forged), by="leader")
    assert verify(office.database, b"forged").standing is Standing.UNPROVEN
    assert verify(office.database, copy).standing is Standing.FOR_SIGNING


@pytest.mark.parametrize("told", [{"purpose": "issued"}, {"language": "en"}, {"purpose": "edition"}, {"purpose": "x"}])
def test_a_rendering_must_be_one_of_its_version(office: Laptop, road: Laptop, told: dict[str, str]) -> None:
    lock(road)
    row = {"minutes_id": "m1", "sha256": "0" * 64, "purpose": "for_signing", "language": "vi"}
    forged = added(road.file(), "minutes_rendering", {**row, **told})
    assert refused(office.take, forged, by="leader") == "carry_value_invalid"


@pytest.mark.parametrize("bytes_", [b"%PDF-1.7 anything", jpeg()])
def test_issued_bytes_must_be_a_pdf_that_names_the_text(office: Laptop, road: Laptop, bytes_: bytes) -> None:
    lock(road)
    issue(road)
    with road.database.write() as cursor:
        exchange_bytes(cursor, bytes_)
    assert refused(office.take, road, by="leader") == "carry_value_invalid"


def test_a_version_locked_here_is_issued_by_a_file_only_in_a_leaders_hand(office: Laptop, road: Laptop) -> None:
    lock(road)
    office.take(road, by="leader")
    issue(road)
    assert notes(office.take(road, by="thuky")) == {"waits_for_leader": {"minutes": 1}}
    with office.database.read() as cursor:
        assert minutes.of_audit(cursor, office.audit.id)[0].state == "locked"


def test_a_cancelled_audit_in_a_file_does_not_cancel_the_one_here(office: Laptop, road: Laptop) -> None:
    leader = reread(road.database, road.person("leader"))
    establishing.cancel_audit(road.database, road.audit.id, reason="bão", by=leader, at=AT)
    taken = office.take(road, by="thuky")
    assert [(one.field, one.there) for one in taken.differences] == [("cancelled_reason", "bão")]
    with office.database.read() as cursor:
        here = audits.audit(cursor, office.audit.id)
    assert here is not None
    assert here.cancelled_reason is None


def test_two_machines_are_alike_once_a_leader_took_in_what_waited(office: Laptop, road: Laptop, tmp_path: Path) -> None:
    conclude(road)
    lock(road)
    road.say("lan", "conformity", at=LATER)
    source = road.file()
    with copy_of(office, tmp_path, office.file()) as third:
        third.take(source)
        office.take(source, by="thuky")
        office.take(source, by="leader")
        assert said(office.events()) == said(third.events())
        assert office.counted()["minutes"] == third.counted()["minutes"]
