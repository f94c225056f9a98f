"""Sampling case files: the draw, files chosen on purpose, files taken out, and what is said of one."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.case_draw import Draw, checked_seed, draw
from iso_audit.domain.case_figures import SAMPLE
from iso_audit.domain.case_file import CaseRecord, case_files, case_subject, code_key, fields_of
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.journal import Journal
from iso_audit.domain.programme import required, within
from iso_audit.domain.text import Language
from iso_audit.domain.working_days import Calendar
from iso_audit.i18n import translate
from iso_audit.storage import case_lists
from iso_audit.storage.case_lists import CaseList
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries.sampling import SampledFile, Sampling, measured_population
from iso_audit.workflow.conducting.case_lists import procedure_changes, writable
from iso_audit.workflow.conducting.recording import Change, record_fields


@dataclass(frozen=True, slots=True)
class Wish:
    """What to draw: the seed, the strata to draw from, how many files; a reason where there is a sample already."""

    seed: str
    strata: tuple[str, ...]
    count: int
    reason: str = ""


def proposed_seed() -> str:
    """Return six random digits, easy to read aloud and write down."""
    return f"{int.from_bytes(os.urandom(8), 'big') % 1_000_000:06d}"


def draw_sample(
    database: Database, audit_id: str, wish: Wish, *, calendar: Calendar, by: Account, device: str, at: datetime
) -> Draw:
    """Draw from the newest list and enter the files in the journal, all or nothing.

    A second draw needs a reason: files of the first that nobody worked on leave the sample, the others stay
    as chosen on purpose. What people entered about a file is never overwritten by the list.
    """
    opened_audit = writable(database, audit_id, by=by)
    seed = checked_seed(wish.seed)
    if not wish.strata or wish.count < 1:
        raise RuleBroken("strata_missing")
    with database.read() as cursor:
        newest = _newest(cursor, audit_id)
        if newest is None:
            raise NotFound("case_list_missing")
        records = case_lists.records(cursor, newest.id)
    overdue = measured_population(records, calendar, newest.as_of).overdue
    result = draw(records, seed=seed, stratum_ids=wish.strata, count=wish.count, overdue=overdue)
    selections = {**_selected(result.drawn_files, "drawn"), **_selected(result.late, "late")}
    changes: list[Change] = [
        *_leaving(opened_audit.journal, selections, wish.reason),
        (SAMPLE, "seed", seed),
        (SAMPLE, "list", newest.content_hash),
        (SAMPLE, "strata", json.dumps(sorted(wish.strata), ensure_ascii=False)),
        (SAMPLE, "wanted", str(wish.count)),
    ]
    for subject, (record, selection) in selections.items():
        changes += _entering(opened_audit.journal, subject, record, selection)
    with database.write() as cursor:
        if _newest(cursor, audit_id) != newest:
            raise Conflict("changed_meanwhile")
        record_fields(database, audit_id, changes, journal=opened_audit.journal, by=by, device=device, at=at)
    return result


def add_on_purpose(
    database: Database, audit_id: str, code: str, reason: str, *, by: Account, device: str, at: datetime
) -> str:
    """Put a file in the sample on purpose, with its row of the list where it is in it; return its subject."""
    opened_audit = writable(database, audit_id, by=by)
    case_code, why = required(code, "case_code", longest=100), required(reason, "reason")
    if not code_key(case_code):
        raise RuleBroken("field_empty", field="case_code")
    subject = case_subject(case_code)
    if any(one.id == subject for one in case_files(opened_audit.journal)):
        raise Conflict("case_in_sample", code=case_code)
    with database.read() as cursor:
        newest = _newest(cursor, audit_id)
        records = case_lists.records(cursor, newest.id) if newest else ()
    record = next((one for one in records if one.key == code_key(case_code)), CaseRecord(case_code, ""))
    changes = [
        *_entering(opened_audit.journal, subject, record, "purposeful"),
        (subject, "selection_reason", why),
    ]
    record_fields(database, audit_id, changes, journal=opened_audit.journal, by=by, device=device, at=at)
    return subject


def take_out(
    database: Database, audit_id: str, subject: str, reason: str, *, by: Account, device: str, at: datetime
) -> None:
    """Take a file out of the sample, with a reason; what was entered stays in the journal."""
    opened_audit = writable(database, audit_id, by=by)
    if not any(one.id == subject for one in case_files(opened_audit.journal)):
        raise NotFound("case_not_in_sample")
    changes: list[Change] = [(subject, "withdrawn", required(reason, "reason"))]
    record_fields(database, audit_id, changes, journal=opened_audit.journal, by=by, device=device, at=at)


def take_procedures(database: Database, audit_id: str, *, by: Account, device: str, at: datetime) -> int:
    """Enter the procedures of the newest list in the audit's register; return how many fields were set."""
    opened_audit = writable(database, audit_id, by=by)
    with database.read() as cursor:
        newest = _newest(cursor, audit_id)
        records = case_lists.records(cursor, newest.id) if newest else ()
    changes = procedure_changes(records)
    return record_fields(database, audit_id, changes, journal=opened_audit.journal, by=by, device=device, at=at)


def redrawn(database: Database, sampling: Sampling) -> tuple[str, ...] | None:
    """Return the codes that the stored seed draws anew from the stored list; None without the list it was drawn from.

    Equal to the sample's randomly drawn and late files while neither the calendar nor the sample was changed by hand.
    """
    if sampling.draw is None or sampling.drawn_list is None:
        return None
    with database.read() as cursor:
        records = case_lists.records(cursor, sampling.drawn_list.id)
    overdue = measured_population(records, sampling.calendar, sampling.drawn_list.as_of).overdue
    result = draw(
        records, seed=sampling.draw.seed, stratum_ids=sampling.draw.strata, count=sampling.draw.wanted, overdue=overdue
    )
    return tuple(record.code for record in (*result.drawn_files, *result.late))


def check_name(name: str, language: Language) -> str:
    """Return what a check is called."""
    return translate(language, f"fields.case.{name}")


def fault_name(name: str, language: Language) -> str:
    """Return what is wrong where a check is not met."""
    return translate(language, f"sampling.unmet.{name}")


def state_name(one: SampledFile, language: Language) -> str:
    """Return a file's state in words, with its overrun."""
    if one.measured.state is None and one.file.record.limit_text:
        return translate(language, "sampling.state.not_judged", limit=one.file.record.limit_text)
    state = translate(language, f"sampling.state.{one.measured.state.value if one.measured.state else 'unknown'}")
    if not one.measured.overrun:
        return state
    return translate(language, "sampling.printed.overrun", state=state, days=one.measured.overrun)


def remarks(one: SampledFile, language: Language) -> tuple[str, ...]:
    """Return what is to be said against a file, and its note."""
    lines = [fault_name(name, language) for name in one.file.failed]
    if one.measured.promised_over:
        lines.append(translate(language, "sampling.printed.promised_over", days=one.measured.promised_over))
    return (*lines, *([one.file.note] if one.file.note else []))


def _selected(records: Sequence[CaseRecord], selection: str) -> dict[str, tuple[CaseRecord, str]]:
    return {case_subject(record.code): (record, selection) for record in records}


def _entering(journal: Journal, subject: str, record: CaseRecord, selection: str) -> list[Change]:
    """Return the changes that put a file in the sample; a file already known keeps what was entered about it."""
    is_known = journal.value(subject, "code") is not None
    changes: list[Change] = [] if is_known else [(subject, name, value) for name, value in fields_of(record).items()]
    back: list[Change] = [(subject, "withdrawn", None)] if journal.value(subject, "withdrawn") else []
    return [*changes, *back, (subject, "selection", selection)]


def _leaving(journal: Journal, staying: dict[str, tuple[CaseRecord, str]], reason: str) -> list[Change]:
    """Return the changes that take an earlier draw's files out of the sample."""
    earlier = [one for one in case_files(journal) if one.selection != "purposeful"]
    if not earlier or (all(one.id in staying for one in earlier) and len(earlier) == len(staying)):
        return []
    if not reason.strip():
        raise RuleBroken("sample_drawn", count=len(earlier))
    why = within(reason, "reason")
    changes: list[Change] = []
    for one in earlier:
        if one.id in staying:
            continue
        if one.checks or one.note:
            changes += [(one.id, "selection", "purposeful"), (one.id, "selection_reason", why)]
        else:
            changes.append((one.id, "withdrawn", why))
    return changes


def _newest(cursor: Cursor, audit_id: str) -> CaseList | None:
    return next(iter(case_lists.of_audit(cursor, audit_id)), None)
