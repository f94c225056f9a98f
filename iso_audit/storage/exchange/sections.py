"""What of an audit is carried to another database: tables, columns, and which rows.

A test holds this against the schema: every table and column is carried, or left out by name.
"""

from collections.abc import Mapping
from types import MappingProxyType

from iso_audit.storage.exchange.values import Kind, Section, columns

_AUDIT = "audit_id = ?"
_MINUTES = "minutes_id in (select id from minutes where audit_id = ?)"

PROGRAMME = Section(
    "programme",
    columns(
        "id id, year integer, parent_body text(200), issuing_body text(200), place text(100), plan_number text(60), "
        "plan_issued_on day?, plan_issuer text(200), plan_about text(600), team_number text(60), team_issued_on day?, "
        "team_issuer text(200), team_about text(600), standard text(200), wording text(40), uses_score boolean, "
        "is_sample boolean, revision integer"
    ),
    "id = (select programme_id from audit where id = ?)",
    most=1,
)
AGENCY = Section(
    "agency",
    columns(
        "id id, name text(200), kind text(60), parent text(200), address text(300), is_sample boolean, revision integer"
    ),
    "id = (select agency_id from audit where id = ?)",
    most=1,
)
TEAM_MEMBER = Section(
    "team_member",
    columns(
        "id id, programme_id id, name text(120), position text(200), organisation text(200), role text(20), "
        "account_id account?, revision integer"
    ),
    "programme_id = (select programme_id from audit where id = ?)",
    parents={"programme_id": "programme"},
)
AUDIT = Section(
    "audit",
    columns(
        "id id, programme_id id, agency_id id, code text(30), planned_on day?, form text(20), checklist_form text(60), "
        "leader_id id?, sections json(20000), cancelled_reason text(500)?, is_sample boolean, revision integer"
    ),
    "id = ?",
    most=1,
    parents={"programme_id": "programme", "agency_id": "agency", "leader_id": "team_member"},
)
AUDIT_MEMBER = Section(
    "audit_member",
    columns("audit_id id, member_id id"),
    _AUDIT,
    key=("audit_id", "member_id"),
    parents={"audit_id": "audit", "member_id": "team_member"},
)
AUDIT_CHECKLIST = Section(
    "audit_checklist",
    columns("audit_id id, content json(1000000), content_hash digest, taken_at moment"),
    _AUDIT,
    most=1,
    key=("audit_id",),
    parents={"audit_id": "audit"},
)
EVENT = Section(
    "event",
    columns(
        "id id, audit_id id, subject text(64), field text(64), value text(100000)?, account_id account, "
        "device text(64), made_at moment, received_at moment, replaces list(1000), tablet_at moment?"
    ),
    _AUDIT,
    most=50_000,
    parents={"audit_id": "audit"},
    later=frozenset({"tablet_at"}),
)
"""In the order of arrival; `replaces` holds the rows of event_replacement, the position is each database's own."""

PHOTO = Section(
    "photo",
    columns(
        "audit_id id, sha256 digest, size integer, width integer, height integer, thumbnail bytes, "
        "received_at moment, received_by account, picture bytes"
    ),
    _AUDIT,
    key=("audit_id", "sha256"),
    parents={"audit_id": "audit"},
    hashes={"picture": "sha256"},
)
"""`picture` holds the rows of photo_part put together."""

CASE_LIST = Section(
    "case_list",
    columns(
        "id id, audit_id id, file_name text(200), content_hash digest, row_count integer, as_of day, "
        "left_out json(200000), imported_at moment, imported_by account, content bytes"
    ),
    _AUDIT,
    most=200,
    parents={"audit_id": "audit"},
)
MINUTES = Section(
    "minutes",
    columns(
        "id id, audit_id id, number text(40), version integer, state text(20), language text(20), "
        "content json(4000000), text_hash digest, pdf bytes?, pdf_hash digest, pages integer, "
        "journal_position integer, created_at moment, issued_at moment?, issued_by account?, content_hash digest?, "
        "short_code text(20)?, locked_by account?, voided_at moment?, voided_by account?, void_reason text(1000)?"
    ),
    _AUDIT,
    most=200,
    parents={"audit_id": "audit"},
)
"""`journal_position` stands in the file as the number of the audit's events that the version knew."""

MINUTES_IMAGE = Section(
    "minutes_image",
    columns("sha256 digest, data bytes"),
    "sha256 in (select i.sha256 from minutes_image i join minutes m on strpos(m.content, i.sha256) > 0 "
    "where m.audit_id = ?)",
    key=("sha256",),
    hashes={"data": "sha256"},
)
MINUTES_REOPENING = Section(
    "minutes_reopening",
    columns("id id, audit_id id, version integer, reason text(1000), account_id account, reopened_at moment"),
    _AUDIT,
    most=200,
    parents={"audit_id": "audit"},
)
MINUTES_RENDERING = Section(
    "minutes_rendering",
    columns("minutes_id id, sha256 digest, purpose text(20), language text(20)"),
    _MINUTES,
    most=2_000,
    key=("minutes_id", "sha256"),
    parents={"minutes_id": "minutes"},
)
SIGNATURE_EVENT = Section(
    "signature_event",
    columns(
        "id id, minutes_id id, place text(20), kind text(20), attempt id, value json(100000), text_hash digest, "
        "account_id account, device text(64), made_at moment, received_at moment, tablet_at moment?"
    ),
    _MINUTES,
    parents={"minutes_id": "minutes"},
    later=frozenset({"tablet_at"}),
)
MINUTES_ATTACHMENT = Section(
    "minutes_attachment",
    columns(
        "id id, minutes_id id, kind text(40), name text(120), media_type text(60), size integer, sha256 digest, "
        "data bytes, added_by account, added_at moment, withdrawn_reason text(1000)?"
    ),
    _MINUTES,
    most=2_000,
    parents={"minutes_id": "minutes"},
    hashes={"data": "sha256"},
)
ACTIVITY = Section(
    "activity",
    columns("id id, recorded_at moment, account_id account?, action text(60), subject text(80), detail json(400000)"),
    "(subject = 'audit:' || ? or subject in (select 'minutes:' || id from minutes where audit_id = ?))",
)
SPECIAL_DAY = Section(
    "special_day", columns("day day, kind text(20), name text(200), revision integer"), "true", key=("day",)
)
SETTING = Section(
    "setting", columns("key text(60), value text(20)"), "key = 'working_days.counts_first_day'", key=("key",)
)
_WITH_ACCOUNTS = (
    TEAM_MEMBER, EVENT, PHOTO, CASE_LIST, MINUTES, MINUTES_REOPENING, SIGNATURE_EVENT, MINUTES_ATTACHMENT, ACTIVITY,
)  # fmt: skip
ACCOUNT = Section(
    "account",
    columns("id id, username text(40), name text(120), role text(20), language text(20), created_at moment"),
    "id in ("
    + " union ".join(
        f"select {column.name} from {section.table} where {section.chosen}"
        for section in _WITH_ACCOUNTS
        for column in section.columns
        if column.kind is Kind.ACCOUNT
    )
    + ")",
)
"""Whom the rows name: who they are, never a password, and never whether they may sign in."""

SECTIONS: tuple[Section, ...] = (
    PROGRAMME, ACCOUNT, AGENCY, TEAM_MEMBER, AUDIT, AUDIT_MEMBER, AUDIT_CHECKLIST, EVENT, PHOTO, CASE_LIST,
    MINUTES, MINUTES_RENDERING, MINUTES_IMAGE, MINUTES_REOPENING, SIGNATURE_EVENT, MINUTES_ATTACHMENT, ACTIVITY,
    SPECIAL_DAY, SETTING,
)  # fmt: skip
"""In the order in which they are taken in: what is referred to comes first."""

LEFT_OUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "account": frozenset({"password_hash", "active"}),
        "event": frozenset({"position"}),
        "carried_minutes": frozenset({"minutes_id", "made_at", "app", "taken_by", "taken_at", "made_again"}),
        "event_replacement": frozenset({"event_id", "replaced_id", "audit_id"}),
        "field_state": frozenset(
            {
                "audit_id",
                "subject",
                "field",
                "position",
                "event_id",
                "value",
                "account_id",
                "device",
                "made_at",
                "received_at",
                "disputed",
                "circular",
                "others",
                "awaited",
            }
        ),
        "minutes_rendering": frozenset({"made_here"}),
        "photo_part": frozenset({"audit_id", "sha256", "part", "data"}),
        "sign_in_session": frozenset(
            {"token_hash", "account_id", "created_at", "last_seen_at", "ended_at", "ended_reason", "device"}
        ),
        "tablet": frozenset({"account_id", "device", "off_by_seconds", "seen_at"}),
        "schema_migration": frozenset({"name", "checksum", "applied_at"}),
    }
)
"""What is not carried as a column of its section: secrets, what is each database's own, what others hold or give."""
