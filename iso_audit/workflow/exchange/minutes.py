"""Taking in versions of minutes: frozen ones only where they are absent, never changed; a locked one may move on."""

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.minutes import Carried, MinutesState, Rendering, RenderingPurpose
from iso_audit.storage import carried, renderings
from iso_audit.storage.engine.table import Row
from iso_audit.storage.exchange import rows
from iso_audit.storage.tables import AUDIT, MINUTES, MINUTES_RENDERING
from iso_audit.workflow.exchange.checked_minutes import MadeAgain
from iso_audit.workflow.exchange.taking import Taking

_TEXT = (
    "audit_id", "number", "version", "language", "content", "text_hash", "content_hash", "short_code", "created_at",
    "locked_by",
)  # fmt: skip
_END = ("pages", "pdf_hash", "issued_at", "issued_by", "voided_at", "voided_by", "void_reason")


def take_minutes(taking: Taking, event_ids: list[str], *, made_again: MadeAgain) -> None:
    """Take in the versions the file holds; `event_ids` are its events in order, of which a version knew the first.

    Whether a version's text gave its bytes again is kept with how it came here.
    Conflict `carry_row_differs` where a version here has another text. A version that was made apart under a version
    number in use here, or that ended otherwise there, is left as it is and told.
    """
    versions = sorted(taking.rows(MINUTES), key=lambda row: (row["version"], row["id"]))
    for row in versions:
        here = MINUTES.find(taking.cursor, [row["id"]])
        if _add(taking, row, event_ids) if here is None else _move_on(taking, here, row):
            _remember(taking, row, made_again)


def _add(taking: Taking, row: Row, event_ids: list[str]) -> bool:
    """Add a version and tell whether it was taken in."""
    own = MINUTES.matching(taking.cursor, audit_id=row["audit_id"], version=row["version"])
    if own:
        taking.left_out.add(("minutes", str(row["id"])))
        taking.note("minutes_left_out", version=row["version"], number=row["number"], here=own[0]["number"])
        return False
    count = row["journal_position"]
    if not isinstance(count, int) or not 0 <= count <= len(event_ids):
        raise RuleBroken("carry_damaged")
    taking.insert(MINUTES, row, journal_position=_position(taking, set(event_ids[:count])))
    for code in _others_with(taking, row["number"]):
        taking.note("number_twice", number=row["number"], code=code)
    return True


def _others_with(taking: Taking, number: object) -> list[str]:
    """Return the codes of the programme's other audits whose minutes have this number."""
    own = AUDIT.find(taking.cursor, [taking.audit_id])
    others = {str(one["audit_id"]) for one in MINUTES.matching(taking.cursor, number=number)}
    audits = [AUDIT.find(taking.cursor, [audit_id]) for audit_id in sorted(others - {taking.audit_id})]
    return [str(one["code"]) for one in audits if one and own and one["programme_id"] == own["programme_id"]]


def _position(taking: Taking, event_ids: set[str]) -> int:
    """Return the position here that stands for what a version knew; what it did not know is moved behind it."""
    return rows.move_behind(taking.cursor, taking.audit_id, event_ids)


def _move_on(taking: Taking, here: Row, row: Row) -> bool:
    """Let a version that is locked here be issued or void as in the file, and tell whether it was."""
    taking.known["minutes"] += 1
    if any(here[name] != row[name] for name in _TEXT):
        raise Conflict("carry_row_differs", field="carried_minutes")
    if here["state"] == MinutesState.LOCKED and row["state"] != MinutesState.LOCKED:
        pdf = taking.content.file(row["pdf"]) if row["pdf"] is not None else None
        end = {name: row[name] for name in ("state", *_END)}
        MINUTES.update(taking.cursor, [row["id"]], {**end, "pdf": pdf})
        taking.note("minutes_moved_on", version=row["version"], number=row["number"])
        return True
    if row["state"] != MinutesState.LOCKED and any(here[name] != row[name] for name in ("state", *_END)):
        taking.note("minutes_end_differs", version=row["version"], number=row["number"])
    return False


def take_renderings(taking: Taking, *, made_again: MadeAgain) -> None:
    """Add which files were laid out of the versions here; those that come out the same here are as good as our own.

    The bytes that a version which ended otherwise here was issued with there are no rendering of it.
    """
    for row in taking.rows(MINUTES_RENDERING):
        version = MINUTES.find(taking.cursor, [row["minutes_id"]])
        if version is None or (row["purpose"] == RenderingPurpose.ISSUED and version["pdf_hash"] != row["sha256"]):
            continue
        if MINUTES_RENDERING.find(taking.cursor, [row["minutes_id"], row["sha256"]]) is not None:
            taking.known[MINUTES_RENDERING.name] += 1
        else:
            taking.insert(MINUTES_RENDERING, row, made_here=row["sha256"] in made_again.files)


def _remember(taking: Taking, row: Row, made_again: MadeAgain) -> None:
    """Write that a version did not come about here, and which bytes it has: files of before do not list them."""
    manifest, by, version_id = taking.manifest, taking.by.id if taking.by else None, str(row["id"])
    again = version_id in made_again.versions
    carried.save(taking.cursor, Carried(version_id, manifest.made_at, manifest.app, by, taking.at, again))
    is_issued = row["state"] == MinutesState.ISSUED
    purpose = RenderingPurpose.ISSUED if is_issued else RenderingPurpose.FOR_SIGNING
    sha256, language = str(row["pdf_hash"]), str(row["language"])
    made_here = sha256 in made_again.files
    renderings.keep(taking.cursor, Rendering(version_id, sha256, purpose, language, made_here))
