"""What was read once is never older than the newest commit."""

import pytest

from iso_audit.storage.engine.database import Cursor, Database

TABLES = ("setting",)


def read(cursor: Cursor) -> list[str]:
    return [row[0] for row in cursor.execute("select value from setting where key like 'k%' order by key").fetchall()]


def asked(database: Database) -> tuple[list[str], int]:
    """Return what is recalled and how many statements that took."""
    with database.statements() as heard:
        value = database.recalled("settings", TABLES, read)
    return value, len(heard)


@pytest.fixture
def kept(database: Database) -> Database:
    with database.write() as cursor:
        cursor.execute("insert into setting (key, value) values ('k1', 'a')")
    assert asked(database) == (["a"], 1)
    assert asked(database) == (["a"], 0)
    return database


@pytest.mark.parametrize(
    ("sql", "after"),
    [
        ("insert into setting (key, value) values ('k2', 'b')", ["a", "b"]),
        ("INSERT OR REPLACE INTO setting (key, value) VALUES ('k1', 'b')", ["b"]),
        ("\n  update setting set value = 'b' where key = 'k1'", ["b"]),
        ("Delete From setting where key = 'k1'", []),
        ("with one as (select 1) update setting set value = 'b' where key = 'k1'", ["b"]),
        ("merge into setting using (select 'b' as b) s on key = 'k1' when matched then update set value = b", ["b"]),
        ("/* said first */ update setting set value = 'b'", ["b"]),
    ],
)
def test_every_way_of_writing_to_a_table_is_noticed(kept: Database, sql: str, after: list[str]) -> None:
    with kept.write() as cursor:
        cursor.execute(sql)
    assert asked(kept) == (after, 1)
    assert asked(kept) == (after, 0)


def test_writing_in_another_way_than_by_execute_is_noticed(kept: Database) -> None:
    with kept.write() as cursor:
        cursor.executemany("update setting set value = ? where key = ?", [["b", "k1"]])
    assert asked(kept) == (["b"], 1)


def test_writing_outside_a_transaction_is_noticed(kept: Database) -> None:
    with kept.outside() as cursor:
        cursor.execute("update setting set value = 'b' where key = 'k1'")
    assert asked(kept) == (["b"], 1)


def test_reading_and_writing_elsewhere_forget_nothing(kept: Database) -> None:
    with kept.write() as cursor:
        cursor.execute("delete from tablet")
        cursor.execute("select 1").fetchall()
    assert asked(kept) == (["a"], 0)


def test_what_is_not_committed_is_told_to_its_writer_alone(kept: Database) -> None:
    seen = []

    def write() -> None:
        with kept.write() as cursor:
            cursor.execute("update setting set value = 'b' where key = 'k1'")
            seen.append(kept.recalled("settings", TABLES, read))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert seen == [["b"]]
    assert asked(kept) == (["a"], 1)


def test_what_was_read_before_a_commit_and_kept_after_it_is_read_again(kept: Database) -> None:
    def slowly(cursor: Cursor) -> list[str]:
        value = read(cursor)
        with kept.write() as writing:
            writing.execute("update setting set value = 'b' where key = 'k1'")
        return value

    assert kept.recalled("slowly", TABLES, slowly) == ["a"]
    assert kept.recalled("slowly", TABLES, read) == ["b"]
