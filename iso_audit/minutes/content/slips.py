"""Nonconformity slips: short ones for the annex of the minutes, and one document for each, to be followed up."""

from collections.abc import Sequence

from iso_audit.minutes.content.criteria import points
from iso_audit.minutes.content.document import edition, side_document
from iso_audit.minutes.content.opening import number_of
from iso_audit.minutes.content.photos import photo_numbers
from iso_audit.minutes.content.words import Words, cells, entered
from iso_audit.minutes.facts import FindingFacts, MinutesFacts
from iso_audit.minutes.tree import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    ProfileName,
    Row,
    Signatory,
    SignatureBlock,
    Table,
)

_COLUMNS = (Column(42), Column(118))
_ROOM_TO_WRITE = 17.0


def slip_tables(facts: MinutesFacts, words: Words, findings: Sequence[FindingFacts]) -> tuple[Block, ...]:
    """Return one table for each of `findings`, never parted, with all that is known of it."""
    return tuple(
        Table(_COLUMNS, (), (_title(finding, words), *_told(facts, words, finding)), dense=True, together=True)
        for finding in findings
    )


def slip(facts: MinutesFacts, words: Words, finding: FindingFacts, profile: ProfileName) -> Document:
    """Return the slip of one finding: what was found, what the agency answers, how it is verified."""
    whole = Table(_COLUMNS, (), (_title(finding, words), *_told(facts, words, finding)), together=True)
    minutes = Paragraph(
        words.say("slip.of_minutes", edition=edition(facts, words), date=words.long_date(facts.dated)), "plain"
    )
    blocks: tuple[Block, ...] = (
        minutes,
        Heading(words.say("slip.found"), 2),
        whole,
        _signing(words, "slip.agency", "slip.team"),
        Heading(words.say("slip.answer"), 2),
        _to_fill(words, ("cause", "correction", "action", "responsible")),
        Heading(words.say("slip.verification"), 2),
        Table(
            (Column(1), Column(1)),
            (),
            (Row((Cell(words.say("slip.closed"), mark="empty"), Cell(words.say("slip.open"), mark="empty"))),),
        ),
        _to_fill(words, ("seen",)),
        _signing(words, "slip.agency", "slip.verifier"),
    )
    number = words.say("slip.number", number=finding.number, minutes=number_of(facts, words))
    return side_document(facts, words, profile, form="slip", blocks=blocks, number=number, part=f"S{finding.number}")


def _title(finding: FindingFacts, words: Words) -> Row:
    title = words.say("slip.title", number=finding.number, kind=words.grade(finding.grade))
    if finding.repeated:
        title += f" ({words.say('finding.repeated').rstrip('.').lower()})"
    return Row((Cell(title, bold=True),))


def _told(facts: MinutesFacts, words: Words, finding: FindingFacts) -> list[Row]:
    texts = {
        "criterion": "\n".join(part for part in (entered(finding.criterion), *points(finding, words)) if part),
        "statement": finding.statement,
        "evidence": finding.evidence,
        "photos": ", ".join(photo_numbers(facts, finding)),
        "unit": finding.unit,
        "request": finding.request,
        "deadline": words.day(finding.deadline),
        "opinion": finding.opinion,
    }
    return [Row(cells(words.say(f"slip.{name}"), entered(text))) for name, text in texts.items() if text.strip()]


def _to_fill(words: Words, names: Sequence[str]) -> Table:
    rows = tuple(Row(cells(words.say(f"slip.{name}"), "")) for name in names)
    return Table(_COLUMNS, (), rows, row_height=_ROOM_TO_WRITE, together=True)


def _signing(words: Words, *titles: str) -> SignatureBlock:
    return SignatureBlock(tuple(Signatory(words.say(title), words.say("sign.hint"), "") for title in titles))
