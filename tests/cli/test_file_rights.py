"""Every file that a command makes is its owner's alone, whatever rights new files have where it runs."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from iso_audit.cli.console import write_whole
from tests.cli.conftest import ROOT
from tests.cli.test_commands import COMMANDS
from tests.pdf_signatures.certificates import NOW, PASSWORD, authority

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights"),
    pytest.mark.one_zone("the rights of a file hold no hour"),
]

ONE_AFTER_THE_OTHER = """
import io, json, os, runpy, sys

for command, given in json.load(sys.stdin):
    os.umask(0o022)
    sys.argv, sys.stdin = ["iso_audit", *command.split(" ")], io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8")
    try:
        runpy.run_module("iso_audit", run_name="__main__")
    except SystemExit as ended:
        assert not ended.code, (command, ended.code)
"""
WRITING = [
    ("demo", ""),
    ("add-account --username binh --name Binh --role leader --password-stdin", "mot-cau-dai-1"),
    ("set-password --username binh --password-stdin", "mot-cau-dai-2"),
    ("backup all.copy", ""),
    ("restore all.copy --replace", ""),
    ("rebuild-heads", ""),
    ("minutes --audit 2017-01 --out issued.pdf", ""),
    ("minutes --all --out all", ""),
    ("export-audit 2017-02 one.isoaudit", ""),
    ("import-audit one.isoaudit --database other.duckdb", ""),
    ("sign issued.pdf --field leader --p12 key.p12 --password-stdin --out signed.pdf", PASSWORD),
]
READING = {"check-checklists", "summary", "check-database", "verify"}


def test_every_command_is_tried_or_writes_nothing() -> None:
    assert {command.split()[0] for command, _ in WRITING} | READING == set(COMMANDS)


def test_what_commands_write_is_their_owners_alone(tmp_path: Path) -> None:
    key = tmp_path / "key.p12"
    key.write_bytes(authority().key_file("Người ký", since=NOW.replace(year=2017, month=1, day=1), days=20_000))
    key.chmod(0o600)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ISO_AUDIT_DATABASE": "a.duckdb"}
    command = [sys.executable, "-c", ONE_AFTER_THE_OTHER]
    given = json.dumps(WRITING).encode()
    done = subprocess.run(command, cwd=tmp_path, env=environment, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    made = {str(file.relative_to(tmp_path)): file.stat().st_mode & 0o077 for file in tmp_path.rglob("*")}
    assert {"a.duckdb", "other.duckdb", "all.copy", "issued.pdf", "signed.pdf", "one.isoaudit", "all"} <= set(made)
    assert any(name.startswith("a.duckdb.replaced-") for name in made)
    assert {name: oct(mode) for name, mode in made.items() if mode} == {}


def test_what_a_killed_command_left_goes_when_it_is_old(tmp_path: Path) -> None:
    old, in_use, mine = (
        tmp_path / name for name in (".a.pdf.x1.iso-audit-part", ".b.pdf.x2.iso-audit-part", ".c.part")
    )
    for file in (old, in_use, mine):
        file.write_bytes(b"half")
    two_hours_ago = time.time() - 7200
    for file in (old, mine):
        os.utime(file, (two_hours_ago, two_hours_ago))
    write_whole(tmp_path / "new.pdf", b"whole")
    assert {file.name for file in tmp_path.iterdir()} == {"new.pdf", in_use.name, mine.name}
