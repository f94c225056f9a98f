"""Banks for the tests of exports: the shipped one, a small one, and any that hypothesis thinks of."""

from typing import Any

from hypothesis import strategies as st

from iso_audit.checklist_formats.tables import Tables
from iso_audit.checklist_formats.xlsform import write
from iso_audit.checklists import FOLDER
from iso_audit.checklists.tables import read_tables
from iso_audit.domain.checklist import METHODS
from iso_audit.domain.grade import Grade
from iso_audit.domain.sheet import Cell, SheetToWrite
from iso_audit.spreadsheets import write_xlsx

GRADES = [grade.value for grade in Grade]


def sheets_of(tables: Tables) -> dict[str, list[list[Cell]]]:
    """Return the sheets that these tables are written as."""
    return {sheet.name: [list(sheet.header), *map(list, sheet.rows)] for sheet in _written(tables)}


def workbook(tables: Tables) -> bytes:
    """Return the workbook that these tables are written as."""
    return write_xlsx(_written(tables))


def _written(tables: Tables) -> list[SheetToWrite]:
    return write(tables, title="Bộ câu hỏi", form_id="bo-cau-hoi", version="1")


EDITIONS = ("iso9001-2008", "iso9001-2015")


def shipped(edition: str) -> Tables:
    """Return the tables of the shipped bank of an edition, block by block as its own file orders them."""
    rows, faults = read_tables([*sorted(FOLDER.glob("*.toml")), *sorted((FOLDER / edition).glob("*.toml"))])
    assert faults == []
    order = next(row.values["blocks"] for row in rows if row.table == "bank")
    tables: Tables = {}
    for row in sorted(rows, key=lambda row: order.index(row.block_id) if row.block_id else -1):
        own = {"block": row.block_id} if row.block_id and row.table != "block" else {}
        tables.setdefault(row.table, []).append({**row.values, **own})
    return tables


def small(**item: Any) -> Tables:
    """Return a bank of two items, the second with these fields."""
    text = {"vi": "Có không?", "en": "Is there?"}
    first = {"id": "4.1-1", "block": "ISO", "clause": "4.1", "question": text, "evidence": text, "methods": ["record"]}
    return {
        "block": [{"id": "ISO", "standard": "iso", "title": text, "source": text}],
        "clause": [{"block": "ISO", "number": "4.1", "title": text}],
        "section": [{"block": "ISO", "id": "4", "title": text, "items": ["4.1-1", "4.1-2"]}],
        "item": [first, {**first, "id": "4.1-2", **item}],
    }


NAMES = st.text(min_size=1, max_size=12).filter(str.strip)
SIMPLE_NAMES = st.from_regex(r"[A-Za-z0-9._-]{1,8}", fullmatch=True)
NASTY = st.sampled_from(
    ["${q}", "instance('a')", "=1+1", "'x", " x ", "a\r\nb", "“x”", "json:1", "$ {", "e\u0301", "\u00a0", "\u00ad"]
)
WORDS = st.one_of(
    st.text(min_size=1, max_size=30).filter(str.strip), NASTY, st.lists(NASTY, min_size=1, max_size=3).map("".join)
)
TEXTS = st.fixed_dictionaries({"vi": WORDS, "en": WORDS})


def _item(block: str, id_: str, ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    condition = {
        "item": st.one_of(st.sampled_from(ids), NAMES),
        "grades": st.lists(st.sampled_from(GRADES), max_size=3),
    }
    return st.fixed_dictionaries(
        {
            "id": st.just(id_),
            "block": st.just(block),
            "clause": NAMES,
            "question": TEXTS,
            "evidence": TEXTS,
            "methods": st.lists(st.sampled_from(METHODS), max_size=3),
        },
        optional={
            "starred": st.booleans(),
            "kinds": st.lists(NAMES, max_size=2),
            "decides": st.text(max_size=8),
            "weight": st.integers(1, 9),
            "asked_when": st.fixed_dictionaries(condition),
            "reserved": st.lists(st.integers(), max_size=2),
        },
    )


@st.composite
def banks(draw: st.DrawFn) -> Tables:
    """Give tables that name each block, section and item once, and each item in one section at most."""
    tables: Tables = {"block": [], "clause": [], "section": [], "item": []}
    blocks = draw(st.lists(st.one_of(SIMPLE_NAMES, NAMES), min_size=1, max_size=2, unique=True))
    ids = draw(st.lists(st.one_of(SIMPLE_NAMES, NAMES), min_size=1, max_size=8, unique=True))
    sections = draw(st.lists(st.one_of(SIMPLE_NAMES, NAMES), max_size=4, unique=True))
    numbers = draw(st.lists(NAMES, max_size=4, unique=True))
    rest = list(ids)
    for place, block in enumerate(blocks):
        title = draw(TEXTS)
        tables["block"].append({"id": block, "standard": draw(NAMES), "title": title, "source": draw(TEXTS)})
        for number in numbers[place :: len(blocks)]:
            tables["clause"].append({"block": block, "number": number, "title": draw(TEXTS)})
        shown: list[str] = []
        for section in sections[place :: len(blocks)]:
            count = draw(st.integers(0, 3))
            items, rest = rest[:count], rest[count:]
            shown += items
            tables["section"].append({"block": block, "id": section, "title": draw(TEXTS), "items": items})
        if block == blocks[-1]:
            shown, rest = shown + rest, []
        tables["item"] += [draw(_item(block, id_, ids)) for id_ in shown]
    return tables
