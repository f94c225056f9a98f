"""check-database's eyes: the sample year is whole, and each thing that is broken is named."""

import os

import pytest

from iso_audit.i18n import translate
from iso_audit.storage.file import checking
from iso_audit.storage.opening import open_database, open_to_read
from iso_audit.storage.tables import TABLES
from tests.conftest import AT


@pytest.fixture(scope="module")
def year(year_2017, tmp_path_factory):
    """The sample year in a file."""
    with year_2017.opened(tmp_path_factory.mktemp("year") / "year.duckdb") as database:
        yield database


def broken(database, *statements: str):
    """Break the database by SQL, return the faults found, and undo it."""
    found: list[checking.Fault] = []

    def look() -> None:
        with database.write() as cursor:
            for statement in statements:
                cursor.execute(statement)
            found.extend(checking.faults(database))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        look()
    return found


def test_the_sample_year_is_whole(year):
    assert checking.faults(year) == ()


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("reference", "update audit set agency_id = 'nobody' where code = '2017-01'"),
        ("reference", "update team_member set account_id = 'nobody' where name = (select min(name) from team_member)"),
        ("reference", "insert into audit_member values ('no-audit', (select min(id) from team_member))"),
        ("reference", "update field_state set account_id = 'nobody' where position = 7"),
        ("field_state", "insert into event_replacement select id, 'late', audit_id from event where position = 7"),
        ("field_state", "update event set value = 'other' where position = 7"),
        ("field_state", "delete from field_state where position = 7"),
        ("field_state", "update field_state set disputed = true where position = 7"),
        (
            "field_state",
            "insert into field_state select * replace ('item:none' as subject) from field_state where position = 7",
        ),
        ("reference", "update minutes set issued_by = 'nobody' where number like '01/%'"),
        (
            "replaces_elsewhere",
            "insert into event_replacement select max(id), min(id), max(audit_id) from event",
        ),
        ("not_unique", "insert into minutes select * replace (id || 'x' as id) from minutes where number like '01/%'"),
        ("not_unique", "update account set username = 'mau-thu-ky' where username = 'mau-pho-doan'"),
        ("not_json", "update activity set detail = '{' where subject = 'programme:2017'"),
        ("not_json", "update audit set sections = 'x' where code = '2017-01'"),
        ("section_member", "update audit set sections = '{\"4\": \"nobody\"}' where code = '2017-01'"),
        ("no_checklist", "delete from audit_checklist where audit_id = (select id from audit where code = '2017-10')"),
        (
            "checklist_hash",
            "update audit_checklist set content_hash = 'x' where audit_id = (select max(id) from audit)",
        ),
        ("checklist_hash", "update audit_checklist set content = '{}' where audit_id = (select max(id) from audit)"),
        ("hash", "update minutes set pdf = 'other'::blob where number like '01/%'"),
        ("hash", "update minutes set pdf = null where number like '01/%'"),
        ("hash", "update minutes set content = '{}' where number like '01/%'"),
        ("rendering", "delete from minutes_rendering"),
        ("rendering", "update minutes_rendering set sha256 = 'x' || sha256"),
        ("minutes_position", "update minutes set journal_position = 999999 where number like '01/%'"),
    ],
)
def test_what_is_broken_is_named(year, code, statement):
    found = broken(year, statement)
    assert {fault.code for fault in found} - {"field_state"} == {code} - {"field_state"}
    assert code in {fault.code for fault in found}
    for language in ("vi", "en"):
        assert translate(language, f"cli.fault.{code}", **{"_": "", **found[0].details})


def test_every_fault_is_found_at_once(year):
    found = broken(
        year,
        "update event set position = 8 where position = 7",
        "update minutes set pdf_hash = 'x'",
        "update audit set leader_id = 'nobody'",
    )
    assert [fault.code for fault in found] == [
        "reference", "not_unique", *["hash"] * 8, "field_state", *["rendering"] * 8,
    ]  # fmt: skip


def test_a_table_that_is_not_there_stops_no_other_check(database):
    with database.write() as cursor:
        cursor.execute("drop table signature_event")
        cursor.execute("insert into audit_checklist values ('no-audit', '{', 'x', '2017-07-11'::timestamp)")
    found = {fault.code for fault in checking.faults(database)}
    assert found == {"unreadable", "reference", "not_json", "checklist_hash"}


def test_a_damaged_block_is_named(tmp_path):
    picture = os.urandom(400_000)
    database = open_database(tmp_path / "a.duckdb", at=AT)
    with database.write() as cursor:
        cursor.execute("insert into minutes_image values ('sum', ?)", [picture])
    database.close()
    content = bytearray((tmp_path / "a.duckdb").read_bytes())
    content[content.index(picture[1000:1100])] ^= 1
    (tmp_path / "a.duckdb").write_bytes(content)
    database = open_to_read(tmp_path / "a.duckdb")
    found = checking.faults(database)
    database.close()
    assert {(fault.code, fault.details["check"]) for fault in found} == {
        ("unreadable", "minutes_image"),
        ("unreadable", "hashes"),
    }


def test_every_column_that_names_a_row_is_checked(database):
    with database.read() as cursor:
        columns = cursor.execute(
            "select table_name, column_name from information_schema.columns where table_catalog = current_database() "
            "and (suffix(column_name, '_id') or suffix(column_name, '_by')) order by all"
        ).fetchall()
    checked = {(table.name, column) for table in TABLES for column in table.parents}
    open_to_what_never_came = {("event_replacement", "replaced_id")}
    assert sorted(checked | open_to_what_never_came) == columns
