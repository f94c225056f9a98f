"""Every table, described once: columns, what they refer to, and what of them is carried to another database.

A test holds this against the schema; docs/database.md says what each table is for.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType
from typing import Any, get_args

from iso_audit.domain.described import Refers, Words, hints_of
from iso_audit.domain.programme import Agency, Member, Programme
from iso_audit.storage.engine.table import Column, Hash, Kind, Table, columns

LONGEST_CODE = 20
_KINDS = {bool: Kind.BOOLEAN, int: Kind.INTEGER, date: Kind.DAY}
_AUDIT = "audit_id = ?"
_MINUTES = "minutes_id in (select id from minutes where audit_id = ?)"


def described(value_class: Any, prefix: str = "") -> tuple[Column, ...]:
    """Return the columns of a dataclass whose fields say what they hold."""
    columns: list[Column] = []
    for one in fields(value_class):
        kind, said = hints_of(value_class)[one.name]
        if is_dataclass(kind):
            columns += described(kind, f"{one.name}_")
        else:
            missing = None if one.default is MISSING else one.default
            columns.append(_column(prefix + one.name, kind, said, missing))
    return tuple(columns)


def _column(name: str, hint: Any, said: tuple[object, ...], missing: object) -> Column:
    nullable = NoneType in get_args(hint)
    kind = next((one for one in get_args(hint) if one is not NoneType), hint)
    for about in said:
        if isinstance(about, Words):
            return Column(name, Kind.TEXT, nullable, about.longest, since=about.since, missing=missing)
        if isinstance(about, Refers):
            return Column(name, Kind.ID, nullable, refers=about.table)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Column(name, Kind.TEXT, nullable, LONGEST_CODE)
    return Column(name, Kind.ID if name == "id" else _KINDS[kind], nullable)


PROGRAMME = Table(
    "programme",
    described(Programme),
    unique=(("year",),),
    chosen="id = (select programme_id from audit where id = ?)",
    most=1,
)
AGENCY = Table("agency", described(Agency), chosen="id = (select agency_id from audit where id = ?)", most=1)
TEAM_MEMBER = Table(
    "team_member", described(Member), chosen="programme_id = (select programme_id from audit where id = ?)"
)
AUDIT = Table(
    "audit",
    columns(
        "id id, programme_id id>programme, agency_id id>agency, code text(30), planned_on day?, form text(20), "
        "checklist_form text(60), leader_id id?>team_member, sections json(20000), cancelled_reason text(500)?, "
        "is_sample boolean, revision integer"
    ),
    unique=(("code",),),
    chosen="id = ?",
    most=1,
)
AUDIT_MEMBER = Table(
    "audit_member",
    columns("audit_id id>audit, member_id id>team_member"),
    key=("audit_id", "member_id"),
    chosen=_AUDIT,
)
AUDIT_CHECKLIST = Table(
    "audit_checklist",
    columns("audit_id id>audit, content json(1000000), content_hash digest, taken_at moment"),
    key=("audit_id",),
    chosen=_AUDIT,
    most=1,
)
EVENT = Table(
    "event",
    columns(
        "id id, -position integer, audit_id id>audit, subject text(64), field text(64), value text(100000)?, "
        "account_id id>account, device text(64), made_at moment, received_at moment, tablet_at moment?@2"
    ),
    unique=(("position",),),
    chosen=_AUDIT,
    most=50_000,
    joined=columns("replaces list(1000)"),
)
"""In a file in the order of arrival; `replaces` holds the rows of event_replacement."""

EVENT_REPLACEMENT = Table(
    "event_replacement",
    columns("event_id id>event, replaced_id id, audit_id id>audit"),
    key=("event_id", "replaced_id"),
)
"""`replaced_id` may name what never came: a device says what its writer had seen, wherever that was."""

FIELD_STATE = Table(
    "field_state",
    columns(
        "event_id id>event, audit_id id>audit, subject text(64), field text(64), value text(100000)?, "
        "account_id id>account, device text(64), made_at moment, received_at moment, others json(1000000), "
        "awaited json(1000000), circular boolean, position integer, disputed boolean"
    ),
    key=("audit_id", "subject", "field"),
)
PHOTO = Table(
    "photo",
    columns(
        "audit_id id>audit, sha256 digest, size integer, width integer, height integer, thumbnail bytes, "
        "received_at moment, received_by id>account"
    ),
    key=("audit_id", "sha256"),
    chosen=_AUDIT,
    hashes=(Hash("picture", "sha256"),),
    joined=columns("picture bytes"),
)
"""In a file `picture` holds the rows of photo_part put together."""

PHOTO_PART = Table(
    "photo_part",
    columns("audit_id id>audit, sha256 digest, part integer, data bytes"),
    key=("audit_id", "sha256", "part"),
)
CASE_LIST = Table(
    "case_list",
    columns(
        "id id, audit_id id>audit, file_name text(200), content_hash digest, row_count integer, as_of day, "
        "left_out json(200000), rows_left_out json(2000)?@4, imported_at moment, imported_by id>account, content bytes"
    ),
    chosen=_AUDIT,
    most=200,
)
MINUTES = Table(
    "minutes",
    columns(
        "id id, audit_id id>audit, number text(40), version integer, state text(20), language text(20), "
        "content json(4000000), text_hash digest, pdf bytes?, pdf_hash digest, pages integer, "
        "journal_position integer, created_at moment, issued_at moment?, issued_by id?>account, content_hash digest?, "
        "short_code text(20)?, locked_by id?>account, voided_at moment?, voided_by id?>account, "
        "void_reason text(1000)?"
    ),
    unique=(("audit_id", "version"),),
    hashes=(Hash("content", "content_hash"), Hash("pdf", "pdf_hash", "state = 'issued'")),
    chosen=_AUDIT,
    most=200,
)
"""In a file `journal_position` stands as the number of the audit's events that the version knew."""

MINUTES_RENDERING = Table(
    "minutes_rendering",
    columns("minutes_id id>minutes, sha256 digest, purpose text(20), language text(20), -made_here boolean"),
    key=("minutes_id", "sha256"),
    chosen=_MINUTES,
    most=2_000,
    since=3,
)
MINUTES_IMAGE = Table(
    "minutes_image",
    columns("sha256 digest, data bytes"),
    key=("sha256",),
    hashes=(Hash("data", "sha256"),),
    chosen="sha256 in (select i.sha256 from minutes_image i join minutes m on strpos(m.content, i.sha256) > 0 "
    "where m.audit_id = ?)",
)
MINUTES_REOPENING = Table(
    "minutes_reopening",
    columns("id id, audit_id id>audit, version integer, reason text(1000), account_id id>account, reopened_at moment"),
    chosen=_AUDIT,
    most=200,
)
SIGNATURE_EVENT = Table(
    "signature_event",
    columns(
        "id id, minutes_id id>minutes, place text(20), kind text(20), attempt id, value json(100000), "
        "text_hash digest, account_id id>account, device text(64), made_at moment, received_at moment, "
        "tablet_at moment?@2"
    ),
    chosen=_MINUTES,
)
MINUTES_ATTACHMENT = Table(
    "minutes_attachment",
    columns(
        "id id, minutes_id id>minutes, kind text(40), name text(120), media_type text(60), size integer, "
        "sha256 digest, data bytes, added_by id>account, added_at moment, withdrawn_reason text(1000)?"
    ),
    hashes=(Hash("data", "sha256"),),
    chosen=_MINUTES,
    most=2_000,
)
CARRIED_MINUTES = Table(
    "carried_minutes",
    columns(
        "minutes_id id>minutes, made_at moment, app text(40), taken_by id?>account, taken_at moment, made_again boolean"
    ),
    key=("minutes_id",),
)
ACTIVITY = Table(
    "activity",
    columns(
        "id id, recorded_at moment, account_id id?>account, action text(60), subject text(80), detail json(400000)"
    ),
    chosen="(subject = 'audit:' || ? or subject in (select 'minutes:' || id from minutes where audit_id = ?))",
)
SPECIAL_DAY = Table(
    "special_day", columns("day day, kind text(20), name text(200), revision integer"), key=("day",), chosen="true"
)
SETTING = Table(
    "setting",
    columns("key text(60), value text(20)"),
    key=("key",),
    chosen="key = 'working_days.counts_first_day'",
)
BANK_VERSION = Table(
    "bank_version",
    columns(
        "id id, standard text(200), number integer, content json(4000000), content_hash digest, is_shipped boolean, "
        "made_at moment, made_by id>account"
    ),
    hashes=(Hash("content", "content_hash"),),
)
BANK_IN_FORCE = Table(
    "bank_in_force",
    columns(
        "id id, standard text(200), bank_version_id id>bank_version, recorded_at moment, account_id id>account, "
        "reason text(1000)"
    ),
)
BANK_DRAFT = Table(
    "bank_draft",
    columns(
        "id id, standard text(200), base_id id>bank_version, name text(200), made_at moment, made_by id>account, "
        "closed_at moment?, became_id id?>bank_version"
    ),
)
BANK_CHANGE = Table(
    "bank_change",
    columns(
        "id id, draft_id id>bank_draft, part text(80), content json(100000)?, recorded_at moment, account_id id>account"
    ),
)
SIGN_IN_SESSION = Table(
    "sign_in_session",
    columns(
        "token_hash digest, account_id id>account, created_at moment, last_seen_at moment, ended_at moment?, "
        "ended_reason text(20)?, device text(200)?"
    ),
    key=("token_hash",),
)
TABLET = Table(
    "tablet",
    columns("account_id id>account, device text(64), off_by_seconds integer, seen_at moment"),
    key=("account_id", "device"),
)
SCHEMA_MIGRATION = Table(
    "schema_migration", columns("name text(200), checksum digest, applied_at moment"), key=("name",)
)
_NAMING_ACCOUNTS = (
    TEAM_MEMBER, EVENT, PHOTO, CASE_LIST, MINUTES, MINUTES_REOPENING, SIGNATURE_EVENT, MINUTES_ATTACHMENT, ACTIVITY,
)  # fmt: skip
ACCOUNT = Table(
    "account",
    columns(
        "id id, username text(40), name text(120), -password_hash text(200)?, role text(20), language text(20), "
        "-active boolean, created_at moment"
    ),
    unique=(("username",),),
    chosen="id in ("
    + " union ".join(
        f"select {name} from {table.name} where {table.chosen}"
        for table in _NAMING_ACCOUNTS
        for name, refers in table.parents.items()
        if refers == "account"
    )
    + ")",
)
"""In a file those whom its rows name: who they are, never a password, and never whether they may sign in."""

TABLES: tuple[Table, ...] = (
    PROGRAMME, ACCOUNT, AGENCY, TEAM_MEMBER, AUDIT, AUDIT_MEMBER, AUDIT_CHECKLIST, EVENT, EVENT_REPLACEMENT,
    FIELD_STATE, PHOTO, PHOTO_PART, CASE_LIST, MINUTES, MINUTES_RENDERING, MINUTES_IMAGE, MINUTES_REOPENING,
    SIGNATURE_EVENT, MINUTES_ATTACHMENT, CARRIED_MINUTES, ACTIVITY, SPECIAL_DAY, SETTING, BANK_VERSION,
    BANK_IN_FORCE, BANK_DRAFT, BANK_CHANGE, SIGN_IN_SESSION, TABLET, SCHEMA_MIGRATION,
)  # fmt: skip
"""What is referred to comes first."""

SECTIONS = tuple(table for table in TABLES if table.chosen)
"""The tables that are carried, in the order in which they are taken in."""
