"""What the documents say: build() words the facts of an audit as minutes, the others as what goes with them."""

from iso_audit.domain.text import Language
from iso_audit.minutes.content import assessment, closing, forms, opening, results
from iso_audit.minutes.content.annexes import Annexes
from iso_audit.minutes.content.document import minutes_document, translation
from iso_audit.minutes.content.photos import PhotoMissing, album_of
from iso_audit.minutes.content.slips import slips_of
from iso_audit.minutes.content.words import Words
from iso_audit.minutes.facts import MinutesFacts
from iso_audit.minutes.tree import Block, Document, Heading, ProfileName

__all__ = [
    "PhotoMissing",
    "album_of",
    "attendance_list",
    "build",
    "checklist_form",
    "slips_of",
    "translation",
]
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def build(facts: MinutesFacts, language: Language, profile: ProfileName) -> Document:
    """Return the minutes of one audit in `language`, laid out later by the rules of `profile`.

    PhotoMissing names a photograph that is referred to but cannot be printed.
    """
    words = Words(language, facts.wording)
    annexes = Annexes(facts, words)
    blocks = _body(facts, words, annexes)
    return minutes_document(facts, words, profile, blocks=blocks, annexes=annexes.made())


def checklist_form(facts: MinutesFacts, language: Language, profile: ProfileName) -> Document:
    """Return the checklist of the audit to be filled in by hand; only its items are used, not what was judged."""
    return forms.checklist_form(facts, Words(language), profile)


def attendance_list(facts: MinutesFacts, language: Language, profile: ProfileName) -> Document:
    """Return the list of those who took part, to be signed by hand."""
    return forms.attendance_list(facts, Words(language, facts.wording), profile)


def _body(facts: MinutesFacts, words: Words, annexes: Annexes) -> list[Block]:
    sections: tuple[tuple[str, list[Block]], ...] = (
        ("people", opening.people(facts, words)),
        ("frame", opening.frame(facts, words)),
        ("agency", opening.agency(facts, words)),
        ("results", results.results(facts, words, annexes)),
        ("assessment", assessment.assessment(facts, words, annexes)),
        ("conclusion", assessment.conclusion(facts, words)),
        ("requests", assessment.requests(facts, words)),
        ("opinion", closing.opinion(facts, words)),
        ("not_checked", closing.not_checked(facts, words)),
    )
    blocks = opening.bases(facts, words)
    blocks += opening.time_and_place(facts, words)
    sections_told = [(name, section) for name, section in sections if section]
    for numeral, (name, section) in zip(_NUMERALS, sections_told, strict=False):
        blocks.append(Heading(f"{numeral}. {words.say(f'section.{name}')}"))
        blocks += section
    return blocks + closing.closing(facts, words, len(annexes.labels))
