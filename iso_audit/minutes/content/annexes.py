"""The annexes: the checklist in full, the sampled case files, slips, photographs."""

from collections.abc import Sequence
from string import ascii_uppercase

from iso_audit.domain.grade import Grade
from iso_audit.domain.subjects import KINDS
from iso_audit.minutes.case_facts import CaseFile
from iso_audit.minutes.content.opening import number_of
from iso_audit.minutes.content.photos import item_photo_numbers, photo_blocks
from iso_audit.minutes.content.slips import slip_tables
from iso_audit.minutes.content.words import Words, cells, entered
from iso_audit.minutes.facts import ItemFacts, MinutesFacts
from iso_audit.minutes.tree import Annex, Block, Cell, Column, Paragraph, Row, Table

ROMAN = ("I", "II", "III", "IV")


class Annexes:
    """The annexes there is something for, numbered in Roman figures; `labels` by name, for the text to refer to."""

    def __init__(self, facts: MinutesFacts, words: Words) -> None:
        self.facts = facts
        self.words = words
        wanted = {
            "checklist": bool(facts.items),
            "case_files": bool(facts.case_files and facts.case_files.files),
            "slips": bool(facts.to_be_corrected),
            "photos": bool(facts.photos),
        }
        names = [name for name, there in wanted.items() if there]
        self.labels = {name: words.say("annex.label", number=roman) for roman, name in zip(ROMAN, names, strict=False)}

    def made(self) -> tuple[Annex, ...]:
        """Return the annexes in order; PhotoMissing names a photograph that cannot be printed."""
        reference = self.words.say(
            "annex.reference",
            number=number_of(self.facts, self.words),
            date=self.words.long_date(self.facts.dated),
            team=entered(self.facts.team.number),
        )
        return tuple(
            Annex(label, self._title(name), reference, self._blocks(name), landscape=name == "case_files")
            for name, label in self.labels.items()
        )

    def _title(self, name: str) -> str:
        return self.words.say(f"{self.words.wording}.slips" if name == "slips" else f"annex.{name}")

    def _blocks(self, name: str) -> tuple[Block, ...]:
        match name:
            case "checklist":
                return _checklist(self.facts, self.words)
            case "case_files":
                return _case_files(self.facts.case_files.files if self.facts.case_files else (), self.words)
            case "slips":
                return slip_tables(self.facts, self.words, self.facts.to_be_corrected)
            case _:
                return photo_blocks(self.facts, self.words)


def _checklist(facts: MinutesFacts, words: Words) -> tuple[Block, ...]:
    rows: list[Row] = []
    for letter, block in zip(ascii_uppercase, facts.blocks, strict=False):
        title = block.title.in_language(words.language)
        sections = [section.title.in_language(words.language) for section in block.sections]
        if sections != [title]:
            rows.append(Row(cells(f"{letter}. {title}", bold=True)))
        for name, section in zip(sections, block.sections, strict=True):
            rows.append(Row(cells(name, bold=True)))
            rows.extend(_item_row(item, words, item_photo_numbers(facts, item.item_id)) for item in section.items)
    table = Table(
        columns=(Column(17, "center"), Column(59), Column(28, "center"), Column(56)),
        header=tuple(words.say(f"annex.{name}") for name in ("item", "question", "result", "evidence")),
        rows=tuple(rows),
        dense=True,
    )
    note = [Paragraph(words.say("annex.starred"), "small")] if any(i.starred for i in facts.items) else []
    return (table, *note)


def question_of(item: ItemFacts, words: Words) -> str:
    """Return the question of an item, with its weight where that is not what its star says."""
    question = item.question.in_language(words.language)
    return f"{question} ({words.say('annex.weight', weight=item.weight)})" if item.weight else question


def _item_row(item: ItemFacts, words: Words, photos: Sequence[str]) -> Row:
    grade = words.grade(item.grade)
    if item.disputed:
        grade += "\n" + words.say("annex.disputed")
    fields = [field for field in KINDS["item"].fields if field.annexed and field.shown_at(item.grade)]
    texts = {field.name: entered(item.value(field.name)) for field in fields}
    seen = [text for text in (texts.pop("evidence"),) if text]
    seen += [f"{words.field_name(name, item.grade)}: {text}" for name, text in texts.items() if text]
    if photos:
        seen.append(words.say("finding.photos_is", text=", ".join(photos)))
    stands_out = item.grade is not None and item.grade.is_nonconformity
    return Row(
        (
            Cell(item.item_id + ("*" if item.starred else "")),
            Cell(question_of(item, words)),
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
