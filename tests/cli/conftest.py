"""Running commands: in this process with a given clock, and as a real process with a given locale."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from iso_audit.cli import main
from tests.databases import AT, Filled

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, at a fixed moment, with no setting from outside but those given."""

    def command(*arguments: object, **environment: str) -> Done:
        try:
            code = main([str(argument) for argument in arguments], environment=environment, now=lambda: AT)
        except SystemExit as ended:
            code = int(ended.code or 0)
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return command


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Put bytes where a command reads its standard input."""

    def type_in(given: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))

    return type_in


def process(*arguments: object, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as its own process."""
    command = [sys.executable, "-m", "iso_audit", *(str(argument) for argument in arguments)]
    known = {name: value for name, value in os.environ.items() if not name.startswith(("ISO_AUDIT_", "PYTHON"))}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, input=given, env={**known, **environment}, check=False
    )


@pytest.fixture(scope="session")
def sample_file(year_2017: Filled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample year in a file of this process's own: a command opens it, and one file is one process's at a time."""
    return year_2017.as_file(tmp_path_factory.mktemp("sample") / "audits.duckdb")
