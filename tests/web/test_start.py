"""Starting the real program on a terminal, in an empty home, as somebody does who has just unpacked it."""

import http.client
import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from iso_audit.storage.file import marker
from iso_audit.storage.opening import open_database
from tests.patience import SECONDS, answer_of
from tests.ports import free_port

pytestmark = pytest.mark.one_zone("the program is started in an environment that names no zone")

ROOT = Path(__file__).parents[2]


@contextmanager
def started(home: Path, *command: str, **more: str):
    """Run a command of this environment on a pseudo-terminal with `home` as its empty home."""
    ours, theirs = pty.openpty()
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C",
        "ISO_AUDIT_DATABASE": str(home / "audits.duckdb"),
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        umask=0o022,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            read_until(ours, None)
        process.wait(SECONDS)
        os.close(ours)


def read_until(terminal: int, words: str | None) -> str:
    """Return what the terminal shows until `words` have come, or the program has ended."""
    told, ends = b"", time.monotonic() + SECONDS
    while time.monotonic() < ends:
        if words is not None and words in told.decode("utf-8", "replace"):
            return told.decode("utf-8", "replace")
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        told += more
    return told.decode("utf-8", "replace")


def test_streamlit_run_asks_nothing_and_shows_the_set_up_link(tmp_path):
    port = free_port()
    with started(tmp_path, "streamlit", "run", "app.py", f"--server.port={port}") as (_, terminal):
        told = read_until(terminal, "First use")
        link = re.search(rf"http://localhost:{port}(/setup\?token=\S+)", told)
        assert link is not None, told
        assert "Thiết lập lần đầu" in answer_of(f"http://127.0.0.1:{port}{link[1]}")
    assert "Ứng dụng đang chạy" in told
    for asked in ("email", "Welcome", "External URL", "Traceback", "usage"):
        assert asked not in told


def test_every_file_of_the_app_is_its_owners_alone_also_those_of_earlier_versions(tmp_path, at):
    path, logs = tmp_path / "audits.duckdb", tmp_path / "logs"
    open_database(path, at=at).close()
    logs.mkdir()
    (logs / "iso-audit.log").touch()
    for file in (path, logs / "iso-audit.log"):
        file.chmod(0o644)
    port = free_port()
    command = ("streamlit", "run", "app.py", f"--server.port={port}")
    with started(tmp_path, *command, ISO_AUDIT_LOGS=str(logs)) as (_, terminal):
        link = re.search(r"/setup\?token=\S+", read_until(terminal, "First use"))
        assert link is not None
        form = f"{link[0].partition('?')[2]}&username=binh&name=Binh&password=mot-cau-dai-1&again=mot-cau-dai-1"
        answer_of(f"http://127.0.0.1:{port}/healthz")
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
        asking.request("POST", "/setup", form, kind)
        assert asking.getresponse().status == 303
        asking.close()
        ours = [*tmp_path.glob("audits.duckdb*"), *logs.iterdir()]
        modes = {file.name: oct(file.stat().st_mode & 0o077) for file in ours}
    assert {"audits.duckdb", "audits.duckdb.wal", "iso-audit.log"} <= set(modes)
    assert set(modes.values()) == {"0o0"}


def test_a_damaged_log_is_told_and_the_app_starts_all_the_same(tmp_path, at):
    path = tmp_path / "audits.duckdb"
    open_database(path, at=at).close()
    marker.write(path, marker.Mark(7, "gone", 0))
    port = free_port()
    with started(tmp_path, "streamlit", "run", "app.py", f"--server.port={port}") as (_, terminal):
        told = read_until(terminal, "WARNING")
        assert '"ok"' in answer_of(f"http://127.0.0.1:{port}/healthz")
    assert "Ít nhất 7 nội dung" in told


def test_starting_asks_nobody_outside_the_machine(tmp_path):
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as way_out:
        proxy = f"http://127.0.0.1:{way_out.getsockname()[1]}"
        outside = {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "http_proxy": proxy, "https_proxy": proxy}
        command = ("streamlit", "run", "app.py", f"--server.port={port}")
        with started(tmp_path, *command, **outside, NO_PROXY="") as (_, terminal):
            read_until(terminal, "First use")
            answer_of(f"http://127.0.0.1:{port}/healthz")
            assert select.select([way_out], [], [], 0)[0] == []


def test_uvicorn_serves_the_same_file_and_logs_no_query(tmp_path):
    port = free_port()
    with started(tmp_path, "uvicorn", "app:app", "--port", str(port)) as (_, terminal):
        told = read_until(terminal, "Uvicorn running")
        assert '"ok"' in answer_of(f"http://127.0.0.1:{port}/healthz")
        answer_of(f"http://127.0.0.1:{port}/login?next=/secret-way")
        shown = read_until(terminal, "GET /login")
    assert f"http://127.0.0.1:{port}" in told
    assert "secret-way" not in shown


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ISO_AUDIT_TIME_ZONE": "Asia/Nowhere"}, "ISO_AUDIT_TIME_ZONE"),
        ({"ISO_AUDIT_CHECKLISTS": "/nowhere"}, "/nowhere"),
    ],
)
def test_a_start_that_cannot_be_is_told_in_sentences(tmp_path, environment, sentence):
    with started(tmp_path, "streamlit", "run", "app.py", f"--server.port={free_port()}", **environment) as (
        process,
        terminal,
    ):
        told = read_until(terminal, None)
        assert process.wait(SECONDS) != 0
    assert sentence in told
    assert "Traceback" not in told


def test_a_database_held_by_another_process_is_told_in_one_sentence(tmp_path, at):
    held = open_database(tmp_path / "audits.duckdb", at=at)
    with started(tmp_path, "streamlit", "run", "app.py", f"--server.port={free_port()}") as (process, terminal):
        told = read_until(terminal, None)
        assert process.wait(SECONDS) != 0
    held.close()
    assert f"đang được một tiến trình khác dùng (số hiệu {os.getpid()})" in told
    assert "is held by another process" in told
    assert "Traceback" not in told


def test_a_database_of_a_newer_version_is_told_in_one_sentence(tmp_path, at):
    newer = open_database(tmp_path / "audits.duckdb", at=at)
    with newer.write() as cursor:
        cursor.execute("insert into schema_migration values ('9999_future.sql', 'x', now()::timestamp)")
    newer.close()
    with started(tmp_path, "streamlit", "run", "app.py", f"--server.port={free_port()}") as (process, terminal):
        told = read_until(terminal, None)
        assert process.wait(SECONDS) != 0
    assert "9999_future.sql" in told
    assert "Traceback" not in told
