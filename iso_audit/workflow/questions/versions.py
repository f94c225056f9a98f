"""Versions of the question bank: which of them each edition is asked by, all there were, and going back to one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from iso_audit.checklists import contents
from iso_audit.checklists.contents import Contents
from iso_audit.domain.account import Account, must
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.bank_version import BankVersion, PutInForce
from iso_audit.domain.checklist import hash_of
from iso_audit.domain.errors import NotFound
from iso_audit.domain.programme import required
from iso_audit.storage import accounts, activity, bank_versions
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.engine.parsed import ParsedByHash
from iso_audit.workflow.ids import new_id

_parsed = ParsedByHash[Bank](most=32)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as it is listed: who put it in force last, when and why; empty for one nobody chose."""

    version: BankVersion
    is_in_force: bool
    name: str = ""
    recorded_at: datetime | None = None
    reason: str = ""


def banks_in_force(database: Database, shipped_banks: Banks) -> Banks:
    """Return what each edition is asked by: the version that was put in force, else the shipped files."""
    with database.read() as cursor:
        choice = bank_versions.in_force(cursor)
        return Banks(tuple(_bank(cursor, bank, choice.get(bank.standard)) for bank in shipped_banks))


def _bank(cursor: Cursor, shipped_bank: Bank, choice: tuple[str, str] | None) -> Bank:
    return shipped_bank if choice is None else _parsed_once(choice[1], lambda: bank_versions.content(cursor, choice[0]))


def _parsed_once(content_hash: str, read: Callable[[], str]) -> Bank:
    """Return the bank of a version, parsed once per process: what has this hash never changes."""
    bank = _parsed.get(content_hash)
    if bank is None:
        content = read()
        bank = contents.bank_from(contents.from_json(content))
        if hash_of(content) == content_hash:
            _parsed.keep(content_hash, bank)
    return bank


def listed(database: Database, shipped_bank: Bank, *, reader: Account) -> tuple[VersionLine, ...]:
    """Return the versions of an edition, the newest first; the shipped one stands for itself while none was kept."""
    must(reader.active, "read_questions")
    with database.read() as cursor:
        kept_versions = bank_versions.versions(cursor, shipped_bank.standard)
        acts = bank_versions.acts(cursor, shipped_bank.standard)
        names = {one.id: one.name for one in accounts.all_accounts(cursor)}
    last = {act.bank_version_id: act for act in reversed(acts)}
    in_force_id = acts[0].bank_version_id if acts else ""
    shipped_version = _shipped_version(shipped_bank)
    if all(one.content_hash != shipped_version.content_hash for one in kept_versions):
        kept_versions = (*kept_versions, shipped_version)
    lines = []
    for one in kept_versions:
        act, is_shipped_now = last.get(one.id), one.content_hash == shipped_version.content_hash
        is_in_force = one.id == in_force_id if acts else is_shipped_now
        told = (names.get(act.account_id, ""), act.recorded_at, act.reason) if act else ("", None, "")
        lines.append(VersionLine(one, is_in_force, *told))
    return tuple(lines)


def _shipped_version(shipped_bank: Bank) -> BankVersion:
    content = contents.to_json(contents.contents_from(shipped_bank))
    number = int(shipped_bank.version) if shipped_bank.version.isdigit() else 1
    return BankVersion("", shipped_bank.standard, number, hash_of(content), is_shipped=True, made_at=None, made_by="")


def contents_of(database: Database, version: BankVersion, shipped_bank: Bank) -> Contents:
    """Return the tables of a version; one without an id is the shipped one."""
    if not version.id:
        return contents.contents_from(shipped_bank)
    with database.read() as cursor:
        return contents.from_json(bank_versions.content(cursor, version.id))


def contents_in_force(database: Database, shipped_bank: Bank) -> Contents:
    """Return the tables an edition is asked by: of the version in force, else of the shipped files."""
    with database.read() as cursor:
        choice = bank_versions.in_force(cursor).get(shipped_bank.standard)
        if choice is None:
            return contents.contents_from(shipped_bank)
        return contents.from_json(bank_versions.content(cursor, choice[0]))


def kept_in_force(cursor: Cursor, shipped_bank: Bank, *, by: Account, at: datetime) -> BankVersion:
    """Return the version an edition is asked by; the shipped files are kept as one where they were not yet."""
    choice = bank_versions.in_force(cursor).get(shipped_bank.standard)
    version = bank_versions.version(cursor, choice[0]) if choice else None
    return version or _kept(cursor, contents.contents_from(shipped_bank), _shipped_version(shipped_bank), by=by, at=at)


def _kept(cursor: Cursor, tables: Contents, version: BankVersion, *, by: Account, at: datetime) -> BankVersion:
    """Keep a version that has no id yet, or return the one of the same content."""
    for one in bank_versions.versions(cursor, version.standard):
        if one.content_hash == version.content_hash:
            return one
    new_version = replace(version, id=new_id(at), made_at=at, made_by=by.id)
    bank_versions.add_version(cursor, new_version, contents.to_json(tables))
    return new_version


def keep_next(cursor: Cursor, tables: Contents, shipped_bank: Bank, *, by: Account, at: datetime) -> BankVersion:
    """Keep tables as the next version of an edition, which says its number."""
    numbers = [one.number for one in bank_versions.versions(cursor, shipped_bank.standard)]
    number = max((*numbers, _shipped_version(shipped_bank).number)) + 1
    head = {**tables["bank"][0], "version": str(number)}
    next_tables = contents.changed(tables, {"bank:": head})
    content = contents.to_json(next_tables)
    new_version = BankVersion(new_id(at), shipped_bank.standard, number, hash_of(content), False, at, by.id)
    bank_versions.add_version(cursor, new_version, content)
    return new_version


def put_in_force(cursor: Cursor, version: BankVersion, reason: str, *, by: Account, at: datetime) -> None:
    """Let a version be asked by from now on, in its caller's transaction; audits keep the copy they have."""
    act = PutInForce(new_id(at), version.standard, version.id, at, by.id, required(reason, "reason", longest=1000))
    bank_versions.put_in_force(cursor, act)
    detail: dict[str, object] = {"standard": version.standard, "version": version.number, "reason": act.reason}
    subject = f"bank:{version.id}"
    activity.add(cursor, activity.Activity(new_id(at), at, by.id, "bank_put_in_force", subject, detail))


def go_back(
    database: Database, version: BankVersion, shipped_bank: Bank, *, reason: str, by: Account, at: datetime
) -> BankVersion:
    """Put a version that there was before in force again; NotFound `bank_version_unknown` where it is none."""
    must(by.keeps_questions, "keep_questions")
    with database.write() as cursor:
        if version.id:
            kept_version = bank_versions.version(cursor, version.id)
        else:
            kept_version = _kept(
                cursor, contents.contents_from(shipped_bank), _shipped_version(shipped_bank), by=by, at=at
            )
        if kept_version is None or kept_version.standard != shipped_bank.standard:
            raise NotFound("bank_version_unknown")
        put_in_force(cursor, kept_version, reason, by=by, at=at)
    return kept_version
