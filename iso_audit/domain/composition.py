"""Composing the checklist of one audit: kind of agency, form, excluded clauses (ISO 9001:2008, 1.2; 2015, 4.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from iso_audit.domain.bank import AgencyKind, Bank, Form
from iso_audit.domain.checklist import Block, Checklist, Clause, Item, lineage_of
from iso_audit.domain.errors import RuleBroken


def compose(bank: Bank, *, kind: str, form: str, exclusions: Mapping[str, str] | None = None) -> Checklist:
    """Return what an audit of an agency of `kind` asks; `exclusions` maps clause numbers to their reasons.

    An excluded clause keeps its first item, which then judges the reason, even in a short form; its
    other items are left out. Raises NotFound for an unknown kind or form, RuleBroken for a bad exclusion.
    """
    reasons = {number.strip(): reason.strip() for number, reason in (exclusions or {}).items()}
    for number, reason in reasons.items():
        _check_exclusion(bank, number, reason)
    the_kind, the_form = bank.kind(kind), bank.form(form)
    fitting = [item for item in bank.items if item.block in the_kind.blocks and item.fits(kind)]
    judging = {item_id for number in reasons if (item_id := _judging_item(number, fitting, bank.clauses))}
    items = tuple(
        item
        for block in the_kind.blocks
        for item in fitting
        if item.block == block
        and (
            item.id in judging
            or (_in_form(item, the_form, bank.clauses) and not _is_excluded(item, reasons, bank.clauses))
        )
    )
    return Checklist(
        id=f"{bank.id}/{the_kind.id}/{the_form.id}",
        version=bank.version,
        edition=bank.edition,
        blocks=_blocks_with(items, bank.blocks, the_kind),
        clauses=bank.clauses,
        items=items,
        excluded=reasons,
        standard=bank.standard,
        excludable=bank.excludable,
    )


def joined(ours: Checklist, theirs: Checklist, *, may_replace: bool = True) -> Checklist | None:
    """Return the checklist of an audit that one of two machines moved to another version; None where they do not fit.

    The later version is asked (ours where it may not be replaced), and items of the other that it does not ask are
    retired: both machines come to the same, and no entry is without an item.
    """
    if (ours.id, ours.standard, dict(ours.excluded)) != (theirs.id, theirs.standard, dict(theirs.excluded)):
        return None
    later, other = (ours, theirs) if not may_replace else sorted((ours, theirs), key=_age, reverse=True)
    ids = {item.id for item in later.items}
    former = {*later.retired, *other.retired, *(item.id for item in other.items)}
    return replace(later, retired=tuple(sorted(former - ids)))


def _age(checklist: Checklist) -> tuple[int, str]:
    version = checklist.version
    return (int(version) if version.isdecimal() else 0, replace(checklist, retired=()).content_hash())


def excludable(bank: Bank) -> tuple[Clause, ...]:
    """Return the clauses that need not apply to an agency: those inside the clauses the edition names, else any.

    A point that the bank numbers by its block is a legal duty: it always applies.
    """
    duties = tuple(f"{block.id}." for block in bank.blocks)
    clauses = [clause for clause in bank.clauses if not clause.number.startswith(duties)]
    inside = tuple(f"{number}." for number in bank.excludable)
    return tuple(clause for clause in clauses if not inside or clause.number.startswith(inside))


def _check_exclusion(bank: Bank, number: str, reason: str) -> None:
    if number not in {clause.number for clause in excludable(bank)}:
        raise RuleBroken("exclusion_not_allowed", clause=number, standard=bank.standard)
    if not reason:
        raise RuleBroken("exclusion_without_reason", clause=number)


def _judging_item(number: str, items: Iterable[Item], clauses: tuple[Clause, ...]) -> str | None:
    """Return the first item of the clause, or of the nearest clause above it that has one (7.3.4: 7.3)."""
    lineages = [(item.id, lineage_of(item.clause, clauses)) for item in items]
    for candidate in lineage_of(number, clauses):
        for item_id, lineage in lineages:
            if candidate in lineage:
                return item_id
    return None


def _is_excluded(item: Item, exclusions: Mapping[str, str], clauses: tuple[Clause, ...]) -> bool:
    return any(number in exclusions for number in lineage_of(item.clause, clauses))


def _in_form(item: Item, form: Form, clauses: tuple[Clause, ...]) -> bool:
    return (
        form.everything
        or (form.starred and item.starred)
        or item.block in form.blocks
        or item.id in form.items
        or any(number in form.clauses for number in lineage_of(item.clause, clauses))
    )


def _blocks_with(items: tuple[Item, ...], blocks: tuple[Block, ...], kind: AgencyKind) -> tuple[Block, ...]:
    """Return the blocks of the kind, in the kind's order, with what is left of their sections."""
    ids = {item.id for item in items}
    by_id = {block.id: block for block in blocks}
    result = []
    for block_id in kind.blocks:
        block = by_id[block_id]
        rest = (replace(section, items=tuple(i for i in section.items if i in ids)) for section in block.sections)
        sections = tuple(section for section in rest if section.items)
        if sections:
            result.append(replace(block, sections=sections))
    return tuple(result)
