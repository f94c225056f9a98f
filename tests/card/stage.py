"""A small page that mounts the card on the real workflow: `python -m tests.card.stage` shows it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from iso_audit.card import script, stylesheet
from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account, Role
from iso_audit.domain.composition import compose
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Agency, Audit, AuditForm, Decision, Member, Programme
from iso_audit.i18n import sentence, translate, words_under
from iso_audit.storage import accounts, audits, programmes
from iso_audit.storage.engine.database import MEMORY
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries import conducting as reading
from iso_audit.web import clocks
from iso_audit.web.api import event_data, read_batch
from iso_audit.workflow.conducting.recording import record
from tests.card.photo_stage import photo_routes

AUDIT = "audit-1"
PEOPLE = {
    "lan": ("Người mẫu Lan", Role.LEADER),
    "minh": ("Người mẫu Minh", Role.MEMBER),
    "hoa": ("Người mẫu Hoa", Role.MEMBER),
    "tu": ("Người mẫu Tú", Role.MEMBER),
    "xem": ("Người mẫu Xem", Role.VIEWER),
}
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Card</title>
<style>body {{ margin: 0; background: #e9eef3; }}</style></head><body><div id="place"></div>
<script type="module">
import mount from "/card.js";
const host = document.getElementById("place");
const root = host.attachShadow({{ mode: "open" }});
const style = document.createElement("style");
style.textContent = {style};
root.append(style);
window.remount = (data) => {{ window.leave = mount({{ data, parentElement: root }}); }};
window.data = {data};
window.remount(window.data);
</script></body></html>"""


def now() -> datetime:
    return datetime.now(UTC)


class Stage:
    """A database in memory with one audit and five people, and the pages on it."""

    def __init__(self, *, form: str = "commune") -> None:
        self.bank = load_bank()
        self.database = open_database(MEMORY, at=now())
        self.refusing: set[str] = set()
        checklist = compose(self.bank, kind=self.bank.kinds[0].id, form=form, exclusions={"7.3": "Không thiết kế"})
        nothing = Decision("", None, "", "")
        with self.database.write() as cursor:
            programmes.add_programme(cursor, Programme("p", 2017, "", "", "", nothing, nothing, is_sample=True))
            programmes.add_agency(cursor, Agency("a", "Cơ quan mẫu số 1", self.bank.kinds[0].id, is_sample=True))
            for name, (title, role) in PEOPLE.items():
                accounts.add(cursor, Account(name, name, title, role), password_hash=None, at=now())
                programmes.add_member(cursor, Member(f"m-{name}", "p", title, "", "", role, name))
            audits.add(cursor, self._audit())
            audits.set_checklist(cursor, AUDIT, checklist, at=now())
        self.app = Starlette(routes=self._routes())

    def _audit(self) -> Audit:
        sections = {"P1": "m-minh"}
        everybody = tuple(f"m-{name}" for name in PEOPLE)
        return Audit(
            AUDIT, "p", "a", "2017-09", None, AuditForm.ON_SITE, "full", "m-lan", everybody, sections, is_sample=True
        )

    def _routes(self) -> list[Route]:
        return [
            Route("/", self.page),
            Route("/card.js", lambda _: Response(script(), media_type="text/javascript")),
            Route("/api/session", self._told(self.session)),
            Route("/api/events", self._told(self.events), methods=["POST"]),
            Route("/api/audits/{audit}/changes", self._told(self.changes)),
            Route("/api/audits/{audit}/history", self._told(self.history)),
            *photo_routes(self),
        ]

    def account(self, name: str | None) -> Account | None:
        with self.database.read() as cursor:
            return accounts.by_id(cursor, name) if name else None

    def _told(self, answer):
        async def told(request: Request) -> Response:
            account = self.account(request.cookies.get("as"))
            if account is None:
                return JSONResponse({"code": "not_signed_in", "reason": "expired"}, status_code=401)
            body = await request.json() if request.method == "POST" else None
            return answer(request, account, body)

        return told

    def page(self, request: Request) -> Response:
        name = request.query_params.get("as") or request.cookies.get("as") or "minh"
        language = request.query_params.get("language", "vi")
        shown = self.data(name, language, request.query_params.get("item", ""))
        shown["view"] = request.query_params.get("view", "checklist")
        data = json.dumps(shown, ensure_ascii=False)
        html = PAGE.format(language=language, style=json.dumps(stylesheet()), data=data.replace("<", "\\u003c"))
        answer = HTMLResponse(html)
        answer.set_cookie("as", name)
        return answer

    def session(self, request: Request, account: Account, body: object) -> Response:
        told = {"account": account.id, "name": account.name, "language": "vi"}
        return JSONResponse({"server_time": reading.milliseconds(now()), **told})

    def events(self, request: Request, account: Account, body) -> Response:
        if request.headers.get("x-account", account.id) != account.id:
            return JSONResponse({"code": "account_changed", "message": ""}, status_code=409)
        at, batch = now(), read_batch(body)
        wanted = [one for one in batch.events if one.subject not in self.refusing]
        receipt = record(self.database, wanted, by=account, device=batch.device, at=at, sent_at=batch.sent_at)
        refused = [{"id": r.event_id, "code": r.error.code, "message": said(r.error)} for r in receipt.refused]
        refused += [
            {"id": one.id, "code": "audit_cancelled", "message": "Cuộc kiểm tra đã bị hủy."}
            for one in batch.events
            if one.subject in self.refusing
        ]
        told = {"server_time": reading.milliseconds(at), "accepted": receipt.accepted, "refused": refused}
        return JSONResponse(told | clocks.newest(receipt.newest), status_code=422 if refused else 200)

    def changes(self, request: Request, account: Account, body: object) -> Response:
        since = int(request.query_params.get("since", "0"))
        found = reading.changes(self.database, request.path_params["audit"], since=since, reader=account)
        return JSONResponse({"server_time": reading.milliseconds(now()), **plain(found)})

    def history(self, request: Request, account: Account, body: object) -> Response:
        subject = request.query_params["subject"]
        told = reading.history(self.database, request.path_params["audit"], subject, reader=account)
        return JSONResponse({"events": [event_data(event, name) for event, name in told]})

    def journal(self) -> dict[tuple[str, str], list[str | None]]:
        """Return the values of every field's heads, as the database has them."""
        found = reading.changes(self.database, AUDIT, since=0, reader=self.account("lan"))
        return {heads[0].key: [head.value for head in heads] for heads in found.fields}

    def count(self) -> int:
        with self.database.read() as cursor:
            return cursor.execute("select count(*) from event").fetchall()[0][0]

    def data(self, name: str, language, item: str) -> dict[str, object]:
        account = self.account(name)
        opened = reading.open_audit(self.database, AUDIT, reader=account)
        fresh = reading.changes(self.database, AUDIT, since=0, reader=account)
        rights = {"leads": account.leads, "may_record": account.may_record(AUDIT)}
        return {
            "audit": {"id": AUDIT, "code": opened.audit.code, "agency": opened.agency.name},
            "account": {"id": account.id, "name": account.name, **rights},
            "language": language,
            "words": {**words_under(language, "card"), **words_under(language, "fields.item")},
            "zone": "Asia/Ho_Chi_Minh",
            "server_time": reading.milliseconds(now()),
            **plain(fresh),
            "checklist": {"sections": sections(opened.checklist, language)},
            "grades": grades(language),
            "item": item,
            "phrases": self._phrases(opened.checklist, language),
            "grade_help": [
                {
                    "grade": h.grade,
                    "question": h.question.in_language(language),
                    "example": h.example.in_language(language),
                }
                for h in self.bank.grade_help
            ],
            "mine": list(reading.sections_of(self.database, opened.audit, reader=account)),
            "earlier": {
                "P.1": [
                    {"year": 2016, "code": "1", "grade": "observation", "statement": "danh mục cũ", "items": ["P01"]}
                ]
            },
            "sample": True,
        }

    def _phrases(self, checklist, language) -> dict[str, object]:
        return {
            item.id: [
                {
                    "grade": p.grade,
                    "statement": p.statement.in_language(language),
                    "request": p.request.in_language(language),
                }
                for p in self.bank.phrases_for(item.id)
            ]
            for item in checklist.items
        }


def said(error: IsoAuditError) -> str:
    try:
        return sentence("vi", error)
    except KeyError:
        return error.code


def plain(found) -> dict[str, object]:
    return {
        "position": found.position,
        "fields": [reading.field_data(heads, found.names) for heads in found.fields],
    }


def grades(language) -> list[dict[str, str]]:
    return [
        {
            "id": grade.value,
            "label": translate(language, f"words.grade.{grade.value}"),
            "sign": translate(language, f"words.sign.{grade.value}"),
        }
        for grade in Grade
    ]


def sections(checklist, language) -> list[dict[str, object]]:
    titles = {clause.number: clause.title for clause in checklist.clauses}
    return [
        {
            "id": section.id,
            "title": section.title.in_language(language),
            "block": block.title.in_language(language),
            "items": [
                {
                    "id": item.id,
                    "clause": item.clause,
                    "clause_title": titles[item.clause].in_language(language) if item.clause in titles else "",
                    "starred": item.starred,
                    "question": item.question.in_language(language),
                    "evidence": item.evidence.in_language(language),
                    "methods": [translate(language, f"words.method.{method}") for method in item.methods],
                    "exclusion": checklist.exclusion_of(item.id),
                }
                for item in checklist.items_of(section)
            ],
        }
        for block in checklist.blocks
        for section in block.sections
    ]


class Running:
    """The stage behind a real socket, which can be stopped and started again on the same port."""

    def __init__(self, stage: Stage) -> None:
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
        return f"http://127.0.0.1:{self.port}/?" + "&".join(f"{k}={v}" for k, v in {"as": name, **more}.items())


@contextmanager
def running(**options: str) -> Iterator[Running]:
    """Give a running stage and end it."""
    started = Running(Stage(**options))
    try:
        yield started
    finally:
        started.stop()


if __name__ == "__main__":
    with running(form="full") as shown:
        print(shown.url("minh"), flush=True)
        threading.Event().wait()
