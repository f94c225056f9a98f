"""The annexes: the checklist in full, and the sampled case files."""

from string import ascii_uppercase

from iso_audit.domain.grade import Grade
from iso_audit.minutes.content.words import Words, cells, entered
from iso_audit.minutes.facts import CaseFile, ItemResult, MinutesFacts
from iso_audit.minutes.tree import Annex, Block, Cell, Column, Paragraph, Row, Table

ROMAN = ("I", "II", "III", "IV", "V")


def annexes(facts: MinutesFacts, words: Words, number: str) -> tuple[Annex, ...]:
    """Return the annexes there is something for, numbered in Roman figures."""
    made: list[tuple[str, tuple[Block, ...]]] = []
    if facts.items:
        made.append(("checklist", _checklist(facts, words)))
    if facts.case_files and facts.case_files.files:
        made.append(("case_files", _case_files(facts.case_files.files, words)))
    reference = words.say("annex.reference", number=number)
    return tuple(
        Annex(
            label=words.say("annex.label", number=roman),
            title=words.say(f"annex.{name}"),
            reference=reference,
            blocks=blocks,
            landscape=name == "case_files",
        )
        for roman, (name, blocks) in zip(ROMAN, made, strict=False)
    )


def _checklist(facts: MinutesFacts, words: Words) -> tuple[Block, ...]:
    rows: list[Row] = []
    for letter, block in zip(ascii_uppercase, facts.blocks, strict=False):
        title = block.title.in_language(words.language)
        sections = [section.title.in_language(words.language) for section in block.sections]
        if sections != [title]:
            rows.append(Row(cells(f"{letter}. {title}", bold=True)))
        for name, section in zip(sections, block.sections, strict=True):
            rows.append(Row(cells(name, bold=True)))
            rows.extend(_item_row(item, words) for item in section.items)
    table = Table(
        columns=(Column(17, "center"), Column(59), Column(28, "center"), Column(56)),
        header=tuple(words.say(f"annex.{name}") for name in ("item", "question", "result", "evidence")),
        rows=tuple(rows),
        dense=True,
    )
    note = [Paragraph(words.say("annex.starred"), "small")] if any(i.starred for i in facts.items) else []
    return (table, *note)


def _item_row(item: ItemResult, words: Words) -> Row:
    grade = words.grade(item.grade)
    if item.disputed:
        grade += "\n" + words.say("annex.disputed")
    seen = [entered(item.evidence)] if item.evidence.strip() else []
    if item.reason.strip():
        seen.append(words.say("annex.reason", text=entered(item.reason)))
    stands_out = item.grade is not None and item.grade.is_nonconformity
    return Row(
        (
            Cell(item.item_id + ("*" if item.starred else "")),
            Cell(item.question.in_language(words.language)),
            Cell(grade, bold=stands_out or item.grade is Grade.OBSERVATION),
            Cell("\n".join(seen)),
        )
    )


def _case_files(files: tuple[CaseFile, ...], words: Words) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            cells(
                words.count(place),
                entered(one.code),
                entered(one.procedure),
                *(words.short_date(day) if day else "" for day in (one.received_on, one.due_on, one.returned_on)),
                entered(one.state),
                entered(one.faults),
            )
        )
        for place, one in enumerate(files, 1)
    )
    names = ("place", "code", "procedure", "received", "due", "returned", "state", "faults")
    widths = (12, 34, 66, 25, 25, 25, 26, 44)
    columns = tuple(Column(width, "center" if place in {0, 3, 4, 5} else "left") for place, width in enumerate(widths))
    return (Table(columns, tuple(words.say(f"annex.file_{name}") for name in names), rows, dense=True),)
