"""What the disk or the operating system refuses is told by its own code, and what was there stays."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from iso_audit.domain.errors import IsoAuditError
from iso_audit.storage.engine.failures import of_opening
from iso_audit.storage.file import copies, restoring, rewriting
from iso_audit.storage.opening import open_database


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(IsoAuditError) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('IO Error: Cannot open file "/mnt/a.duckdb": Read-only file system', "database_read_only"),
        ('IO Error: Cannot open file "/mnt/a.duckdb": Permission denied', "database_forbidden"),
    ],
)
def test_a_disk_for_reading_only_and_a_file_of_somebody_else_are_told_apart(words, code):
    assert of_opening(duckdb.IOException(words), "/mnt/a.duckdb").code == code


@pytest.fixture
def file(tmp_path: Path, at) -> Path:
    path = tmp_path / "a.duckdb"
    open_database(path, at=at).close()
    return path


def failing(number: int) -> Callable[[int], None]:
    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    return fsync


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "rewrite_disk_full"), (errno.EIO, "rewrite_failed")])
def test_a_rewriting_that_the_disk_does_not_take_leaves_the_file(file, at, monkeypatch, number, code):
    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", failing(number))
    assert code_of(lambda: rewriting.rewrite(file)) == code
    assert file.read_bytes() == before
    monkeypatch.undo()
    open_database(file, at=at).close()


def test_a_restoring_that_the_disk_does_not_take_leaves_the_database(file, tmp_path, at, monkeypatch):
    database = open_database(file, at=at)
    with database.outside() as cursor:
        copies.make(cursor, tmp_path / "copy", at=at)
    database.close()
    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    assert code_of(lambda: restoring.restore(tmp_path / "copy", file, replace=True, at=at)) == "restore_failed"
    assert file.read_bytes() == before
