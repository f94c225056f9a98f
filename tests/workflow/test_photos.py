"""Photographs of an audit: kept once, counted, blurred until issue, and gone from the file for good."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from iso_audit.domain.account import Role
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.storage import minutes
from iso_audit.storage import photos as stored_photos
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking, copies
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries import photos as reading
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import photos
from iso_audit.workflow.conducting.photos import NewPhoto, Rectangle
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.conftest import AT, make_account, plan_audit
from tests.pictures import photo as picture

NAME = [Rectangle(0.1, 0.1, 0.3, 0.1)]


@pytest.fixture
def item(database, audit, leader):
    return open_audit(database, audit.id, reader=leader).checklist.items[0].id


def taken(database, audit, item, by, *, seed=0, at=AT, photo_id=None, size=(640, 480)):
    new = NewPhoto(photo_id or new_id(at), audit.id, item, at, picture(*size, seed=seed))
    return photos.receive(database, new, by=by, device="tablet", at=at)


def told(database, audit, by, photo_id, field, value, *, at=AT):
    event = NewEvent(new_id(at), audit.id, f"photo:{photo_id}", field, value, at)
    return record(database, [event], by=by, device="tablet", at=at)


def hide(database, photo, by, *, seen=None, at=AT):
    return photos.blur(database, photo.id, NAME, seen=seen or photo.sha256, by=by, device="tablet", at=at)


def test_a_received_photo_belongs_to_its_item_and_is_counted(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    counted = reading.listed(database, audit.id, reader=leader)
    assert (one.item_id, one.attached) == (item, True)
    assert (counted.taken, counted.received, counted.missing) == (1, 1, ())


def test_sending_a_photo_again_changes_nothing(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    before = open_audit(database, audit.id, reader=leader).position
    assert taken(database, audit, item, leader, photo_id=one.id, seed=5) == one
    assert open_audit(database, audit.id, reader=leader).position == before


def test_the_same_picture_is_kept_once_and_printed_once(database, audit, item, leader):
    other = open_audit(database, audit.id, reader=leader).checklist.items[1].id
    one, two = taken(database, audit, item, leader), taken(database, audit, other, leader)
    with database.read() as cursor:
        assert [kept.sha256 for kept in stored_photos.of_audit(cursor, audit.id)] == [one.sha256]
    printed = photos.facts_for_minutes(database, visit(database, audit.id, reader=leader))
    assert one.id != two.id
    assert [fact.item_ids for fact in printed] == [(item, other)]


def test_an_announced_photo_that_never_came_is_missing(database, audit, item, leader):
    told(database, audit, leader, new_id(AT), "item", item)
    taken(database, audit, item, leader)
    counted = reading.listed(database, audit.id, reader=leader)
    assert (counted.taken, counted.received, len(counted.missing)) == (2, 1, 1)


def test_a_withdrawn_photo_stays_listed_with_its_reason_and_is_not_printed(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    told(database, audit, leader, one.id, "withdrawn", "Chụp nhầm")
    counted = reading.listed(database, audit.id, reader=leader)
    assert (counted.taken, counted.photos[0].withdrawn_reason) == (0, "Chụp nhầm")
    assert photos.facts_for_minutes(database, visit(database, audit.id, reader=leader)) == ()
    assert reading.picture(database, one.id, reader=leader).sha256 == one.sha256


def test_minutes_get_every_attached_photo_in_item_order_with_its_caption(database, audit, item, leader):
    other = open_audit(database, audit.id, reader=leader).checklist.items[1].id
    last, first = taken(database, audit, other, leader, seed=1), taken(database, audit, item, leader, seed=2)
    told(database, audit, leader, first.id, "caption", "Sổ theo dõi hồ sơ")
    printed = photos.facts_for_minutes(database, visit(database, audit.id, reader=leader))
    assert [(one.number, one.caption, one.sha256) for one in printed] == [
        ("1", "Sổ theo dõi hồ sơ", first.sha256),
        ("2", "", last.sha256),
    ]
    assert all(one.jpeg.startswith(b"\xff\xd8\xff") for one in printed)


def test_a_hundred_photos_are_listed_without_their_bytes(database, audit, item, leader):
    for seed in range(100):
        taken(database, audit, item, leader, seed=seed, at=AT + timedelta(seconds=seed), size=(320, 240))
    counted = reading.listed(database, audit.id, reader=leader)
    assert (counted.taken, counted.received) == (100, 100)
    assert len(photos.facts_for_minutes(database, visit(database, audit.id, reader=leader))) == 100


def test_a_photo_of_an_unknown_item_is_refused(database, audit, leader):
    with pytest.raises(RuleBroken, match="item_unknown"):
        taken(database, audit, "X99", leader)


def test_who_may_not_record_sends_no_photo_and_blurs_none(database, audit, item, leader):
    viewer, stranger = make_account(database, "v", Role.VIEWER), make_account(database, "m", Role.MEMBER)
    one = taken(database, audit, item, leader)
    for asked in (lambda by: taken(database, audit, item, by, seed=3), lambda by: hide(database, one, by)):
        with pytest.raises(Forbidden):
            asked(viewer)
        with pytest.raises(NotFound):
            asked(stranger)
    with pytest.raises(NotFound, match="photo_not_found"):
        reading.picture(database, one.id, reader=stranger)


def test_nobody_sets_which_picture_a_photo_shows_but_the_server(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    receipt = told(database, audit, leader, one.id, "sha256", "0" * 64)
    assert [refusal.error.status for refusal in receipt.refused] == [403]


def test_an_id_of_another_audit_is_refused(database, bank, leader, audit, item):
    one = taken(database, audit, item, leader)
    with pytest.raises(Conflict, match="photo_elsewhere"):
        _admit_elsewhere(database, leader, audit, item, one.id)


def _admit_elsewhere(database, leader, audit, item, photo_id):
    with database.write() as cursor:
        cursor.execute("update event set audit_id = 'another' where subject = ?", [f"photo:{photo_id}"])
    taken(database, audit, item, leader, photo_id=photo_id)


# Blurring.


def test_blurring_replaces_the_picture_wherever_the_audit_shows_it(database, audit, item, leader):
    other = open_audit(database, audit.id, reader=leader).checklist.items[1].id
    one, two = taken(database, audit, item, leader), taken(database, audit, other, leader)
    after = hide(database, one, leader)
    assert after.sha256 != one.sha256
    assert reading.picture(database, two.id, reader=leader).sha256 == after.sha256
    with database.read() as cursor:
        assert stored_photos.jpeg(cursor, audit.id, one.sha256) is None
        assert [kept.sha256 for kept in stored_photos.of_audit(cursor, audit.id)] == [after.sha256]


def test_sending_the_unblurred_photo_again_does_not_bring_it_back(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    after = hide(database, one, leader)
    assert taken(database, audit, item, leader, photo_id=one.id).sha256 == after.sha256


def test_rectangles_drawn_on_an_older_picture_are_refused(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    hide(database, one, leader)
    with pytest.raises(Conflict, match="photo_changed"):
        hide(database, one, leader)


def test_of_two_who_blur_one_picture_at_once_the_second_is_told_that_it_changed(database, audit, item, leader):
    photo = taken(database, audit, item, leader)
    ended: list[str] = []

    def attempt():
        try:
            hide(database, photo, leader)
            ended.append("done")
        except Conflict as refused:
            ended.append(refused.code)

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["done", "photo_changed"]


def locked_version(database, audit, leader, *, at, content="{}"):
    with database.write() as cursor:
        cursor.execute(
            "insert into minutes (id, audit_id, number, version, state, language, content, text_hash, pdf_hash, pages, "
            "journal_position, created_at, locked_by) values (?, ?, '01/BB', 1, 'locked', 'vi', ?, '', '', 0, 0, ?, ?)",
            [new_id(at), audit.id, content, at.replace(tzinfo=None), leader.id],
        )


def test_nothing_is_blurred_while_minutes_are_locked_or_after_they_were_issued(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    locked_version(database, audit, leader, at=AT + timedelta(minutes=1))
    with pytest.raises(Conflict, match="photo_locked"):
        hide(database, one, leader)
    with database.write() as cursor:
        cursor.execute("update minutes set state = 'issued'")
    with pytest.raises(Conflict, match="photo_issued"):
        hide(database, one, leader)
    late = taken(database, audit, item, leader, seed=9, at=AT + timedelta(minutes=2))
    assert hide(database, late, leader, at=AT + timedelta(minutes=3)).sha256 != late.sha256


def test_a_voided_version_keeps_no_unblurred_picture(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    jpeg = reading.picture(database, one.id, reader=leader).jpeg
    with database.write() as cursor:
        minutes.keep_images(cursor, {one.sha256: jpeg})
    locked_version(database, audit, leader, at=AT, content=f'["{one.sha256}"]')
    with database.write() as cursor:
        cursor.execute("update minutes set state = 'void'")
    hide(database, one, leader)
    with database.read() as cursor:
        assert minutes.images(cursor, [one.sha256]) == {}


# The file.


@pytest.fixture
def on_disk(tmp_path: Path, bank):
    """A database file with one audit and one photo that is then blurred; the bytes the original consisted of."""
    path = tmp_path / "audits.duckdb"
    database = open_database(path, at=AT)
    leader = make_account(database, "leader", Role.LEADER)
    audit = plan_audit(database, bank, leader)
    item = open_audit(database, audit.id, reader=leader).checklist.items[0].id
    one = taken(database, audit, item, leader)
    original = reading.picture(database, one.id, reader=leader)
    with database.outside() as cursor:
        cursor.execute("checkpoint")
    assert pieces_in(path, original.jpeg) > 10
    hide(database, one, leader)
    return path, database, leader, original.jpeg


def pieces_in(path: Path, jpeg: bytes) -> int:
    """Return how many of the pieces of a picture stand in a file and its log; headers, which all share, left out."""
    files = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
    content = b"".join(one.read_bytes() for one in files)
    return sum(jpeg[at : at + 48] in content for at in range(1000, len(jpeg) - 64, 701))


def test_the_unblurred_bytes_leave_the_file_at_the_next_start(on_disk):
    path, database, _leader, original = on_disk
    assert reading.waits_for_rewriting(database)
    database.close()
    assert pieces_in(path, original) > 10
    again: Database = open_database(path, at=AT)
    try:
        assert pieces_in(path, original) == 0
        assert not reading.waits_for_rewriting(again)
        assert sorted(one.name for one in path.parent.iterdir()) == ["audits.duckdb", "audits.duckdb.acknowledged"]
    finally:
        again.close()
    assert pieces_in(path, original) == 0


def test_a_copy_never_holds_the_unblurred_bytes(on_disk, tmp_path):
    _, database, _, original = on_disk
    target = tmp_path / "copy" / "kept.duckdb"
    target.parent.mkdir()
    with database.outside() as cursor:
        copies.make(cursor, target, at=AT)
    database.close()
    assert pieces_in(target, original) == 0


def test_rewriting_keeps_everything_else(on_disk):
    path, database, leader, _ = on_disk
    before = reading.listed(database, audit_id(database), reader=leader)
    database.close()
    again = open_database(path, at=AT)
    assert reading.listed(again, audit_id(again), reader=leader) == before
    assert len(photos.facts_for_minutes(again, visit(again, audit_id(again), reader=leader))) == 1
    again.close()


def audit_id(database: Database) -> str:
    with database.read() as cursor:
        return str(cursor.execute("select id from audit").fetchall()[0][0])


# The check of the database.


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("hash", "update photo_part set data = 'x'::blob where part = 1"),
        ("hash", "delete from photo_part where part = 0"),
        ("reference", "update photo set received_by = 'nobody'"),
    ],
)
def test_a_damaged_picture_is_named_by_the_check(database, audit, item, leader, code, statement):
    taken(database, audit, item, leader)
    assert checking.faults(database) == ()
    with database.write() as cursor:
        cursor.execute(statement)
    assert [fault.code for fault in checking.faults(database)] == [code]


def test_a_photo_without_its_picture_is_named_by_the_check(database, audit, item, leader):
    one = taken(database, audit, item, leader)
    with database.write() as cursor:
        cursor.execute("delete from photo_part")
        cursor.execute("delete from photo")
    assert [(fault.code, fault.details["value"]) for fault in checking.faults(database)] == [("reference", one.sha256)]
    assert photos.facts_for_minutes(database, visit(database, audit.id, reader=leader))[0].jpeg == b""
