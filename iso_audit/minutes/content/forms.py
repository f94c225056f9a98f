"""Forms filled in by hand: the blank checklist for the day the tablets fail, and the attendance list."""

from string import ascii_uppercase

from iso_audit.domain.grade import Grade
from iso_audit.minutes.content.annexes import question_of
from iso_audit.minutes.content.document import side_document
from iso_audit.minutes.content.words import Words, cells, entered
from iso_audit.minutes.facts import ItemFacts, MinutesFacts, Person, Side
from iso_audit.minutes.tree import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    ProfileName,
    Row,
    Signatory,
    SignatureBlock,
    Table,
)

_GRADES = (
    Grade.CONFORMITY,
    Grade.GOOD_PRACTICE,
    Grade.OBSERVATION,
    Grade.OPPORTUNITY,
    Grade.MINOR,
    Grade.MAJOR,
    Grade.NOT_APPLICABLE,
    Grade.NOT_CHECKED,
)
_ITEM_HEIGHT = 12.0
_SIGNING_HEIGHT = 9.5
_BLANK_LINES = 4


def checklist_form(facts: MinutesFacts, words: Words, profile: ProfileName) -> Document:
    """Return the checklist with a box for each grade and room to write; nothing of it is judged."""
    short = [words.say(f"form.{grade.value}") for grade in _GRADES]
    legend = "; ".join(f"{one}: {words.grade(grade).lower()}" for one, grade in zip(short, _GRADES, strict=True))
    rows: list[Row] = []
    for letter, block in zip(ascii_uppercase, facts.blocks, strict=False):
        title = block.title.in_language(words.language)
        sections = [section.title.in_language(words.language) for section in block.sections]
        if sections != [title]:
            rows.append(Row(cells(f"{letter}. {title}", bold=True)))
        for name, section in zip(sections, block.sections, strict=True):
            rows.append(Row(cells(name, bold=True)))
            rows.extend(_item(item, words) for item in section.items)
    table = Table(
        columns=(Column(18, "center"), Column(84), *[Column(11, "center")] * len(_GRADES), Column(67)),
        header=(words.say("annex.item"), words.say("annex.question"), *short, words.say("annex.evidence")),
        rows=tuple(rows),
        dense=True,
        row_height=_ITEM_HEIGHT,
    )
    abbreviation = words.say("form.abbreviation")
    if any(abbreviation.partition(":")[0] in item.question.in_language(words.language) for item in facts.items):
        legend += f"; {abbreviation}"
    blocks: list[Block] = [Paragraph(words.say("form.filled_by"), "plain"), Paragraph(legend + ".", "small"), table]
    if any(item.starred for item in facts.items):
        blocks.append(Paragraph(words.say("annex.starred"), "small"))
    return side_document(facts, words, profile, form="checklist", blocks=blocks, has_day=False)


def _item(item: ItemFacts, words: Words) -> Row:
    boxes = [Cell("", mark="empty")] * len(_GRADES)
    name = item.item_id + ("*" if item.starred else "")
    return Row((Cell(name), Cell(f"{question_of(item, words)}{_condition(item, words)}"), *boxes, Cell("")))


def _condition(item: ItemFacts, words: Words) -> str:
    """Return when an item is asked, by the signs of the boxes; nothing where it is asked anyhow."""
    if item.asked_when is None:
        return ""
    signs = words.say("form.or").join(words.say(f"form.{grade}") for grade in item.asked_when.grades)
    return "\n" + words.say("form.asked_when", item=item.asked_when.item, signs=signs)


def attendance_list(facts: MinutesFacts, words: Words, profile: ProfileName) -> Document:
    """Return the list everybody present signs, with lines left for those nobody expected."""
    blocks: list[Block] = [
        Paragraph(words.moment(facts.opened_at) + ".", "centered"),
        attendance_table(facts, words, _BLANK_LINES),
        SignatureBlock((Signatory("", "", ""), _keeper(facts, words))),
    ]
    return side_document(facts, words, profile, form="attendance", blocks=blocks)


def _keeper(facts: MinutesFacts, words: Words) -> Signatory:
    """Return the place of whoever keeps the list, by name where the secretary of the visit is known."""
    name = next((one.name for one in facts.signatories if one.capacity == "secretary"), "")
    return Signatory(words.say("attendance.kept_by"), words.say("sign.hint"), entered(name))


def attendance_table(facts: MinutesFacts, words: Words, blank_lines: int = 0) -> Table:
    """Return who took part, side by side, with room to sign; somebody absent is told with the reason."""
    rows: list[Row] = []
    sides: tuple[Side, ...] = ("team", "agency", "observer")
    for side in sides:
        present = [person for person in facts.people if person.side == side]
        if present or side != "observer":
            title = words.say(f"people.{side}", agency=entered(facts.agency.name))
            rows.append(Row(cells(title, bold=True)))
            rows.extend(_person(place, person, words) for place, person in enumerate(present, 1))
            left = blank_lines if side == "agency" else min(blank_lines, 1)
            rows.extend(Row(cells(str(len(present) + 1 + n), "", "", "")) for n in range(left))
    return Table(
        columns=(Column(12, "center"), Column(48), Column(62), Column(38, "center")),
        header=tuple(words.say(f"attendance.{name}") for name in ("place", "name", "position", "signature")),
        rows=tuple(rows),
        row_height=_SIGNING_HEIGHT,
    )


def _person(place: int, person: Person, words: Words) -> Row:
    absent = ""
    if person.absent_reason is not None:
        reason = entered(person.absent_reason) or words.say("people.no_reason")
        absent = words.say("people.absent", reason=reason.rstrip(".;")).strip(" ()")
    return Row(cells(str(place), entered(person.name), entered(person.position), absent))
