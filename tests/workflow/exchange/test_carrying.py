"""Exporting and importing as acts: who may, what is logged, and that a file or an import is whole or not there."""

import hashlib
import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import Conflict, Forbidden
from iso_audit.storage import activity
from iso_audit.storage.opening import open_database
from iso_audit.workflow.exchange import export_audit, import_audit, look, suggested_name
from tests.conftest import AT, make_account
from tests.storage.conftest import small_disk, start  # noqa: F401
from tests.workflow.exchange.conftest import Laptop, refused, said
from tests.workflow.exchange.minutes_made import lock
from tests.workflow.exchange.test_documents import photo
from tests.workflow.exchange.test_hostile import put, rewritten


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize(
    ("role", "may"), [(role, role not in {Role.MEMBER, Role.QUALITY_OFFICER, Role.VIEWER}) for role in Role]
)
def test_leaders_deputies_and_the_secretary_carry(office: Laptop, empty: Laptop, role: Role, may: bool) -> None:
    by, target, source = Account("x", "x", "X", role), office.folder / "a", office.file()
    empty.take(source)

    def carry() -> None:
        export_audit(office.database, "2017-01", target, by=by, at=AT)
        import_audit(empty.database, target, by=by, at=AT)

    if may:
        carry()
        assert names(office.folder) == ["a", "audit.isoaudit"]
    else:
        with pytest.raises(Forbidden):
            carry()
        with pytest.raises(Forbidden):
            import_audit(empty.database, source, by=by, at=AT)
        assert names(office.folder) == ["audit.isoaudit"]


def test_both_acts_are_in_the_log_with_who_did_them(office: Laptop, empty: Laptop) -> None:
    secretary = make_account(office.database, "thuky", Role.SECRETARY)
    target = office.folder / "a"
    export_audit(office.database, "2017-01", target, by=secretary, at=AT)
    import_audit(empty.database, target, by=None, at=AT)
    for laptop, action, who in ((office, "audit_exported", secretary.id), (empty, "audit_imported", None)):
        with laptop.database.read() as cursor:
            (act,) = [one for one in activity.latest(cursor) if one.action == action]
        assert (act.account_id, act.subject) == (who, f"audit:{office.audit.id}")


def test_what_a_file_holds_is_what_the_database_counts(office: Laptop) -> None:
    office.say("lan", "conformity")
    photo(office, "f1", "red")
    made = look(office.file())
    rows = {name: made.rows(name) for name in ("event", "photo", "team_member", "audit_member", "agency", "account")}
    assert rows == {"event": 3, "photo": 1, "team_member": 3, "audit_member": 3, "agency": 1, "account": 3}
    assert made.files == 2


def test_rows_that_do_not_fit_the_count_make_no_file(office: Laptop) -> None:
    event = office.say("lan", "conformity")
    with office.database.write() as cursor:
        cursor.execute("insert into event_replacement values ('gone', ?, ?)", [event, office.audit.id])
    assert refused(office.file) == "carry_count_differs"
    assert names(office.folder) == []


def test_an_unknown_code_is_not_found(office: Laptop) -> None:
    assert refused(export_audit, office.database, "2017-99", office.folder / "a", by=None, at=AT) == (
        "audit_code_unknown"
    )


def test_an_existing_file_is_replaced_only_when_asked(office: Laptop) -> None:
    target = office.folder / "a"
    target.write_bytes(b"mine")
    assert refused(export_audit, office.database, "2017-01", target, by=None, at=AT) == "copy_exists"
    assert target.read_bytes() == b"mine"
    export_audit(office.database, "2017-01", target, by=None, at=AT, replace=True)
    assert look(target).code == "2017-01"


def test_the_database_itself_is_never_overwritten(office: Laptop, tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.duckdb", at=AT)
    import_audit(database, office.file(), by=None, at=AT)
    for target in (tmp_path / "a.duckdb", tmp_path / "a.duckdb.wal"):
        code = refused(export_audit, database, "2017-01", target, by=None, at=AT, replace=True)
        assert code == "copy_is_database"
    database.close()


def test_a_folder_that_is_not_there_is_told(office: Laptop) -> None:
    target = office.folder / "none" / "a"
    assert refused(export_audit, office.database, "2017-01", target, by=None, at=AT) == "carry_failed"


def test_a_full_disk_leaves_no_file(office: Laptop, small_disk) -> None:  # noqa: F811
    folder = small_disk("8k")
    assert refused(export_audit, office.database, "2017-01", folder / "a", by=None, at=AT) == "copy_disk_full"
    assert names(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_reads_the_file(office: Laptop) -> None:
    assert office.file().stat().st_mode & 0o777 == 0o600


def test_an_uploaded_file_is_taken_like_one_on_disk(office: Laptop, empty: Laptop) -> None:
    office.say("lan", "conformity")
    import_audit(empty.database, io.BytesIO(office.file().read_bytes()), by=None, at=AT)
    assert said(empty.events()) == said(office.events())


def test_an_import_inside_another_act_that_fails_leaves_nothing(office: Laptop, empty: Laptop) -> None:
    before, source = empty.counted(), office.file()

    def act() -> None:
        with empty.database.write():
            import_audit(empty.database, source, by=None, at=AT)
            raise Conflict("changed_meanwhile")

    assert refused(act) == "changed_meanwhile"
    assert empty.counted() == before


def test_a_file_is_read_and_checked_while_others_write(office: Laptop, road: Laptop) -> None:
    """Only what was checked is written under the lock: a file that is refused never waits for it."""
    writing, done, problems = threading.Event(), threading.Event(), []

    def write() -> None:
        with office.database.write():
            writing.set()
            problems.append(not done.wait(60))

    road.say("lan", "conformity")
    hostile = rewritten(road.file(), "event", put(value="splendid"))
    other = threading.Thread(target=write)
    other.start()
    assert writing.wait(60)
    assert refused(office.take, hostile) == "carry_event_unknown"
    done.set()
    other.join()
    assert problems == [False]


TAKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from iso_audit.storage.opening import open_database
from iso_audit.workflow.exchange import import_audit
from iso_audit.workflow.exchange.importing import prepared

at = datetime(2017, 7, 11, 1, tzinfo=UTC)
database = open_database(sys.argv[1], at=at)
if sys.argv[3] == "whole":
    import_audit(database, Path(sys.argv[2]), by=None, at=at)
    print("kept", flush=True)
else:
    with prepared(database, Path(sys.argv[2]), by=None, at=at) as take, database.write():
        take()
        print("taken, not kept", flush=True)
        sys.stdin.read()
sys.stdin.read()
"""


def counts(path: Path) -> list[int]:
    database = open_database(path, at=AT)
    with database.read() as cursor:
        tables = ("programme", "account", "audit", "event", "event_replacement", "photo", "photo_part", "activity")
        found = [cursor.execute(f"select count(*) from {table}").fetchall()[0][0] for table in tables]
    database.close()
    return found


@pytest.mark.parametrize(("when", "kept"), [("whole", True), ("before the commit", False)])
def test_a_killed_import_is_there_whole_or_not_at_all(office: Laptop, tmp_path, start, when: str, kept: bool) -> None:  # noqa: F811
    office.say("lan", "conformity")
    office.say("lan", "observation")
    photo(office, "f1", "red")
    process = start(TAKER, tmp_path / "b.duckdb", office.file(), when)
    assert process.stdout.readline().strip() in {"kept", "taken, not kept"}
    process.kill()
    process.wait()
    found = counts(tmp_path / "b.duckdb")
    assert found[:7] == ([1, 3, 1, 4, 1, 1, 1] if kept else [0] * 7)
    assert (found[7] > 0) is kept


def test_exporting_while_it_is_written_to_shows_one_moment(office: Laptop, empty: Laptop) -> None:
    event = office.say("lan", "conformity")
    with office.database.read() as cursor:
        assert cursor.execute("select count(*) from event").fetchall() == [(1,)]
        office.say("lan", "observation", subject="item:P04")
        source = office.file()
    assert {one.id for one in empty_events(empty, source)} >= {event}


def empty_events(laptop: Laptop, source: Path):
    laptop.take(source)
    return laptop.events()


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell the most memory a process used")
def test_a_large_audit_takes_little_memory(office: Laptop, tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from iso_audit.storage.opening import open_database\n"
        "from iso_audit.workflow.exchange import look\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "look(Path(sys.argv[1]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    with office.database.write() as cursor:
        by = office.person("leader").id
        data = os.urandom(4_000_000)
        for number in range(15):
            cursor.execute(
                "insert into minutes_attachment values (?, 'm1', 'scan', 'a', 'b', ?, ?, ?, ?, now(), null)",
                [str(number), len(data), *_named(bytes([number]) + data[1:]), by],
            )
    lock(office)
    source = office.file()
    assert source.stat().st_size > 60_000_000
    command = [sys.executable, "-c", script, str(source)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    assert int(result.stdout) < 20_000


def _named(data: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(data).hexdigest(), data


@pytest.mark.parametrize(
    ("code", "name"),
    [("2017-01", "2017-01-2017-07-11-0100.isoaudit"), ("Kiểm", "Ki_m-2017-07-11-0100.isoaudit")],
)
def test_a_file_is_called_by_code_and_moment(code: str, name: str) -> None:
    assert suggested_name(code, AT) == name
