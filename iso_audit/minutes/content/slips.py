"""Nonconformity slips: short ones for the annex of the minutes, and one document for each, to be followed up."""

from collections.abc import Sequence
from dataclasses import replace

from iso_audit.minutes.content.criteria import points
from iso_audit.minutes.content.document import part_of
from iso_audit.minutes.content.photos import photo_numbers
from iso_audit.minutes.content.words import Words, capital, cells, entered
from iso_audit.minutes.facts import FindingFacts, MinutesFacts
from iso_audit.minutes.tree import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Row,
    Signatory,
    SignatureBlock,
    Table,
)

_COLUMNS = (Column(42), Column(118))
_ROOM_TO_WRITE = 17.0
_LINES_TO_WRITE = "\n\n\n"


def slip_tables(facts: MinutesFacts, words: Words, findings: Sequence[FindingFacts]) -> tuple[Block, ...]:
    """Return one table for each of `findings`, never parted, with all that is known of it."""
    return tuple(
        Table(_COLUMNS, (), (_title(finding, words), *_told(facts, words, finding)), dense=True, together=True)
        for finding in findings
    )


def slips_of(minutes: Document) -> tuple[Document, ...]:
    """Return one slip for each nonconformity of finished minutes, taken out of their annex of slips."""
    words = Words(minutes.language)
    annex = next((one for one in minutes.annexes if _holds_slips(one)), None)
    if annex is None:
        return ()
    wording = "strengths" if annex.title == words.say("strengths.slips") else "grades"
    return tuple(_slip(minutes, words, table, wording) for table in annex.blocks if isinstance(table, Table))


def _holds_slips(annex: Annex) -> bool:
    """Tell whether an annex is the one of slips: nothing else is made of tables without a header."""
    return bool(annex.blocks) and all(isinstance(one, Table) and not one.header for one in annex.blocks)


def _slip(minutes: Document, words: Words, table: Table, wording: str) -> Document:
    """Return one slip: what was found, what the agency answers, how it is verified."""
    label = table.rows[0].cells[0].text.partition(" \u2013 ")[0]
    number = label.removeprefix(words.say("slip.title", number="", kind="").split()[0]).strip()
    blocks: tuple[Block, ...] = (
        Heading(words.say("slip.found"), 2),
        replace(table, dense=False, together=False),
        _signing(words, "slip.agency", "slip.team"),
        Heading(words.say("slip.answer"), 2),
        _to_fill(words, ("cause", "correction", "action", "responsible")),
        Heading(words.say("slip.verification"), 2),
        Table(_COLUMNS, (), _outcomes(words), together=True),
        _signing(words, "slip.agency", "slip.verifier"),
    )
    return part_of(
        minutes,
        kind=words.say(f"{wording}.slip"),
        number_line=words.say("slip.number", number=number, minutes=minutes.number),
        code=words.say("slip.code", number=number),
        blocks=blocks,
    )


def _outcomes(words: Words) -> tuple[Row, ...]:
    return (
        Row((Cell(words.say("slip.outcome")), Cell(words.say("slip.closed"), mark="empty"))),
        Row((Cell(""), Cell(words.say("slip.open"), mark="empty"))),
        Row(cells(words.say("slip.seen"), _LINES_TO_WRITE)),
    )


def _title(finding: FindingFacts, words: Words) -> Row:
    title = words.say("slip.title", number=finding.number, kind=words.grade(finding.grade))
    if finding.repeated:
        title += f" ({words.say('finding.repeated').rstrip('.').lower()})"
    return Row((Cell(title, bold=True),))


def _told(facts: MinutesFacts, words: Words, finding: FindingFacts) -> list[Row]:
    texts = {
        "criterion": "\n".join(capital(part) for part in (entered(finding.criterion), *points(finding, words)) if part),
        "statement": finding.statement,
        "evidence": finding.evidence,
        "photos": ", ".join(photo_numbers(facts, finding)),
        "unit": finding.unit,
        "request": finding.request,
        "deadline": words.day(finding.deadline),
        "opinion": finding.opinion,
    }
    as_on_the_card = {"statement": words.field_name("gap", finding.grade)}
    return [
        Row(cells(as_on_the_card.get(name) or words.say(f"slip.{name}"), entered(text)))
        for name, text in texts.items()
        if text.strip()
    ]


def _to_fill(words: Words, names: Sequence[str]) -> Table:
    rows = tuple(Row(cells(words.say(f"slip.{name}"), "")) for name in names)
    return Table(_COLUMNS, (), rows, row_height=_ROOM_TO_WRITE, together=True)


def _signing(words: Words, *titles: str) -> SignatureBlock:
    return SignatureBlock(
        tuple(Signatory(words.say(title), words.say("sign.hint"), "", note=words.say("slip.day")) for title in titles)
    )
