"""The card on a page of its own, on the real web API and a database in memory: `python -m tests.card.stage`."""

import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from iso_audit import assets, bootstrap
from iso_audit.bootstrap import Installation
from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account, Role, SignInSession
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.composition import compose
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.programme import Agency, Audit, AuditForm, Decision, Member, Programme
from iso_audit.presenting.card import card_data
from iso_audit.settings import read_settings
from iso_audit.storage import accounts, audits, minutes, programmes
from iso_audit.storage.engine.database import MEMORY, Database
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries import conducting as reading
from iso_audit.web.entry import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts.signing_in import token_hash
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id

AUDIT = "audit-1"
PEOPLE = {
    "lan": ("Người mẫu Lan", Role.LEADER),
    "minh": ("Người mẫu Minh", Role.MEMBER),
    "hoa": ("Người mẫu Hoa", Role.MEMBER),
    "tu": ("Người mẫu Tú", Role.MEMBER),
    "xem": ("Người mẫu Xem", Role.VIEWER),
}
EVERYBODY = tuple(f"m-{name}" for name in PEOPLE)
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Card</title>
<style>body {{ margin: 0; background: #e9eef3; }}</style></head><body><div id="place"></div>
<script type="application/json" id="data">{data}</script>
<script type="module" src="/stage.js"></script></body></html>"""
MOUNTING = """import mount from "/loader.js";
const parentElement = document.getElementById("place").attachShadow({ mode: "open" });
window.data = JSON.parse(document.getElementById("data").textContent);
window.remount = (data) => { window.leave = mount({ data, parentElement }); };
window.remount(window.data);"""


def now() -> datetime:
    return datetime.now(UTC)


class Stage:
    """The real routes and their gate on a database, and beside them a page that mounts a component with its data."""

    loader = assets.loader(assets.CARD)

    def __init__(self, database: Database, bank: Bank) -> None:
        self.database = database
        self.installed = Installation(read_settings({}), database, Banks((bank,)), now)
        bootstrap.use(self.installed)
        own = [
            Route("/stage", self.page),
            Route("/stage.js", lambda _: Response(MOUNTING, media_type="text/javascript")),
            Route("/loader.js", lambda _: Response(self.loader, media_type="text/javascript")),
        ]
        inner = Starlette(routes=[*own, *ROUTES], middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
        self.app = Starlette(routes=[Route("/as/{name}", self.enter), Mount("/", inner)])

    def account(self, name: str) -> Account:
        return account_named(self.database, name)

    def cookie(self, name: str) -> dict[str, str]:
        """Return the cookie of a new session of somebody."""
        token = secrets.token_urlsafe(32)
        with self.database.write() as cursor:
            session = SignInSession(token_hash(token), self.account(name).id, now(), now())
            accounts.add_session(cursor, session, device="stage")
        return {"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": "/"}

    def enter(self, request: Request) -> Response:
        """Sign somebody in and lead to the page."""
        answer = RedirectResponse(f"/stage?{request.url.query}", status_code=303)
        answer.set_cookie(COOKIE, self.cookie(request.path_params["name"])["value"], httponly=True)
        return answer

    def page(self, request: Request) -> Response:
        account = request.scope["iso_audit.account"]
        data = self.data(account, request.query_params)
        told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        return HTMLResponse(PAGE.format(language=data["language"], data=told))

    def data(self, account: Account, asked: Mapping[str, str]) -> dict[str, Any]:
        raise NotImplementedError


def account_named(database: Database, name: str) -> Account:
    with database.read() as cursor:
        found = accounts.by_username(cursor, name)
    assert found is not None
    return found[0]


def fill(database: Database, bank: Bank, *, form: str = "commune") -> None:
    """Plan one audit of five people; an earlier year found something at the same agency."""
    kind = bank.kinds[0].id
    checklist = compose(bank, kind=kind, form=form, exclusions={"7.3": "Không thiết kế"})
    nothing = Decision("", None, "", "")
    with database.write() as cursor:
        for year in (2016, 2017):
            planned = Programme(str(year), year, "", "", "", nothing, nothing, is_sample=True)
            programmes.add(cursor, planned)
        programmes.add(cursor, Agency("a", "Cơ quan mẫu số 1", kind, is_sample=True))
        for name, (title, role) in PEOPLE.items():
            accounts.add(cursor, Account(name, name, title, role), password_hash=None, at=now())
            programmes.add(cursor, Member(f"m-{name}", "2017", title, "", "", role, name))
        for audit in (an_audit("audit-0", "2016"), an_audit(AUDIT, "2017")):
            audits.add(cursor, audit)
            audits.set_checklist(cursor, audit.id, checklist, at=now())
    told = [("grade", "observation"), ("evidence", "danh mục cũ")]
    events = [NewEvent(new_id(now()), "audit-0", "item:P01", *one, now()) for one in told]
    assert not record(database, events, by=account_named(database, "lan"), device="t", at=now()).refused


class CardStage(Stage):
    """The audit that `fill` plans."""

    def data(self, account: Account, asked: Mapping[str, str]) -> dict[str, Any]:
        language = asked.get("language", "vi")
        opened, zone = reading.open_audit(self.database, AUDIT, reader=account), self.installed.settings.zone
        bank, at = self.installed.banks.all[0], now()
        told = card_data(self.database, bank, opened, account=account, language=language, zone=zone, now=at)
        return told | {"item": asked.get("item", ""), "view": asked.get("view", "checklist")}

    def cancel(self, reason: str | None) -> None:
        """Call the audit off, or on again."""
        with self.database.write() as cursor:
            cursor.execute("update audit set cancelled_reason = ? where id = ?", [reason, AUDIT])

    def lock(self) -> None:
        """Fix the text of minutes."""
        version = MinutesVersion("v1", AUDIT, "01/BB-MẪU", 1, MinutesState.LOCKED, "vi", *"abcd", 1, 0, now())
        with self.database.write() as cursor:
            minutes.add(cursor, version, content="{}")

    def journal(self) -> dict[tuple[str, str], list[str | None]]:
        """Return the values of every field's heads, as the database has them."""
        found = reading.changes(self.database, AUDIT, since=0, reader=self.account("lan"))
        return {heads[0].key: [head.value for head in heads] for heads in found.fields}

    def count(self) -> int:
        with self.database.read() as cursor:
            return cursor.execute("select count(*) from event where audit_id = ?", [AUDIT]).fetchall()[0][0]


def an_audit(audit_id: str, programme_id: str) -> Audit:
    code, form, sections = f"{programme_id}-09", AuditForm.ON_SITE, {"P1": "m-minh"}
    return Audit(audit_id, programme_id, "a", code, None, form, "full", "m-lan", EVERYBODY, sections, is_sample=True)


class Running:
    """A stage behind a real socket, which can be stopped and started again on the same port."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.port = 0
        self.start()

    def start(self) -> None:
        config = uvicorn.Config(self.stage.app, port=self.port, log_level="critical", lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self.server.force_exit = True
        self.server.should_exit = True
        self.thread.join()

    def url(self, name: str, **more: str) -> str:
        return f"http://127.0.0.1:{self.port}/as/{name}?" + "&".join(f"{k}={v}" for k, v in more.items())


@contextmanager
def running(stage: Stage) -> Iterator[Running]:
    """Give a running stage and end it."""
    started = Running(stage)
    try:
        yield started
    finally:
        started.stop()


if __name__ == "__main__":
    empty, questions = open_database(MEMORY, at=now()), load_bank()
    fill(empty, questions, form="full")
    with running(CardStage(empty, questions)) as shown:
        print(shown.url("minh"), flush=True)
        threading.Event().wait()
