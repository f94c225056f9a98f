"""Database files as other processes leave them, a small disk, and what the tests of files share."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from iso_audit.domain.errors import IsoAuditError
from iso_audit.i18n import sentence
from iso_audit.storage import activity
from iso_audit.storage.engine.database import Database

WRITER = """
import sys
from datetime import UTC, datetime
from iso_audit.storage import activity
from iso_audit.storage.opening import open_database

at, number = datetime(2017, 7, 11, tzinfo=UTC), 0
database = open_database(sys.argv[1], at=at)
print("open", flush=True)
while number < int(sys.argv[2]):
    number += 1
    with database.write() as cursor:
        activity.add(cursor, activity.Activity(str(number), at, None, "tried", "database:", {"text": "x" * 500}))
    print(number, flush=True)
sys.stdin.read()
"""

Process = subprocess.Popen[str]
Start = Callable[..., Process]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a Python script with arguments; every process still there at the end is killed."""
    started: list[Process] = []

    def run(script: str, *arguments: object) -> Process:
        command = [sys.executable, "-c", script, *(str(argument) for argument in arguments)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def killed_after(process: Process, rows: int) -> list[str]:
    """Kill a WRITER once it has acknowledged `rows` rows, in the middle of the next; return all it acknowledged."""
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(rows + 1)]
    process.kill()
    rest = process.communicate()[0].split()
    return [*lines[1:], *rest]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def add(database: Database, number: int, at, text: str = "") -> None:
    with database.write() as cursor:
        activity.add(cursor, activity.Activity(str(number), at, None, "tried", "database:", {"text": text}))


def refused(call, *arguments, **named) -> str:
    with pytest.raises(IsoAuditError) as error:
        call(*arguments, **named)
    assert sentence("vi", error.value)
    assert sentence("en", error.value)
    return error.value.code


@pytest.fixture
def small_disk(tmp_path):
    """Return a way to mount a small file system; skipped where this process may not."""
    mounted = []

    def mount(size: str) -> Path:
        folder = tmp_path / "small"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if os.name == "nt" or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("only root can mount a small file system; the limit of a file's size is tried instead")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)
