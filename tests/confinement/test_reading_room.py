"""Files of strangers are read beside the app: whatever they do there ends in a sentence, and the next one is read."""

import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iso_audit import images
from iso_audit.confinement import Limits, ReadingRoom
from iso_audit.domain.errors import Busy, Conflict, IsoAuditError
from iso_audit.storage.engine.database import Database
from tests.confinement import tasks
from tests.confinement.held import PATIENCE, Held, begun
from tests.pictures import photo

pytestmark = pytest.mark.one_zone("rooms are timed by a stopwatch")

LIMITS = Limits(seconds=60, memory=1 << 30, answer=1_000_000)
BRIEF = Limits(seconds=0.3, memory=1 << 30, answer=1_000_000)
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=[True, False], ids=["forks", "by itself"])
def room(request: pytest.FixtureRequest) -> Iterator[ReadingRoom]:
    """A room as it is on Linux, and as it is elsewhere."""
    made = ReadingRoom(at_once=2, uses=3, forks=request.param)
    yield made
    made.close()


def read(room: ReadingRoom, task, *given, limits: Limits = LIMITS, person: str = "") -> list:
    return room.read(task, *given, limits=limits, damage_code="spreadsheet_unreadable", person=person)


def code_of(room: ReadingRoom, task, *given, limits: Limits = LIMITS) -> str:
    with pytest.raises(IsoAuditError) as refused:
        read(room, task, *given, limits=limits)
    return refused.value.code


def test_what_is_given_comes_back_as_it_was(room: ReadingRoom) -> None:
    given = [b"\x00\xff", "Đ \ud800", 1, 2.5, None, ["a", {"b": True}], bytes(300_000)]
    assert read(room, tasks.echo, *given) == given


def test_what_is_raised_there_is_raised_here(room: ReadingRoom) -> None:
    with pytest.raises(Conflict) as refused:
        read(room, tasks.refuse)
    assert (refused.value.code, refused.value.details) == ("minutes_void", {"number": "01/BB"})


def test_anything_else_that_is_raised_means_a_damaged_file_and_its_text_is_not_logged(
    room: ReadingRoom, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert code_of(room, tasks.fail) == "spreadsheet_unreadable"
    assert "LookupError at tasks.py:" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("task", "limits", "code"),
    [
        (tasks.never_end, BRIEF, "file_takes_too_long"),
        (tasks.answer_for_ever, LIMITS, "file_needs_too_much"),
        (tasks.die, LIMITS, "file_reading_ended"),
        (tasks.die_with_the_one_that_waits, LIMITS, "file_reading_ended"),
        pytest.param(
            tasks.take_everything,
            LIMITS,
            "file_needs_too_much",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux"),
        ),
    ],
)
def test_whatever_a_file_does_is_told_and_the_next_one_is_read(task, limits: Limits, code: str) -> None:
    room = ReadingRoom(at_once=1, forks=True)
    assert [code_of(room, task, limits=limits), read(room, tasks.echo, "next")] == [code, ["next"]]
    room.close()


def test_an_endless_file_is_ended_where_there_are_no_forks() -> None:
    room = ReadingRoom(at_once=1, forks=False)
    assert code_of(room, tasks.never_end, limits=BRIEF) == "file_takes_too_long"
    assert code_of(room, tasks.die) == "file_reading_ended"
    assert read(room, tasks.echo, "next") == ["next"]
    room.close()


def test_what_is_printed_there_is_no_part_of_the_answer(room: ReadingRoom) -> None:
    assert read(room, tasks.print_much) == ["answer"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_setting_of_ours_and_nothing_of_a_file_is_told_outside_the_pipe(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISO_AUDIT_DATABASE", "/secret/place")
    monkeypatch.setenv("SOME_TOKEN", "secret")
    [[environment, lines]] = read(room, tasks.told)
    assert not {"ISO_AUDIT_DATABASE", "SOME_TOKEN", "HOME"} & set(environment)
    assert all("iso_audit.confinement" in line and "secret" not in line for line in lines)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_where_memory_runs_out_a_reading_process_ends_before_the_app_and_alone(room: ReadingRoom) -> None:
    assert read(room, tasks.standing)[0] > int(Path("/proc/self/oom_score_adj").read_text("ascii"))
    assert "OOMPolicy=continue\n" in (ROOT / "deploy" / "iso-audit.service").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="forks are Linux's here")
def test_every_file_has_a_process_of_its_own_and_imports_are_done_once() -> None:
    room = ReadingRoom(at_once=1, forks=True)
    seen = [read(room, tasks.processes)[0] for _ in range(4)]
    assert len({parent for parent, _ in seen}) == 1
    assert len({own for _, own in seen}) == 4
    room.close()


def test_without_forks_a_process_is_replaced_after_so_many_files() -> None:
    room = ReadingRoom(at_once=1, uses=3, forks=False)
    own = [read(room, tasks.processes)[0][1] for _ in range(6)]
    assert [len(set(own[:3])), len(set(own[3:])), own[2] == own[3]] == [1, 1, False]
    room.close()


def test_while_one_persons_file_is_read_others_are_read_too(room: ReadingRoom, tmp_path: Path) -> None:
    with Held(room, tmp_path, "one") as held:
        assert read(room, tasks.echo, "mine", person="other") == ["mine"]
    assert held.ended_as == "done"


def test_a_person_with_a_file_being_read_and_one_in_line_is_told_to_wait(tmp_path: Path) -> None:
    room = ReadingRoom(at_once=2, patience=0.05)
    with Held(room, tmp_path, "one"), pytest.raises(Busy) as refused:
        read(room, tasks.echo, "second", person="one")
    assert refused.value.code == "files_busy"
    assert read(room, tasks.echo, "later", person="one") == ["later"]
    room.close()


def test_where_as_many_are_read_as_may_be_the_next_is_told_to_wait(tmp_path: Path) -> None:
    room = ReadingRoom(at_once=1, patience=0.05)
    with Held(room, tmp_path, "one"), pytest.raises(Busy):
        read(room, tasks.echo, "mine", person="other")
    room.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
@pytest.mark.parametrize("forks", [True, False])
def test_when_the_app_is_killed_what_it_was_reading_ends_too(forks: bool, tmp_path: Path) -> None:
    path = tmp_path / "held"
    os.mkfifo(path)
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    script = (
        "import sys; from iso_audit.confinement import ReadingRoom, Limits; from tests.confinement import tasks;"
        f"ReadingRoom(at_once=1, forks={forks}).read("
        "tasks.hold_on, sys.argv[1], limits=Limits(120, 1 << 30, 1000), damage_code='pdf_unreadable')"
    )
    app = subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT)
    assert begun(pipe)
    app.send_signal(signal.SIGKILL)
    app.wait()
    ended = select.poll()
    ended.register(pipe, 0)
    assert ended.poll(PATIENCE) == [(pipe, select.POLLHUP)]
    os.close(pipe)


def test_no_file_is_read_while_the_database_waits(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError):
        images.ingest(photo())
    assert images.ingest(photo()).width == 1200
