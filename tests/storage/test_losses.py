"""A damaged write-ahead log is told: what the mark beside the database knows of and the journal no longer holds."""

import shutil
from pathlib import Path

import pytest

from iso_audit.domain.journal import Event
from iso_audit.storage import journal
from iso_audit.storage.file import copies, losses, marker, restoring
from iso_audit.storage.file.files import wal
from iso_audit.storage.file.losses import Loss
from iso_audit.storage.opening import open_database
from tests.storage.conftest import WRITER, add, killed_after

pytestmark = pytest.mark.one_zone("what a log lost is counted in bytes")


@pytest.fixture
def thirty(tmp_path, at):
    """Add 30 events to a.duckdb, numbered from `first`, and leave its files as a kill leaves them, with their mark."""
    path = tmp_path / "a.duckdb"

    def written(first: int = 0) -> Path:
        live = tmp_path / "live" / "a.duckdb"
        live.parent.mkdir()
        for file in tmp_path.glob("a.duckdb*"):
            shutil.copy(file, live.parent)
        open_database(live, at=at).close()
        database = open_database(live, at=at)
        for number in range(first, first + 30):
            event = Event(
                f"e{number}", "audit", "item:1", "note", str(number), "account", "tablet", at, at, frozenset()
            )
            with database.write() as cursor:
                journal.append(cursor, [event])
        for file in (live, wal(live)):
            shutil.copy(file, tmp_path)
        database.close()
        shutil.copy(marker.marker_of(live), tmp_path)
        shutil.rmtree(live.parent)
        return path

    return written


def lost(path: Path, at) -> Loss | None:
    database = open_database(path, at=at)
    with database.read() as cursor:
        found = losses.pending(cursor)
    database.close()
    return found


def counts(path: Path, at) -> tuple[int, int]:
    found = lost(path, at)
    return (found.events, found.twice) if found else (0, 0)


def test_after_a_kill_alone_nothing_is_lost(tmp_path, at, start):
    path = tmp_path / "a.duckdb"
    acknowledged = killed_after(start(WRITER, path, 100_000), 40)
    assert len(acknowledged) >= 40
    assert lost(path, at) is None


def test_the_mark_follows_while_the_app_runs(tmp_path, at, start):
    path = tmp_path / "a.duckdb"
    process = start(WRITER, path, 30)
    while (mark := marker.read(path)) is None or mark.acts < 30:
        assert process.poll() is None
    process.kill()
    process.wait()
    assert mark == marker.Mark(0, "", 30)
    wal(path).write_bytes(b"")
    assert lost(path, at) == Loss(0, 30, 0, at)


@pytest.mark.parametrize(
    ("damage", "events"),
    [
        (lambda content: content[: len(content) // 2], range(1, 30)),
        (lambda content: bytes(len(content)), range(30, 31)),
        (lambda content: b"", range(30, 31)),
    ],
    ids=["cut in half", "zeros", "empty"],
)
def test_events_that_a_damaged_log_lost_are_counted(thirty, at, damage, events):
    path = thirty()
    wal(path).write_bytes(damage(wal(path).read_bytes()))
    lost_events, acts = counts(path, at)
    assert (lost_events in events, acts) == (True, 0)


def test_a_log_that_is_gone_is_told(thirty, at):
    path = thirty()
    wal(path).unlink()
    assert lost(path, at) == Loss(30, 0, 0, at)


def test_an_older_log_beside_a_newer_file_is_told_by_positions_that_are_there_twice(thirty, at):
    older = wal(thirty()).read_bytes()
    path = thirty(30)
    open_database(path, at=at).close()
    wal(path).write_bytes(older)
    assert counts(path, at) == (0, 30)


def test_an_older_file_in_place_of_the_newer_is_told(thirty, at, tmp_path):
    path = thirty()
    open_database(path, at=at).close()
    shutil.copy(path, tmp_path / "older")
    thirty(30)
    wal(path).unlink()
    shutil.copy(tmp_path / "older", path)
    assert counts(path, at) == (30, 0)


def test_a_journal_that_went_another_way_is_told_though_it_is_as_long(thirty, at):
    path = thirty()
    mark = marker.marker_of(path).read_text("utf-8").replace("e29", "e29 of another way")
    marker.marker_of(path).write_text(mark, "utf-8")
    assert counts(path, at) == (1, 0)


def test_a_database_file_that_is_gone_is_told(thirty, at):
    path = thirty()
    for file in (path, wal(path)):
        file.unlink()
    assert counts(path, at) == (30, 0)


def test_other_acts_that_are_gone_are_counted_too(tmp_path, at):
    database = open_database(tmp_path / "a.duckdb", at=at)
    shutil.copy(tmp_path / "a.duckdb", tmp_path / "older")
    for number in range(3):
        add(database, number, at)
    database.close()
    shutil.copy(tmp_path / "older", tmp_path / "a.duckdb")
    assert lost(tmp_path / "a.duckdb", at) == Loss(0, 3, 0, at)


def test_it_is_told_at_every_start_until_somebody_has_seen_it_and_not_counted_again(thirty, at):
    path = thirty()
    wal(path).write_bytes(b"")
    assert [counts(path, at) for _ in range(2)] == [(30, 0)] * 2
    thirty(100)
    assert counts(path, at) == (30, 0)
    database = open_database(path, at=at)
    with database.write() as cursor:
        losses.seen(cursor)
    database.close()
    assert lost(path, at) is None


def test_positions_that_are_there_twice_are_told_once(thirty, at):
    older = wal(thirty()).read_bytes()
    path = thirty(30)
    open_database(path, at=at).close()
    wal(path).write_bytes(older)
    database = open_database(path, at=at)
    with database.write() as cursor:
        losses.seen(cursor)
    database.close()
    assert lost(path, at) is None


@pytest.mark.parametrize("content", [b"", b"\0" * 60, b"{}", b'{"position": 9', b"[1]", b'{"position":"x"}'])
def test_a_mark_that_cannot_be_read_says_nothing(tmp_path, at, content):
    path = tmp_path / "a.duckdb"
    open_database(path, at=at).close()
    marker.marker_of(path).write_bytes(content)
    assert lost(path, at) is None
    assert marker.read(path) == marker.NOTHING


def test_restoring_an_older_copy_is_no_loss(thirty, at, tmp_path):
    path = tmp_path / "a.duckdb"
    database = open_database(path, at=at)
    with database.outside() as cursor:
        copies.make(cursor, tmp_path / "copy", at=at)
    database.close()
    thirty()
    restoring.restore(tmp_path / "copy", path, replace=True, at=at)
    assert lost(path, at) is None
    assert marker.read(path) == marker.NOTHING


def test_a_copy_carries_no_mark(thirty, at, tmp_path):
    path = thirty()
    database = open_database(path, at=at)
    with database.outside() as cursor:
        copies.make(cursor, tmp_path / "copy", at=at)
    database.close()
    restoring.restore(tmp_path / "copy", tmp_path / "b.duckdb", replace=False, at=at)
    assert lost(tmp_path / "b.duckdb", at) is None
    assert not marker.marker_of(tmp_path / "copy").exists()


def test_closing_writes_the_last_mark(tmp_path, at):
    database = open_database(tmp_path / "a.duckdb", at=at)
    add(database, 1, at)
    database.close()
    assert marker.read(tmp_path / "a.duckdb") == marker.Mark(0, "", 1)
