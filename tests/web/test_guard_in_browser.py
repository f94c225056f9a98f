"""The page guard in a real browser: back to the same place after signing in again, a quiet line instead of a dialog."""

import os
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from iso_audit.domain.account import Role
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts import administering
from tests.patience import MILLISECONDS, SECONDS, answer_of
from tests.ports import free_port

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")

ROOT = Path(__file__).parents[2]
PASSWORD = "bốn con mèo nhỏ"


@contextmanager
def server(database: Path, port: int):
    """Run the real program; killed at the end, as by a power cut."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    environment = {**os.environ, "HOME": str(database.parent), "ISO_AUDIT_DATABASE": str(database)}
    with (database.parent / "told.txt").open("ab") as told:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=told, stderr=told)
    try:
        answer_of(f"http://localhost:{port}/healthz", process)
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database file in which the leader `lan` can sign in."""
    at = datetime.now(UTC)
    path = tmp_path_factory.mktemp("guard") / "audits.duckdb"
    opened = open_database(path, at=at)
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    administering.make_account(
        opened, username="lan", name="Lan", role=Role.LEADER, password=PASSWORD, by=None, at=at, hasher=cheap
    )
    opened.close()
    return path


@pytest.fixture
def tablet(chromium):
    context = chromium.new_context(viewport={"width": 820, "height": 1180})
    context.set_default_timeout(MILLISECONDS)
    yield context.new_page()
    context.close()


def fill_sign_in(page):
    page.fill("#username", "lan")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector('[data-testid="stMainBlockContainer"]')


def end_session_elsewhere(page, origin):
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "iso_audit_session")
    headers = {"Cookie": f"iso_audit_session={token}", "Origin": origin}
    asked = urllib.request.Request(f"{origin}/logout", method="POST", headers=headers)
    urllib.request.urlopen(asked, timeout=SECONDS).close()


def test_an_ended_session_leads_to_sign_in_and_back_to_the_same_place(chromium, database, tablet):
    port = free_port()
    origin = f"http://localhost:{port}"
    with server(database, port):
        tablet.goto(f"{origin}/me?audit=2017-01&item=P01")
        fill_sign_in(tablet)
        assert tablet.url == f"{origin}/me?audit=2017-01&item=P01"
        assert tablet.evaluate("document.documentElement.lang") == "vi"
        end_session_elsewhere(tablet, origin)
        tablet.wait_for_url("**/login?next=*")
        assert "Bạn đã đăng xuất" in tablet.inner_text("main")
        fill_sign_in(tablet)
        assert tablet.url == f"{origin}/me?audit=2017-01&item=P01"


def test_a_lost_connection_is_a_quiet_line_and_the_page_stays_usable(chromium, database, tablet):
    port = free_port()
    with server(database, port) as process:
        tablet.goto(f"http://localhost:{port}/me")
        fill_sign_in(tablet)
        with tablet.expect_console_message(lambda told: "Is Streamlit still running" in told.text):
            process.kill()
        line = tablet.wait_for_selector("#iso-audit-line")
        assert line.inner_text().startswith("Mất kết nối")
        assert tablet.locator('[role="dialog"]').count() == 0
        above = tablet.evaluate("document.elementFromPoint(410, 600).closest('[data-testid=stApp]') !== null")
        hidden = tablet.evaluate("document.querySelector('#root').closest('[inert], [aria-hidden=true]') !== null")
        assert (above, hidden) == (True, False)
    with server(database, port):
        tablet.wait_for_selector("#iso-audit-line", state="detached")
        assert tablet.locator('[role="dialog"]').count() == 0
