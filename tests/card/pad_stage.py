"""A page with the signature pad of one locked version, on the real web API and its gate."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from iso_audit import bootstrap, card, signature_pad
from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.signature import Place
from iso_audit.i18n import translate, words_under
from iso_audit.settings import read_settings
from iso_audit.storage.engine.database import MEMORY
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries.conducting import milliseconds
from iso_audit.ui.reporting.pad import ASPECT, SHARED
from iso_audit.web.entry import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts import administering, signing_in
from iso_audit.workflow.reporting import signing
from tests.card.stage import Running
from tests.conftest import AT, make_account, plan_audit, reread
from tests.workflow.minutes_ready import fill, lock

PASSWORD = "bốn con mèo nhỏ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Pad</title>
<style>{style}</style></head><body><div id="place"></div>
<script type="application/json" id="data">{data}</script>
<script type="module" src="/pad-page.js"></script></body></html>"""
SCRIPT = """import mount from "/pad.js";
window.data = JSON.parse(document.getElementById("data").textContent);
window.leave = mount({ data: window.data, parentElement: document.getElementById("place") });"""


class PadStage:
    """A database in memory with one locked version, and the leader who signs in."""

    def __init__(self, bank: Bank) -> None:
        self.database = open_database(MEMORY, at=AT)
        leader = make_account(self.database, "truong-doan", Role.LEADER)
        administering.set_password(self.database, leader.username, PASSWORD, at=AT, hasher=CHEAP)
        audit = plan_audit(self.database, bank, leader, form="commune")
        self.leader = reread(self.database, leader)
        fill(self.database, audit, self.leader)
        self.version = lock(self.database, audit, self.leader)
        self.installed = Installation(read_settings({}), self.database, bank, lambda: datetime.now(UTC))
        own = [
            Route("/pad", self.page),
            Route("/pad.js", lambda _: Response(self._script(), media_type="text/javascript")),
            Route("/pad-page.js", lambda _: Response(SCRIPT, media_type="text/javascript")),
        ]
        self.app = Starlette(routes=[*own, *ROUTES], middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)

    def _script(self) -> str:
        shared = [(card.FOLDER / part).read_text(encoding="utf-8") for part in SHARED]
        return "\n".join([*shared, signature_pad.script()])

    def sign_in(self) -> dict[str, str]:
        """Return the cookie of a new sign-in."""
        now = datetime.now(UTC)
        token = signing_in.sign_in(
            self.database, "truong-doan", PASSWORD, device="t", address="127.0.0.1", at=now, hasher=CHEAP
        )
        return {"name": COOKIE, "value": token}

    def page(self, request: Request) -> Response:
        names = {place: translate("vi", f"signing.place.{place}") for place in Place}
        data = {
            "version": {"id": self.version.id, "text_hash": self.version.text_hash},
            "account": self.leader.id,
            "may_sign": True,
            "language": "vi",
            "words": words_under("vi", "signing.pad"),
            "zone": "Asia/Ho_Chi_Minh",
            "server_time": milliseconds(datetime.now(UTC)),
            "aspect": ASPECT,
            "places": [{"id": place.value, "title": name, "name": name} for place, name in names.items()],
            "events": [],
        }
        told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        return HTMLResponse(PAGE.format(style=signature_pad.stylesheet(), data=told))

    def strokes(self, place: str) -> list[str]:
        """Return the strokes the database holds of a place, as text."""
        listed = signing.signature_events(self.database, self.version.id, reader=self.leader)
        found = [one for one in listed if one.place.value == place and one.kind.value == "stroke"]
        return [json.dumps(dict(one.value)["points"]) for one in found]


@contextmanager
def pad_running(bank: Bank) -> Iterator[Running]:
    """Give a running pad stage and end it."""
    stage = PadStage(bank)
    bootstrap.use(stage.installed)
    started = Running(stage)
    try:
        yield started
    finally:
        started.stop()
