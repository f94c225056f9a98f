"""What strangers may send: the API driven from its description, and every importer fed with damaged files.

Run `python -m benchmarks.hostile_inputs` (`--quick` for fewer, `--seed N`). The API is the real app, driven by
schemathesis with bodies that fit docs/api.json and bodies that do not, real ids put among them; the importers get real
files with bytes changed, cut and doubled. Prints how many inputs there were, and of them:

- crashes: a 5xx other than 503, a trace in what the server wrote, or an importer that raises anything but our errors;
- half_writes: a refused import after which any table holds something else, or a database found faulty at the end;
- leaks: answers that name a path, a query, a class or a trace, and files or threads left open.
"""

import argparse
import io
import json
import lzma
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.durability_check import check
from benchmarks.hostile import ROOT, Ground, ground
from iso_audit.domain.account import Role
from iso_audit.domain.errors import IsoAuditError
from iso_audit.storage import accounts, audits
from iso_audit.storage.engine.content import contents, name_of
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking
from iso_audit.storage.opening import open_database
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow import exchange
from iso_audit.workflow.conducting import case_lists, photos
from iso_audit.workflow.conducting.photos import NewPhoto
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import attaching, digital, reading, verifying
from tests.pdf_signatures.hostile_keys import KEY_FILES
from tests.pictures import photo
from tests.workflow.lists import asked, usual, workbook

TELLING = re.compile(rb"Traceback|/site-packages/|iso_audit/|\.py\b|duckdb|select .{1,80} from |<class|0x[0-9a-f]{8}")
API_EXAMPLES, FILE_EXAMPLES = 300, 150
SPARE = 8
DATA = ROOT / "tests" / "data"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Import = Callable[[bytes], object]


@dataclass
class Seen:
    """What was counted, and a line for the first of each kind."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, str] = field(default_factory=dict)

    def note(self, kind: str, line: str) -> None:
        """Count one defect and keep what it was."""
        self.counts[kind] += 1
        self.lines.setdefault(line[:60], f"  {kind}: {line[:300]}")


def drive_api(here: Ground, seen: Seen, examples: int, start: int) -> None:
    """Send what the description allows and what it forbids, as the leader and as nobody."""
    described = json.loads((ROOT / "docs" / "api.json").read_text("utf-8"))
    schema = schemathesis.openapi.from_dict(described)
    dice = random.Random(start)
    with httpx2.Client(base_url=here.app.address, timeout=60) as client:
        for path, methods in described["paths"].items():
            for method in methods:
                for mode in schemathesis.GenerationMode:
                    strategy = schema[path][method.upper()].as_strategy(generation_mode=mode)
                    _send_all(strategy, partial(_send, here, client, dice, seen), examples, start)


def _send_all(strategy: object, send: Callable[[schemathesis.Case], None], examples: int, start: int) -> None:
    """Send as many cases as there are examples; the same start gives the same ones."""

    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def each(case: schemathesis.Case) -> None:
        send(case)

    each()


def _send(here: Ground, client: httpx2.Client, dice: random.Random, seen: Seen, case: schemathesis.Case) -> None:
    """Send one case, real ids put in where they fit, as one of several people, and look at the answer."""
    request = case.as_transport_kwargs(base_url=here.app.address)
    address, headers = request.pop("url"), {**request.pop("headers", {}), "Origin": here.app.address}
    if dice.random() < 0.5:
        address = re.sub(r"/(audits|minutes)/[^/]+", lambda part: f"/{part[1]}/{here.audit}", address)
    body = request.get("json")
    if isinstance(body, dict) and isinstance(body.get("events"), list) and dice.random() < 0.7:
        for event in (one for one in body["events"] if isinstance(one, dict)):
            event.update({"audit": here.audit, "subject": f"item:{here.item}"})
    token = dice.choice((here.leader, here.secretary, "")) if dice.random() < 0.9 else "x" * 60
    names = ("params", "json", "content", "data", "files")
    sent = {name: request[name] for name in names if request.get(name) is not None}
    try:
        answer = client.request(request["method"], address, headers={**headers, "Cookie": f"{COOKIE}={token}"}, **sent)
    except (ValueError, TypeError, httpx2.InvalidURL, httpx2.LocalProtocolError):
        return  # no client can send that
    seen.counts["inputs"] += 1
    if answer.status_code >= 500 and answer.status_code != 503:
        seen.note("crashes", f"{answer.status_code} {request['method']} {address}: {answer.text}")
    telling = None if "image/" in answer.headers.get("content-type", "") else TELLING.search(answer.content)
    if telling:
        seen.note("leaks", f"{telling[0]!r} in the answer to {request['method']} {address}")


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Return a file with a few bytes changed, a piece cut out, doubled or put elsewhere, or its end gone."""
    bytes_ = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 40))):
        if not bytes_:
            break
        at, length = dice.randrange(len(bytes_)), dice.choice((1, 4, 64, 1000))
        match dice.randrange(5):
            case 0:
                bytes_[at] = dice.randrange(256)
            case 1:
                del bytes_[at : at + length]
            case 2:
                bytes_[at:at] = bytes_[at : at + length]
            case 3:
                bytes_[at : at + length] = dice.randbytes(length)
            case _:
                del bytes_[at : None if dice.random() < 0.1 else at + 1]
    return bytes(bytes_)


@contextmanager
def importers(folder: Path) -> Iterator[tuple[Database, dict[str, tuple[bytes, Import]]]]:
    """Give a database, and for each importer a real file and what takes it in."""
    at, file = datetime.now(UTC), folder / "audits.duckdb"
    file.write_bytes(lzma.decompress((DATA / "second-release.duckdb.xz").read_bytes()))
    database = open_database(file, at=at)
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-10")
        leader = next(one for one in accounts.all_accounts(cursor) if one.role is Role.LEADER)
    assert audit is not None
    version = reading.versions(database, audit.id, reader=leader)[0]
    issued = reading.issued_pdf(database, version, reader=leader)
    by: dict[str, Any] = {"by": leader, "at": at}

    def picture(data: bytes) -> object:
        return photos.receive(database, NewPhoto(new_id(at), audit.id, "P05", at, data), device="benchmark", **by)

    def attachment(name: str) -> Import:
        return lambda data: attaching.attach(database, version.id, name=name, data=data, **by)

    def signed(data: bytes) -> object:
        key = (data, "password")
        return digital.sign_file(issued, field="leader", key=key, language="vi", zone=ZONE, at=at, person=leader.id)

    try:
        yield (
            database,
            {
                "isoaudit": (
                    (DATA / "second-release.isoaudit").read_bytes(),
                    lambda data: exchange.import_audit(database, io.BytesIO(data), **by),
                ),
                "case_list": (
                    workbook(usual()),
                    lambda data: case_lists.take_in(database, audit.id, asked(data), **by),
                ),
                "picture": (photo(), picture),
                "scan": (photo(), attachment("scan.jpg")),
                "signed_pdf": (issued, attachment("signed.pdf")),
                "verified_pdf": (issued, lambda data: verifying.verify(database, data)),
                "key_file": (next(iter(KEY_FILES.values()))(1_000), signed),
            },
        )
    finally:
        database.close()


def feed(folder: Path, seen: Seen, examples: int, start: int) -> None:
    """Feed every importer with damaged files; what is refused leaves every table as it was."""
    dice = random.Random(start)
    with importers(folder) as (database, readers):
        before = _state(database)
        for name, (whole, take) in readers.items():
            for _ in range(examples):
                data = damaged(whole, dice)
                seen.counts["inputs"] += 1
                try:
                    take(data)
                    before = _state(database)
                except IsoAuditError:
                    after = _state(database)
                    if after != before:
                        seen.note("half_writes", f"{name}: something else is kept after a refusal")
                        before = after
                except Exception as error:
                    seen.note("crashes", f"{name}: {error!r}")
        for fault in checking.faults(database):
            seen.note("half_writes", f"{fault.code} {fault.details}")


def _state(database: Database) -> object:
    """Return what all tables hold, but for the log of acts, in which refusals may stand."""
    with database.read() as cursor:
        return [table for table in contents(cursor, name_of(cursor)) if table.name != "activity"]


def left_open(process: int) -> tuple[int, int]:
    """Return how many files and threads a process has open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir())), len(list(Path(f"/proc/{process}/task").iterdir()))


def main() -> None:
    """Drive the API, feed the importers, print what was found and sum up in one last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given_ = parser.parse_args()
    api, files = (15, 12) if given_.quick else (API_EXAMPLES, FILE_EXAMPLES)
    seen = Seen()
    with ground() as here:
        assert here.app.process is not None
        _send_nothing(here)
        before = left_open(here.app.process.pid)
        drive_api(here, seen, api, given_.seed)
        after = left_open(here.app.process.pid)
        if after[0] > before[0] + SPARE or after[1] > before[1] + SPARE:
            seen.note("leaks", f"files and threads open: {before} before, {after} after")
        if b"Traceback" in here.app.told.read_bytes():
            seen.note("crashes", "a trace in what the server wrote")
        here.app.kill()
        for line in check(here.app.database, []):
            seen.note("half_writes", line)
    with tempfile.TemporaryDirectory() as folder:
        feed(Path(folder), seen, files, given_.seed)
    print(*seen.lines.values(), sep="\n")
    kinds = ("inputs", "crashes", "half_writes", "leaks")
    print("hostile_inputs", *(f"{kind}={seen.counts[kind]}" for kind in kinds))


def _send_nothing(here: Ground) -> None:
    """Have every thread of the server once at work, so that they are not counted as left open."""
    with httpx2.Client(base_url=here.app.address, headers={"Cookie": f"{COOKIE}={here.leader}"}) as client:
        for _ in range(40):
            client.get("/api/session")


if __name__ == "__main__":
    main()
