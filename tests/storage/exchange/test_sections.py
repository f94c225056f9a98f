"""Every table is described as the schema has it; what is carried is read strictly."""

import pytest

from iso_audit.storage.engine.database import Database
from iso_audit.storage.engine.table import Kind, Table, columns
from iso_audit.storage.exchange.values import read_row
from iso_audit.storage.tables import ACCOUNT, TABLES

TYPES = {
    Kind.INTEGER: {"INTEGER", "BIGINT"},
    Kind.BOOLEAN: {"BOOLEAN"},
    Kind.DAY: {"DATE"},
    Kind.MOMENT: {"TIMESTAMP"},
    Kind.BYTES: {"BLOB"},
}


def test_every_table_and_column_is_described_as_the_schema_has_it(database: Database) -> None:
    with database.read() as cursor:
        rows = cursor.execute(
            "select table_name, column_name, data_type, is_nullable = 'YES' from information_schema.columns "
            "where table_catalog = current_database()"
        ).fetchall()
    there = {(table, name): (kind, nullable) for table, name, kind, nullable in rows}
    described = {(table.name, column.name): column for table in TABLES for column in table.columns}
    assert set(described) == set(there)
    for place, column in described.items():
        kind, nullable = there[place]
        assert kind in TYPES.get(column.kind, {"VARCHAR"}), place
        assert nullable or not column.nullable, place


def test_every_key_is_the_schemas(database: Database) -> None:
    with database.read() as cursor:
        keys = dict(
            cursor.execute(
                "select table_name, constraint_column_names from duckdb_constraints() "
                "where constraint_type = 'PRIMARY KEY'"
            ).fetchall()
        )
    assert {table.name: list(table.key) for table in TABLES} == keys


def test_what_is_named_of_a_table_is_one_of_its_columns() -> None:
    for table in TABLES:
        names = {column.name for column in (*table.columns, *table.joined)}
        named = {*table.key, *(name for listed in table.unique for name in listed)}
        assert named | {name for one in table.hashes for name in (one.content, one.digest)} <= names


def test_every_text_has_a_bound() -> None:
    with pytest.raises(ValueError, match="name text"):
        columns("id id, name text")


def test_a_password_is_among_what_is_left_out() -> None:
    assert {column.name for column in ACCOUNT.columns} - {column.name for column in ACCOUNT.carried} == {
        "password_hash",
        "active",
    }


def test_sections_come_after_what_they_refer_to() -> None:
    order = [table.name for table in TABLES]
    late = [
        (section.name, parent)
        for section in TABLES
        for parent in section.parents.values()
        if order.index(parent) >= order.index(section.name)
    ]
    assert late == []


SECTION = Table(
    "thing",
    columns(
        "id id, name text(9), hash digest, count integer, day day?, at moment, data bytes?, told json(300), all list(2)"
    ),
    chosen="true",
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
    assert read_row(SECTION, RIGHT, form=1)["count"] == 2
    with pytest.raises((ValueError, RecursionError)):
        read_row(SECTION, {**RIGHT, **wrong}, form=1)


def test_only_a_file_of_before_may_lack_a_column_that_came_later() -> None:
    table = Table("thing", columns("id id, told text(9)?@3"), chosen="true")
    assert read_row(table, {"id": "1"}, form=2) == {"id": "1", "told": None}
    with pytest.raises(ValueError, match="thing"):
        read_row(table, {"id": "1"}, form=3)
