"""Days on screens: written and entered in the reader's language, by one function and one format."""

import ast
from datetime import date
from pathlib import Path

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.storage.engine.database import Database
from tests.ui.conftest import installed, open_page, speaking

SHOWING = [Path(__file__).parents[2] / "iso_audit" / room for room in ("ui", "presenting")]
WRITTEN_FOR_MACHINES = {"%H:%M:%S", "%Y-%m-%dT%H:%M", "audits-%Y-%m-%d-%H%M%S.duckdb"}
"""A time of day, a value of the journal, the name of a file."""


def calls() -> list[tuple[str, str, ast.Call]]:
    """Return every call of a method in the rooms that show something: where it stands, its name, the call."""
    files = [path for room in SHOWING for path in sorted(room.rglob("*.py"))]
    nodes = [(path, node) for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    return [
        (f"{path.name}:{node.lineno}", node.func.attr, node)
        for path, node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def test_no_screen_writes_a_day_by_itself() -> None:
    formats = {
        (place, node.args[0].value if isinstance(node.args[0], ast.Constant) else "?")
        for place, name, node in calls()
        if name == "strftime"
    }
    assert formats
    assert {(place, text) for place, text in formats if text not in WRITTEN_FOR_MACHINES} == set()


def test_every_input_of_a_day_shows_it_in_the_readers_language() -> None:
    inputs = {
        place: [ast.unparse(one.value) for one in node.keywords if one.arg == "format"]
        for place, name, node in calls()
        if name == "date_input"
    }
    assert len(inputs) >= 6
    assert {place: text for place, text in inputs.items() if text != ["session.day_format"]} == {}


@pytest.mark.parametrize(
    ("language", "day", "shown"), [("vi", "11/07/2017", "DD/MM/YYYY"), ("en", "11 Jul 2017", "YYYY-MM-DD")]
)
def test_the_plan_names_and_asks_for_days_in_both_languages(
    database: Database, bank: Bank, audit: Audit, leader: Account, language: Language, day: str, shown: str
) -> None:
    assert audit.planned_on == date(2017, 7, 11)
    installed(database, bank)
    app = open_page("planning", speaking(database, leader, language))
    assert not app.exception
    tables = " ".join(str(one.proto) for one in app.get("arrow_table") + app.get("table"))
    assert day in tables
    assert {one.proto.format for one in app.date_input} == {shown}
