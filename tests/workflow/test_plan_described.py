"""A field of the plan is described once: checks, tables, carried files and words follow, whatever fields there are."""

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.described import typed_texts
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.programme import Agency, Member, checked
from iso_audit.i18n import sentence, words
from iso_audit.presenting.taken_in import field_name
from iso_audit.storage import programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.exchange.archive import FORMAT
from iso_audit.storage.tables import AGENCY, AUDIT, PROGRAMME, SECTIONS, TEAM_MEMBER
from iso_audit.workflow.exchange.taking import differing
from iso_audit.workflow.planning import establishing
from tests.conftest import AT

PACKAGE = Path(__file__).parents[2] / "iso_audit"
TEXTS = [
    (planned, name, about)
    for planned in (Agency("", "Sở", "department"), Member("", "p", "Lan", "", "", Role.MEMBER))
    for name, about in typed_texts(type(planned)).items()
]


@pytest.mark.parametrize(("planned", "name", "about"), TEXTS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_text_has_the_bound_that_its_field_says(planned: Any, name: str, about: Any) -> None:
    longest = "x" * about.longest
    assert getattr(checked(replace(planned, **{name: f" {longest} "})), name) == longest
    with pytest.raises(RuleBroken) as refused:
        checked(replace(planned, **{name: longest + "x"}))
    assert refused.value.code == "field_too_long"
    for language in ("vi", "en"):
        assert words(language)[f"fields.plan.{planned.noun}.{name}"] in sentence(language, refused.value)


def test_every_text_of_an_agency_is_kept_and_changed(database: Database, bank: Bank, leader: Account) -> None:
    for written in ("một", "hai"):
        texts = {name: f"{written} {name}" for name in typed_texts(Agency)}
        with database.read() as cursor:
            stored = programmes.all_agencies(cursor)
        asked = replace(stored[0], **texts) if stored else Agency("", kind=bank.kinds[0].id, **texts)
        saved = establishing.save_agency(database, asked, bank, by=leader, at=AT)
        with database.read() as cursor:
            assert programmes.agency(cursor, saved.id) == saved
            row = AGENCY.find(cursor, [saved.id])
        assert row is not None
        assert {name: row[name] for name in texts} == texts


@pytest.mark.parametrize("table", [PROGRAMME, AGENCY, TEAM_MEMBER, AUDIT], ids=lambda table: table.name)
def test_every_value_that_may_differ_has_a_name_in_both_languages(table: Any) -> None:
    here = {column.name: "here" for column in table.plain}
    there = {column.name: "there" for column in table.plain}
    for name in differing(table, here, there):
        assert field_name("vi", table.name, name)
        assert field_name("en", table.name, name)


def test_what_a_file_lacks_since_it_is_older_can_be_missing() -> None:
    later = [column for section in SECTIONS for column in section.carried if column.since > 1]
    assert later
    assert [column for column in later if not column.nullable and column.missing is None] == []
    assert max(column.since for column in later) <= FORMAT


@pytest.mark.parametrize("room", ["storage", "workflow/exchange", "workflow/planning", "ui/planning", "presenting"])
def test_no_room_lists_the_texts_of_an_agency_again(room: str) -> None:
    """A name that every table has is nobody's list; the others stand beside their field alone."""
    texts = set(typed_texts(Agency)) - {"name"}
    assert texts
    again = []
    for module in sorted((PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            named = (
                node.value if isinstance(node, ast.Constant) else node.arg if isinstance(node, ast.keyword) else None
            )
            if named in texts:
                again.append(f"{module.name}: {named}")
    assert again == []
