"""Every table and column of the schema is carried, or left out by name; values are read strictly."""

import pytest

from iso_audit.storage.database import Database
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


SECTION = Section("thing", columns("id text, count integer, day day?, at moment, data bytes?, told json"), "true")
RIGHT = {
    "id": "1",
    "count": 2,
    "day": None,
    "at": "2017-07-11T01:00:00.000000Z",
    "data": None,
    "told": "{}",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None},
        {"id": 1},
        {"id": "\ud800"},
        {"count": "2"},
        {"count": True},
        {"count": 2.0},
        {"day": "2017-02-30"},
        {"at": "2017-07-11"},
        {"at": "2017-07-11T01:00:00.000000+07:00"},
        {"data": "../../etc/passwd"},
        {"told": "{"},
        {"told": "[" * 100_000},
        {"more": 1},
    ],
)
def test_a_value_of_another_kind_is_refused(wrong: dict[str, object]) -> None:
    assert read_row(SECTION, RIGHT)["count"] == 2
    with pytest.raises((ValueError, RecursionError)):
        read_row(SECTION, {**RIGHT, **wrong})
