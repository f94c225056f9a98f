"""Texts that a file or a person wrote are shown letter by letter: never as a link, a heading or HTML of ours."""

import ast
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.workflow.conducting import sampling
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.exchange import export_audit
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import attaching, locking
from tests.conftest import AT, make_account, plan_audit, reread
from tests.screens import EVERY_PAGE, IN_AN_AUDIT
from tests.ui.conftest import open_page
from tests.workflow.lists import row, taken
from tests.workflow.minutes_ready import fill, lock, small_picture

UI = Path(__file__).parents[2] / "iso_audit" / "ui"
LINK = "[cập nhật](http://evil/x)"
TAG = "<b id=evil>!</b>"
HOSTILE = f"{LINK} {TAG}"
ALERTS = frozenset({"error", "warning", "info", "success", "table", "toast", "exception"})


def test_messages_are_shown_in_one_place_only() -> None:
    """Streamlit reads Markdown in every message: `ui.alerts` alone calls it, and takes the signs away."""
    calls = [
        f"{file.relative_to(UI)}: st.{node.func.attr}"
        for file in sorted(UI.rglob("*.py"))
        if file.name != "alerts.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "st"
        and node.func.attr in ALERTS
    ]
    assert calls == []


@pytest.fixture
def hostile(empty: Installation, bank: Bank) -> tuple[Account, Audit]:
    """An audit in which every text that a person or a file can bring looks like a link and a tag."""
    database = empty.database
    leader = make_account(database, "leader", Role.LEADER)
    with database.write() as cursor:
        cursor.execute("update account set name = ?", [HOSTILE])
    audit = plan_audit(database, bank, reread(database, leader), form="half-day")
    with database.write() as cursor:
        cursor.execute("update agency set name = ?, parent = ?, address = ?", [HOSTILE] * 3)
        cursor.execute("update programme set place = ?, plan_about = ?, team_issuer = ?", [HOSTILE] * 3)
        cursor.execute("update team_member set name = ?, position = ?, organisation = ?", [HOSTILE] * 3)
    fill(database, audit, leader)
    texts = [("item:P01", name) for name in ("evidence", "gap", "unit")]
    texts += [(f"finding:{new_id(AT)}", name) for name in ("gap", "criterion", "evidence", "opinion")]
    texts += [("visit:", name) for name in ("place", "strengths", "recommendations", "agency_opinion")]
    texts += [("attendee:1", name) for name in ("name", "position", "role")]
    events = [NewEvent(new_id(AT), audit.id, subject, name, HOSTILE, AT) for subject, name in texts]
    assert not record(database, events, by=leader, device="t", at=AT).refused
    taken(database, audit.id, [row("A-1", HOSTILE)], by=leader)
    sampling.add_on_purpose(database, audit.id, "A-1", HOSTILE, by=leader, device="tablet", at=AT)
    return leader, audit


def no_slots(database: Database, audit: Audit, by: Account) -> None:
    """Write what the minutes print without square brackets, which would hold up locking as a place left to fill in."""
    journal = open_audit(database, audit.id, reader=by).journal
    kept = [(key, state) for key, state in journal.fields.items() if "[" in (state.value or "")]
    events = [
        NewEvent(new_id(AT), audit.id, *key, TAG, AT, frozenset(head.id for head in state.heads)) for key, state in kept
    ]
    assert not record(database, events, by=by, device="t", at=AT).refused


def texts_of(app: AppTest) -> Iterator[tuple[str, str]]:
    """Yield every text that Streamlit reads as Markdown or HTML on a page, with the kind of its element."""
    for block in (app.main, app.sidebar):
        for element in _elements(block):
            proto = getattr(element, "proto", None)
            for name in ("body", "label", "help"):
                text = getattr(proto, name, "")
                if isinstance(text, str) and text:
                    yield f"{element.type}.{name}", text
            if element.type in {"radio", "button_group", "checkbox"}:
                for option in getattr(proto, "options", ()):
                    yield f"{element.type}.option", str(getattr(option, "content", option))
            if element.type == "arrow_table":
                for cell in [*element.value.to_numpy().ravel(), *element.value.index, *element.value.columns]:
                    yield "table", str(cell)


def _elements(block: object) -> Iterator[object]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _elements(child)


def raw(app: AppTest) -> list[tuple[str, str]]:
    """Return what would become a link or a tag: HTML knows no Markdown, Markdown shows tags as they are written."""
    assert not app.exception
    return [(kind, text) for kind, text in texts_of(app) if (TAG if kind == "html.body" else "](") in text]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_no_page_makes_a_link_of_what_somebody_wrote(hostile: tuple[Account, Audit], page: str) -> None:
    leader, audit = hostile
    app = open_page(page, leader, **({"audit": audit.id} if page in IN_AN_AUDIT else {}))
    assert raw(app) == []
    if page in {"overview", "accounts", "me", "visit", "caucus", "reporting"}:
        assert any("evil" in text for _, text in texts_of(app))


@pytest.mark.parametrize("part", ["list", "draw", "files", "figures", "days"])
def test_no_part_of_the_case_files_makes_a_link(hostile: tuple[Account, Audit], part: str) -> None:
    leader, audit = hostile
    assert raw(open_page("sampling", leader, audit=audit.id, part=part)) == []


def test_minutes_at_each_stage_make_no_link(empty: Installation, hostile: tuple[Account, Audit]) -> None:
    leader, audit = hostile
    no_slots(empty.database, audit, leader)
    version = lock(empty.database, audit, leader)
    attaching.attach(empty.database, version.id, name="[quét](tel:1).png", data=small_picture(), by=leader, at=AT)
    assert raw(open_page("reporting", leader, audit=audit.id)) == []
    locking.issue_locked(empty.database, version.id, by=leader, at=AT)
    locking.reopen(empty.database, audit.id, reason=HOSTILE, by=leader, at=AT)
    assert raw(open_page("reporting", leader, audit=audit.id)) == []
    establishing.cancel_audit(empty.database, audit.id, reason=HOSTILE, by=leader, at=AT)
    assert raw(open_page("conducting", leader, audit=audit.id)) == []


def test_what_a_carried_file_says_of_itself_makes_no_link(
    empty: Installation, hostile: tuple[Account, Audit], tmp_path: Path
) -> None:
    leader, audit = hostile
    export_audit(empty.database, audit.code, tmp_path / "a", by=None, at=AT)
    app = upload(open_page("exchange", leader), (tmp_path / "a").read_bytes())
    assert raw(app) == []
    app.button(key="exchange.take").click().run()
    assert raw(app) == []
    with empty.database.write() as cursor:
        cursor.execute("update agency set address = ?", [LINK])
    app = upload(app, (tmp_path / "a").read_bytes())
    app.button(key="exchange.take").click().run()
    assert len(app.table) == 1
    assert raw(app) == []


def test_a_sentence_about_a_newer_file_makes_no_link(
    empty: Installation, hostile: tuple[Account, Audit], tmp_path: Path
) -> None:
    leader, audit = hostile
    export_audit(empty.database, audit.code, tmp_path / "a", by=None, at=AT)
    with zipfile.ZipFile(tmp_path / "a") as source:
        members = {name: source.read(name) for name in source.namelist()}
    manifest = {**json.loads(members["manifest.json"]), "format": 9, "app": LINK}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, data in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            target.writestr(name, data)
    app = upload(open_page("exchange", leader), made.getvalue())
    assert "evil" in app.error[0].value
    assert raw(app) == []


def upload(app: AppTest, data: bytes) -> AppTest:
    return app.file_uploader[0].upload("a.isoaudit", data, "application/octet-stream").run()


def test_a_plan_made_with_another_question_bank_opens(empty: Installation, hostile: tuple[Account, Audit]) -> None:
    leader, audit = hostile
    with empty.database.write() as cursor:
        cursor.execute("update agency set kind = 'castle'")
        cursor.execute("update audit set checklist_form = 'dream'")
    for page in ("planning", "overview", "conducting", "visit", "reporting"):
        app = open_page(page, leader, audit=audit.id)
        if page == "planning":
            app.selectbox(key="planning.audit").select(audit.id).run()
            assert app.selectbox(key=f"audit.{audit.id}.checklist_form").value is None
        assert not app.exception
