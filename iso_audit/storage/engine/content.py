"""What every table holds, as a number of rows and a checksum that any SQL database with md5 would compute alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

MANIFEST = "copy_manifest"


@dataclass(frozen=True, slots=True)
class TableContent:
    """How many rows a table has, and the checksum of all of them in any order."""

    name: str
    rows: int
    checksum: str


def contents(cursor: duckdb.DuckDBPyConnection, database: str) -> tuple[TableContent, ...]:
    """Return the content of every table of the attached `database` by name, having read every value of it."""
    columns: dict[str, list[tuple[str, str]]] = {table: [] for table in tables(cursor, database)}
    # One question for all tables: DuckDB makes the whole catalogue for each.
    for table, name, kind in cursor.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_catalog = ? and table_schema = 'main' order by table_name, column_name",
        [database],
    ).fetchall():
        if table in columns:
            columns[table].append((name, kind))
    return tuple(_content(cursor, database, table, columns[table]) for table in columns if table != MANIFEST)


def name_of(cursor: duckdb.DuckDBPyConnection) -> str:
    """Return the name of the database that `cursor` works in."""
    return str(cursor.execute("select current_database()").fetchall()[0][0])


def path_of(cursor: duckdb.DuckDBPyConnection) -> Path | None:
    """Return the file of the database that `cursor` works in; None for one in memory."""
    rows = cursor.execute("select path from duckdb_databases() where database_name = current_database()").fetchall()
    return Path(rows[0][0]) if rows and rows[0][0] else None


def quoted(path: Path) -> str:
    """Return `path` as SQL writes it."""
    return "'" + str(path).replace("'", "''") + "'"


def tables(cursor: duckdb.DuckDBPyConnection, database: str) -> tuple[str, ...]:
    """Return the names of the tables of the attached `database`."""
    rows = cursor.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = ? and table_schema = 'main' and table_type = 'BASE TABLE' order by table_name",
        [database],
    ).fetchall()
    return tuple(row[0] for row in rows)


def _content(
    cursor: duckdb.DuckDBPyConnection, database: str, table: str, columns: Sequence[tuple[str, str]]
) -> TableContent:
    """Return a table's content: md5 of each value, of each row (columns by name), of the sorted rows."""
    values = " || ',' || ".join(_value(name, kind) for name, kind in columns)
    rows, checksum = cursor.execute(
        f"select count(*), md5(coalesce(string_agg(row_sum, '' order by row_sum), '')) "
        f'from (select md5({values}) as row_sum from "{database}".main."{table}") as listed'
    ).fetchall()[0]
    return TableContent(table, int(rows), str(checksum))


def _value(name: str, kind: str) -> str:
    value = f'"{name}"' if kind == "BLOB" else f'cast("{name}" as varchar)'
    return f"coalesce(md5({value}), '-')"
