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
        "id text, year integer, parent_body text, issuing_body text, place text, plan_number text, "
        "plan_issued_on day?, plan_issuer text, plan_about text, team_number text, team_issued_on day?, "
        "team_issuer text, team_about text, standard text, wording text, uses_score boolean, is_sample boolean, "
        "revision integer"
    ),
    "id = (select programme_id from audit where id = ?)",
)
AGENCY = Section(
    "agency",
    columns("id text, name text, kind text, parent text, address text, is_sample boolean, revision integer"),
    "id = (select agency_id from audit where id = ?)",
)
TEAM_MEMBER = Section(
    "team_member",
    columns(
        "id text, programme_id text, name text, position text, organisation text, role text, account_id account?, "
        "revision integer"
    ),
    "programme_id = (select programme_id from audit where id = ?)",
    parents={"programme_id": "programme"},
)
AUDIT = Section(
    "audit",
    columns(
        "id text, programme_id text, agency_id text, code text, planned_on day?, form text, checklist_form text, "
        "leader_id text?, sections json, cancelled_reason text?, is_sample boolean, revision integer"
    ),
    "id = ?",
    parents={"programme_id": "programme", "agency_id": "agency", "leader_id": "team_member"},
)
AUDIT_MEMBER = Section(
    "audit_member",
    columns("audit_id text, member_id text"),
    _AUDIT,
    key=("audit_id", "member_id"),
    parents={"audit_id": "audit", "member_id": "team_member"},
)
AUDIT_CHECKLIST = Section(
    "audit_checklist",
    columns("audit_id text, content json, content_hash text, taken_at moment"),
    _AUDIT,
    key=("audit_id",),
    parents={"audit_id": "audit"},
)
EVENT = Section(
    "event",
    columns(
        "id text, audit_id text, subject text, field text, value text?, account_id account, device text, "
        "made_at moment, received_at moment, replaces list, tablet_at moment?"
    ),
    _AUDIT,
    parents={"audit_id": "audit"},
    later=frozenset({"tablet_at"}),
)
"""In the order of arrival; `replaces` holds the rows of event_replacement, the position is each database's own."""

PHOTO = Section(
    "photo",
    columns(
        "audit_id text, sha256 text, size integer, width integer, height integer, thumbnail bytes, "
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
        "id text, audit_id text, file_name text, content_hash text, row_count integer, as_of day, left_out json, "
        "imported_at moment, imported_by account, content bytes"
    ),
    _AUDIT,
    parents={"audit_id": "audit"},
)
MINUTES = Section(
    "minutes",
    columns(
        "id text, audit_id text, number text, version integer, state text, language text, content json, "
        "text_hash text, pdf bytes?, pdf_hash text, pages integer, journal_position integer, created_at moment, "
        "issued_at moment?, issued_by account?, content_hash text?, short_code text?, locked_by account?, "
        "voided_at moment?, voided_by account?, void_reason text?"
    ),
    _AUDIT,
    parents={"audit_id": "audit"},
)
"""`journal_position` stands in the file as the number of the audit's events that the version knew."""

MINUTES_IMAGE = Section(
    "minutes_image",
    columns("sha256 text, data bytes"),
    "sha256 in (select i.sha256 from minutes_image i join minutes m on strpos(m.content, i.sha256) > 0 "
    "where m.audit_id = ?)",
    key=("sha256",),
    hashes={"data": "sha256"},
)
MINUTES_REOPENING = Section(
    "minutes_reopening",
    columns("id text, audit_id text, version integer, reason text, account_id account, reopened_at moment"),
    _AUDIT,
    parents={"audit_id": "audit"},
)
SIGNATURE_EVENT = Section(
    "signature_event",
    columns(
        "id text, minutes_id text, place text, kind text, attempt text, value json, text_hash text, "
        "account_id account, device text, made_at moment, received_at moment, tablet_at moment?"
    ),
    _MINUTES,
    parents={"minutes_id": "minutes"},
    later=frozenset({"tablet_at"}),
)
MINUTES_ATTACHMENT = Section(
    "minutes_attachment",
    columns(
        "id text, minutes_id text, kind text, name text, media_type text, size integer, sha256 text, data bytes, "
        "added_by account, added_at moment, withdrawn_reason text?"
    ),
    _MINUTES,
    parents={"minutes_id": "minutes"},
    hashes={"data": "sha256"},
)
ACTIVITY = Section(
    "activity",
    columns("id text, recorded_at moment, account_id account?, action text, subject text, detail json"),
    "(subject = 'audit:' || ? or subject in (select 'minutes:' || id from minutes where audit_id = ?))",
)
SPECIAL_DAY = Section("special_day", columns("day day, kind text, name text, revision integer"), "true", key=("day",))
SETTING = Section("setting", columns("key text, value text"), "key = 'working_days.counts_first_day'", key=("key",))
_WITH_ACCOUNTS = (
    TEAM_MEMBER, EVENT, PHOTO, CASE_LIST, MINUTES, MINUTES_REOPENING, SIGNATURE_EVENT, MINUTES_ATTACHMENT, ACTIVITY,
)  # fmt: skip
ACCOUNT = Section(
    "account",
    columns("id text, username text, name text, role text, language text, created_at moment"),
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
    MINUTES, MINUTES_IMAGE, MINUTES_REOPENING, SIGNATURE_EVENT, MINUTES_ATTACHMENT, ACTIVITY, SPECIAL_DAY, SETTING,
)  # fmt: skip
"""In the order in which they are taken in: what is referred to comes first."""

LEFT_OUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "account": frozenset({"password_hash", "active"}),
        "event": frozenset({"position"}),
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
        "photo_part": frozenset({"audit_id", "sha256", "part", "data"}),
        "sign_in_session": frozenset(
            {"token_hash", "account_id", "created_at", "last_seen_at", "ended_at", "ended_reason", "device"}
        ),
        "tablet": frozenset({"account_id", "device", "off_by_seconds", "seen_at"}),
        "schema_migration": frozenset({"name", "checksum", "applied_at"}),
    }
)
"""What is not carried as a column of its section: secrets, what is each database's own, what others hold or give."""
