"""A colleague's taps while somebody gives the app a hostile file: the real app, its real pages, named cases.

Run `python -m benchmarks.hostile` (`--quick` for fewer seconds, `--only NAME` for one case). Each case begins on an app
and a database of its own; the hostile act is done as a person would, in Chromium or over the API, and meanwhile a
colleague taps about ten times a second, each tap a new connection that waits until its event is acknowledged. One that
is not within 60 seconds counts as never.
"""

import argparse
import http.client
import io
import json
import math
import statistics
import tempfile
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import openpyxl
from argon2 import PasswordHasher
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from iso_audit.checklists import load_bank
from iso_audit.i18n import translate
from iso_audit.sample import loading
from iso_audit.storage import audits, programmes
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts import administering, signing_in
from iso_audit.workflow.ids import new_id
from tests.browser.running_app import ROOT, RunningApp
from tests.chromium import FLAGS
from tests.pdf_signatures.hostile_keys import KEY_FILES

LEADER, SECRETARY = "mau-truong-doan", "mau-thu-ky"
PASSWORD = "bốn con mèo nhỏ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PATIENCE = 60
PAUSE = 0.1
ROUNDS = 150_000_000
CHROMIUM = "/usr/bin/chromium"
SHEET = "xl/worksheets/sheet1.xml"
say = partial(translate, "vi")


@dataclass(frozen=True, slots=True)
class Ground:
    """The running app, an audit with issued minutes, one of its items, and the tokens of two people."""

    app: RunningApp
    audit: str
    item: str
    leader: str
    secretary: str


Case = Callable[[float], list[float]]
"""Gives the latencies in seconds of a colleague's taps over so many seconds; infinite for never."""


@contextmanager
def ground() -> Iterator[Ground]:
    """Give the app running on the sample year."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "audits.duckdb"
        at = datetime.now(UTC)
        database, bank = open_database(file, at=at), load_bank(ROOT / "checklists")
        loading.load(database, bank, by=None, at=at)
        tokens = []
        for username in (LEADER, SECRETARY):
            administering.set_password(database, username, PASSWORD, at=at, hasher=CHEAP)
            told = {"device": "benchmark", "address": "127.0.0.1"}
            tokens.append(signing_in.sign_in(database, username, PASSWORD, at=at, hasher=CHEAP, **told))
        with database.read() as cursor:
            audit = audits.of_programme(cursor, programmes.all_programmes(cursor)[0].id)[0]
        leader = signing_in.account_of(database, tokens[0], at=at, idle=signing_in.LONGEST_SESSION)
        item = open_audit(database, audit.id, reader=leader).checklist.items[0].id
        database.close()
        app = RunningApp(file)
        app.start()
        try:
            yield Ground(app, audit.id, item, *tokens)
        finally:
            app.kill()


def tap(here: Ground) -> float:
    """Send one event over a new connection and return how long until it was acknowledged; infinite for never."""
    event = {"id": new_id(datetime.now(UTC)), "audit": here.audit, "subject": f"item:{here.item}", "field": "evidence"}
    event |= {"value": f"seen {time.time_ns()}", "made_at": int(time.time() * 1000), "replaces": []}
    headers = {"Content-Type": "application/json", "Origin": here.app.address, "Cookie": f"{COOKIE}={here.leader}"}
    begun = time.perf_counter()
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", here.app.port, timeout=PATIENCE)) as asked:
            asked.request("POST", "/api/events", json.dumps({"device": "benchmark", "events": [event]}), headers)
            accepted = json.loads(asked.getresponse().read()).get("accepted")
    except (OSError, http.client.HTTPException):
        return math.inf
    return time.perf_counter() - begun if accepted == [event["id"]] else math.inf


def taps(here: Ground, seconds: float, begin: threading.Event, seen: list[float]) -> None:
    """Tap until so many seconds have passed since `begin`."""
    begin.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seen.append(tap(here))
        time.sleep(PAUSE)


def beside(act: Callable[[Ground], None], seconds: float) -> list[float]:
    """Return the latencies of taps over the API beside what `act` sends."""
    with ground() as here:
        tap(here)
        begin, seen = threading.Event(), list[float]()
        tapping = threading.Thread(target=taps, args=(here, seconds, begin, seen))
        tapping.start()
        begin.set()
        act(here)
        tapping.join()
    return seen


def beside_page(ready: Callable[[Page, Ground], Callable[[], None]], seconds: float) -> list[float]:
    """Return the latencies of taps beside what a secretary does on a page: `ready` opens it and gives the last act."""
    with ground() as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=here.app.address, locale="vi-VN")
        context.add_cookies([{"name": COOKIE, "value": here.secretary, "url": here.app.address}])
        page = context.new_page()
        act = ready(page, here)
        tap(here)
        begin, seen = threading.Event(), list[float]()
        tapping = threading.Thread(target=taps, args=(here, seconds, begin, seen))
        tapping.start()
        act()
        begin.set()
        tapping.join()
        for said in page.get_by_test_id("stAlertContainer").all_text_contents():
            print(f"  the page says: {' '.join(said.split())}")
        browser.close()
    return seen


def _list_uploaded(data: bytes) -> Callable[[Page, Ground], Callable[[], None]]:
    def ready(page: Page, here: Ground) -> Callable[[], None]:
        page.goto(f"/sampling?audit={here.audit}&part=list")
        chosen = page.locator("input[type=file]")
        chosen.wait_for(state="attached", timeout=120_000)
        file = {"name": "list.xlsx", "mimeType": "application/octet-stream", "buffer": data}
        return lambda: chosen.set_input_files(file)  # type: ignore[arg-type]

    return ready


def _key_tried(page: Page, here: Ground) -> Callable[[], None]:
    page.goto(f"/reporting?audit={here.audit}")
    part = page.get_by_text(say("signing.digital.title"), exact=True).first
    part.wait_for(timeout=120_000)
    part.click()
    form = page.get_by_test_id("stForm").filter(has_text=say("signing.digital.hint"))
    file = {"name": "key.p12", "mimeType": "application/x-pkcs12", "buffer": KEY_FILES["seal"](ROUNDS)}
    form.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    form.locator("input[type=password]").fill("any")
    form.get_by_text("key.p12").wait_for()
    return lambda: form.get_by_role("button", name=say("signing.digital.button"), exact=True).click()


def _scan_attached(page: Page, here: Ground) -> Callable[[], None]:
    page.goto(f"/reporting?audit={here.audit}")
    part = page.get_by_text(say("signing.attachment.title")).first
    part.wait_for(timeout=120_000)
    part.click()
    form = page.get_by_test_id("stForm").filter(has_text="JPEG").first
    digests = b"%PDF-1.7\n" + (b"0123456789abcdef" * 4 + b"\n") * (19_000_000 // 65)
    file = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": digests}
    form.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    form.get_by_text("scan.pdf").wait_for(timeout=60_000)
    return lambda: form.get_by_role("button", name=say("signing.attachment.button")).click()


def _pictures_sent(here: Ground) -> None:
    """Send four pictures of 50 million pixels at once, as one person's tablets could."""
    content = io.BytesIO()
    Image.new("RGBA", (7_000, 7_000), (1, 2, 3, 100)).save(content, "WEBP")

    def send() -> None:
        asked = f"/api/photos?audit={here.audit}&item={here.item}&id={uuid.uuid4()}&device=benchmark"
        headers = {"Content-Type": "image/webp", "Origin": here.app.address, "Cookie": f"{COOKIE}={here.secretary}"}
        connection = http.client.HTTPConnection("127.0.0.1", here.app.port, timeout=PATIENCE)
        with suppress(OSError), closing(connection):
            connection.request("POST", asked, content.getvalue(), headers)
            connection.getresponse().read()

    for _ in range(4):
        threading.Thread(target=send, daemon=True).start()


def _workbook(change: Callable[[bytes], bytes]) -> bytes:
    made, plain, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for number in range(1, 4):
        made.worksheets[0].append([f"H-{number}", "x"])
    made.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == SHEET else old.read(name))
    return out.getvalue()


def _far_row() -> bytes:
    return _workbook(lambda sheet: sheet.replace(b'<row r="2"', b'<row r="4000000000"'))


def _merged_rows() -> bytes:
    ranges = b"<mergeCells>" + b'<mergeCell ref="A1:B100000"/>' * 50_000 + b"</mergeCells>"
    return _workbook(lambda sheet: sheet.replace(b"</sheetData>", b"</sheetData>" + ranges))


def _half_open(seconds: float) -> list[float]:
    from benchmarks.hostile_connections import taps_beside

    return taps_beside(1_100, taps=int(seconds * 5))


CASES: dict[str, Case] = {
    "nothing": partial(beside, lambda _: None),
    "key_file": partial(beside_page, _key_tried),
    "far_row": partial(beside_page, _list_uploaded(_far_row())),
    "merged_rows": partial(beside_page, _list_uploaded(_merged_rows())),
    "digests": partial(beside_page, _scan_attached),
    "pictures": partial(beside, _pictures_sent),
    "half_open": _half_open,
}


def told(latencies: list[float]) -> dict[str, int]:
    """Return p50, p95 and the longest in milliseconds of the taps that were acknowledged, and how many never were."""
    kept = sorted(one * 1000 for one in latencies if one < math.inf) or [math.inf]
    cuts = statistics.quantiles(kept, n=20, method="inclusive") if len(kept) > 1 else kept * 19
    numbers = {"p50_ms": cuts[9], "p95_ms": cuts[18], "longest_ms": kept[-1]}
    whole = {name: round(value) if value < math.inf else -1 for name, value in numbers.items()}
    return {"taps": len(latencies), **whole, "never": sum(one == math.inf for one in latencies)}


def main() -> None:
    """Run the cases, print what the colleague saw of each, and sum up in one last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="10 seconds of taps a case instead of 30")
    parser.add_argument("--only", choices=CASES, action="append", help="run this case (may be given again)")
    given = parser.parse_args()
    seen = {}
    for name in given.only or CASES:
        seen[name] = told(CASES[name](10.0 if given.quick else 30.0))
        print(name, " ".join(f"{what}={value}" for what, value in seen[name].items()), flush=True)
    figures = ("p50_ms", "p95_ms", "longest_ms")
    parts = [f"{name}_{figure}={one[figure]}" for name, one in seen.items() for figure in figures]
    print(f"hostile {' '.join(parts)} never={sum(one['never'] for one in seen.values())}")


if __name__ == "__main__":
    main()
