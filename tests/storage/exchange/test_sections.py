"""Every table and column of the schema is carried, or left out by name; values are read strictly."""

import pytest

from iso_audit.storage.engine.database import Database
from iso_audit.storage.exchange.sections import LEFT_OUT, SECTIONS
from iso_audit.storage.exchange.values import Section, columns, read_row

PUT_TOGETHER = {("event", "replaces"), ("photo", "picture")}


def test_every_column_is_carried_or_left_out_by_name(database: Database) -> None:
    with database.read() as cursor:
        there = set(
            cursor.execute(
                "select table_name, column_name from information_schema.columns where table_schema = 'main'"
            ).fetchall()
        )
    carried = {(section.table, column.name) for section in SECTIONS for column in section.columns} - PUT_TOGETHER
    left_out = {(table, name) for table, names in LEFT_OUT.items() for name in names}
    assert carried | left_out == there
    assert carried & left_out == set()


def test_every_text_has_a_bound() -> None:
    with pytest.raises(ValueError, match="name text"):
        columns("id id, name text")


def test_a_password_is_among_what_is_left_out() -> None:
    assert "password_hash" in LEFT_OUT["account"]


def test_sections_come_after_what_they_refer_to() -> None:
    order = [section.table for section in SECTIONS]
    late = [
        (section.table, parent)
        for section in SECTIONS
        for parent in section.parents.values()
        if order.index(parent) >= order.index(section.table)
    ]
    assert late == []


SECTION = Section(
    "thing",
    columns(
        "id id, name text(9), hash digest, count integer, day day?, at moment, data bytes?, told json(300), all list(2)"
    ),
    "true",
)
RIGHT = {
    "id": "1",
    "name": "Sở\n\tNội vụ"[:9],
    "hash": "0" * 64,
    "count": 2,
    "day": None,
    "at": "2017-07-11T01:00:00.000000Z",
    "data": None,
    "told": "{}",
    "all": ["1", "2"],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None},
        {"id": 1},
        {"id": "\ud800"},
        {"id": ""},
        {"id": "1" * 65},
        {"id": "a\nb"},
        {"name": "0123456789"},
        {"name": "a\0b"},
        {"name": "a\x1b[31m"},
        {"name": "a\x85b"},
        {"name": "\ud800"},
        {"hash": "0" * 63},
        {"hash": "A" * 64},
        {"count": -1},
        {"count": 2**31},
        {"count": "2"},
        {"count": True},
        {"count": 2.0},
        {"day": "2017-02-30"},
        {"day": "20170203"},
        {"day": "1989-12-31"},
        {"day": "9999-12-31"},
        {"at": "2017-07-11"},
        {"at": "2017-07-11T01:00:00.000000+07:00"},
        {"data": "../../etc/passwd"},
        {"told": "{"},
        {"told": "[" * 100_000},
        {"told": "[" * 45 + "]" * 45},
        {"told": "NaN"},
        {"told": " " * 301},
        {"all": ["1", "2", "3"]},
        {"all": [1]},
        {"all": "12"},
        {"at": "0001-01-01T00:00:00.000000Z"},
        {"at": "9999-12-31T23:59:59.000000Z"},
        {"more": 1},
    ],
)
def test_a_value_of_another_kind_is_refused(wrong: dict[str, object]) -> None:
    assert read_row(SECTION, RIGHT)["count"] == 2
    with pytest.raises((ValueError, RecursionError)):
        read_row(SECTION, {**RIGHT, **wrong})
