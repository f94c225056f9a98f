"""What the minutes say: build() words the facts of an audit as a finished document."""

from iso_audit.domain.text import Language
from iso_audit.minutes.content import assessment, closing, opening, results
from iso_audit.minutes.content.annexes import ROMAN, annexes
from iso_audit.minutes.content.words import Words, entered
from iso_audit.minutes.facts import MinutesFacts
from iso_audit.minutes.tree import (
    PAGE,
    TOTAL,
    Block,
    Document,
    Footer,
    Heading,
    Metadata,
    Paragraph,
    ProfileName,
)

_NUMERALS = (*ROMAN, "VI", "VII", "VIII", "IX", "X")


def build(facts: MinutesFacts, language: Language, profile: ProfileName) -> Document:
    """Return the minutes of one audit in `language`, laid out later by the rules of `profile`."""
    words = Words(language, facts.wording)
    number = opening.number_of(facts, words)
    about = words.say("about", standard=entered(facts.standard), agency=entered(facts.agency.name))
    attached = annexes(facts, words, number)
    return Document(
        language=language,
        profile=profile,
        number=number,
        kind=words.say("kind"),
        about=about,
        header=opening.header(facts, words),
        blocks=tuple(_body(facts, words, len(attached))),
        footer=Footer(_code(facts, words, number), words.say("page_of", page=PAGE, total=TOTAL)),
        metadata=Metadata(
            title=words.say("document_title", number=number, about=about),
            author=entered(facts.issuing_body),
            subject=about,
            made_at=facts.made_at,
        ),
        annexes=attached,
        sample_mark=words.say("sample_mark") if facts.is_sample else None,
        draft_mark=words.say("draft_mark", draft=facts.draft) if facts.draft is not None else None,
    )


def _code(facts: MinutesFacts, words: Words, number: str) -> str:
    if facts.draft is not None:
        return words.say("code_draft", number=number, draft=facts.draft)
    return words.say("code", number=number, version=facts.version)


def _body(facts: MinutesFacts, words: Words, attached: int) -> list[Block]:
    findings = assessment.numbered(facts)
    sections: tuple[tuple[str, list[Block]], ...] = (
        ("people", opening.people(facts, words)),
        ("frame", opening.frame(facts, words)),
        ("agency", opening.agency(facts, words)),
        ("results", results.results(facts, words, findings)),
        ("assessment", assessment.assessment(facts, words, findings)),
        ("conclusion", assessment.conclusion(facts, words)),
        ("requests", assessment.requests(facts, words)),
        ("opinion", closing.opinion(facts, words)),
        ("not_checked", closing.not_checked(facts, words)),
    )
    blocks: list[Block] = [Paragraph(words.say("sample_note"), "note")] if facts.is_sample else []
    blocks += opening.bases(facts, words)
    blocks += opening.time_and_place(facts, words)
    told = [(name, section) for name, section in sections if section]
    for numeral, (name, section) in zip(_NUMERALS, told, strict=False):
        blocks.append(Heading(f"{numeral}. {words.say(f'section.{name}')}"))
        blocks += section
    return blocks + closing.closing(facts, words, attached)
