"""Drafts of the question bank: begun from what is in force or from a form, changed part by part, put in force."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from iso_audit.checklists import contents
from iso_audit.checklists.contents import Amendment, Contents, Entry
from iso_audit.checklists.faults import Fault
from iso_audit.domain.account import Account, must
from iso_audit.domain.bank import Bank
from iso_audit.domain.bank_version import BankChange, BankDraft, BankVersion
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.programme import required
from iso_audit.storage import activity, bank_versions
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.questions import versions

Changes = Mapping[str, Entry | None]


@dataclass(frozen=True)
class OpenDraft:
    """A draft with the tables it began from and what it makes of them; `changes` are the newest of each part."""

    draft: BankDraft
    base: BankVersion
    base_contents: Contents
    changes: Mapping[str, BankChange]

    @cached_property
    def contents(self) -> Contents:
        """Return the tables as the draft has them."""
        entries = {part: json.loads(one.content) if one.content else None for part, one in self.changes.items()}
        return contents.changed(self.base_contents, entries)

    @cached_property
    def differences(self) -> tuple[Amendment, ...]:
        """Return what the draft adds, changes and drops."""
        return contents.differences(self.base_contents, self.contents)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Return what must be mended before the draft can be put in force."""
        return tuple(contents.faults_of(self.contents))

    def seen(self, part: str) -> str | None:
        """Return the id of the newest change of a part, None where the draft has not changed it."""
        change = self.changes.get(part)
        return change.id if change else None


def begin(
    database: Database, name: str, shipped_bank: Bank, *, tables: Contents | None = None, by: Account, at: datetime
) -> BankDraft:
    """Begin a draft from the version in force, with what other `tables` have differently as its first changes.

    RuleBroken `questions_of_another_edition` where these ask by another edition.
    """
    must(by.keeps_questions, "keep_questions")
    if tables is not None and contents.standard_of(tables) != shipped_bank.standard:
        theirs = contents.standard_of(tables)
        raise RuleBroken("questions_of_another_edition", theirs=theirs, ours=shipped_bank.standard)
    with database.write() as cursor:
        base = versions.kept_in_force(cursor, shipped_bank, by=by, at=at)
        draft = BankDraft(
            new_id(at), shipped_bank.standard, base.id, required(name, "bank.draft.name", longest=200), at, by.id
        )
        bank_versions.add_draft(cursor, draft)
        if tables is not None:
            before = contents.from_json(bank_versions.content(cursor, base.id))
            wanted = {one.part: one.after for one in contents.differences(before, tables)}
            bank_versions.add_changes(cursor, [_change(draft.id, *one, by=by, at=at) for one in wanted.items()])
        _log(cursor, "bank_draft_begun", draft, {"name": draft.name, "standard": draft.standard}, by=by, at=at)
    return draft


def open_drafts(database: Database, standard: str, *, reader: Account) -> tuple[BankDraft, ...]:
    """Return the drafts of an edition on which people work; none for those who do not keep the bank."""
    if not reader.keeps_questions:
        return ()
    with database.read() as cursor:
        return bank_versions.drafts(cursor, standard)


def opened(database: Database, draft_id: str, *, reader: Account) -> OpenDraft:
    """Return an open draft; NotFound `bank_draft_unknown` where there is none any more."""
    must(reader.keeps_questions, "keep_questions")
    with database.read() as cursor:
        return _opened(cursor, draft_id)


def add(database: Database, seen_draft: OpenDraft, changes: Changes, part: str, *, by: Account, at: datetime) -> None:
    """Add a new part with what goes with it; RuleBroken `part_without_name`, `part_exists`."""
    key = part.partition(":")[2]
    if not key:
        raise RuleBroken("part_without_name")
    if part in contents.parts_of(seen_draft.contents) or part in contents.parts_of(seen_draft.base_contents):
        raise RuleBroken("part_exists", name=key)
    save(database, seen_draft, changes, by=by, at=at)


def save(database: Database, seen_draft: OpenDraft, changes: Changes, *, by: Account, at: datetime) -> None:
    """Set parts of a draft, all of them or none; faulty ones are kept and told by `OpenDraft.faults`.

    Conflict `changed_meanwhile` where somebody changed one of these parts since the draft was `seen_draft`.
    """
    must(by.keeps_questions, "keep_questions")
    with database.write() as cursor:
        now = _opened(cursor, seen_draft.draft.id)
        if any(now.seen(part) != seen_draft.seen(part) for part in changes):
            raise Conflict("changed_meanwhile")
        stored = contents.parts_of(now.contents)
        news = {part: entry for part, entry in changes.items() if stored.get(part) != entry}
        bank_versions.add_changes(cursor, [_change(now.draft.id, *one, by=by, at=at) for one in news.items()])


def restored(draft: OpenDraft, part: str) -> Changes:
    """Return the changes by which a part is again what it was in the version the draft began from."""
    table, _, key = part.partition(":")
    before = contents.parts_of(draft.base_contents).get(part)
    if table == "item" and before is not None:
        return contents.with_item_again(draft.contents, draft.base_contents, key)
    return {part: before}


def give_up(database: Database, draft_id: str, *, by: Account, at: datetime) -> None:
    """Close a draft that will not come in force; its changes stay in the database."""
    must(by.keeps_questions, "keep_questions")
    with database.write() as cursor:
        draft = _opened(cursor, draft_id).draft
        bank_versions.save_draft(cursor, replace(draft, closed_at=at))
        _log(cursor, "bank_draft_dropped", draft, {"name": draft.name}, by=by, at=at)


def put_in_force(
    database: Database, seen_draft: OpenDraft, shipped_bank: Bank, *, reason: str, by: Account, at: datetime
) -> BankVersion:
    """Make a draft the next version and let the edition be asked by it.

    RuleBroken `bank_draft_faulty`, `bank_draft_same`; Conflict `bank_changed_meanwhile` where another version came in
    force since the draft began, `changed_meanwhile` where the draft is no longer as it was `seen_draft`.
    """
    must(by.keeps_questions, "keep_questions")
    with database.write() as cursor:
        now = _opened(cursor, seen_draft.draft.id)
        if now.changes != seen_draft.changes:
            raise Conflict("changed_meanwhile")
        if now.faults:
            raise RuleBroken("bank_draft_faulty", count=len(now.faults))
        if not now.differences:
            raise RuleBroken("bank_draft_same")
        if versions.kept_in_force(cursor, shipped_bank, by=by, at=at).id != now.draft.base_id:
            raise Conflict("bank_changed_meanwhile")
        version = versions.keep_next(cursor, now.contents, shipped_bank, by=by, at=at)
        versions.put_in_force(cursor, version, reason, by=by, at=at)
        bank_versions.save_draft(cursor, replace(now.draft, closed_at=at, became_id=version.id))
    return version


def follow(database: Database, draft_id: str, shipped_bank: Bank, *, by: Account, at: datetime) -> tuple[str, ...]:
    """Let a draft go on from the version that came in force meanwhile; return the parts that both changed.

    What the draft says of such a part stays, so that the comparison shows what it would turn back.
    """
    must(by.keeps_questions, "keep_questions")
    with database.write() as cursor:
        now = _opened(cursor, draft_id)
        base = versions.kept_in_force(cursor, shipped_bank, by=by, at=at)
        newer = contents.from_json(bank_versions.content(cursor, base.id))
        bank_versions.save_draft(cursor, replace(now.draft, base_id=base.id))
        theirs = {one.part for one in contents.differences(now.base_contents, newer)}
    return tuple(part for part in now.changes if part in theirs)


def _opened(cursor: Cursor, draft_id: str) -> OpenDraft:
    draft = bank_versions.draft(cursor, draft_id)
    base = bank_versions.version(cursor, draft.base_id) if draft else None
    if draft is None or base is None or draft.closed_at is not None:
        raise NotFound("bank_draft_unknown")
    base_contents = contents.from_json(bank_versions.content(cursor, base.id))
    return OpenDraft(draft, base, base_contents, bank_versions.changes(cursor, draft_id))


def _change(draft_id: str, part: str, entry: Entry | None, *, by: Account, at: datetime) -> BankChange:
    content = None if entry is None else json.dumps(entry, sort_keys=True, ensure_ascii=False, default=list)
    return BankChange(new_id(at), draft_id, part, content, at, by.id)


def _log(
    cursor: Cursor, action: str, draft: BankDraft, detail: dict[str, object], *, by: Account, at: datetime
) -> None:
    activity.add(cursor, activity.Activity(new_id(at), at, by.id, action, f"bank:{draft.id}", detail))
