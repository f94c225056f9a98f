"""What every document of the family has in common: letterhead, footer, marks, metadata, verification."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from iso_audit.domain.text import CROSSED_D
from iso_audit.minutes.content.opening import header, number_of
from iso_audit.minutes.content.words import Words, entered
from iso_audit.minutes.facts import MinutesFacts
from iso_audit.minutes.fingerprint import verified
from iso_audit.minutes.tree import (
    PAGE,
    TOTAL,
    Annex,
    Block,
    Document,
    Footer,
    Metadata,
    Paragraph,
    ProfileName,
)


def minutes_document(
    facts: MinutesFacts, words: Words, profile: ProfileName, *, blocks: Sequence[Block], annexes: Sequence[Annex]
) -> Document:
    """Return the minutes themselves around their blocks."""
    number = number_of(facts, words)
    about = words.say("about", standard=entered(facts.standard), agency=entered(facts.agency.name))
    code = edition(facts, words)
    document = Document(
        language=words.language,
        profile=profile,
        number=number,
        kind=words.say("kind"),
        about=about,
        header=header(facts, words),
        blocks=(*_sample_note(facts, words), *blocks),
        footer=Footer(code, words.say("page_of", page=PAGE, total=TOTAL)),
        metadata=Metadata(
            title=words.say("document_title", number=number, about=about),
            author=entered(facts.issuing_body),
            subject=about,
            made_at=facts.made_at,
        ),
        annexes=tuple(annexes),
        sample_mark=words.say("sample_mark") if facts.is_sample else None,
        draft_mark=words.say("draft_mark", draft=facts.draft) if facts.draft is not None else None,
    )
    return verified(document, _name(facts), label=words.say("verification"))


def side_document(
    facts: MinutesFacts,
    words: Words,
    profile: ProfileName,
    *,
    form: str,
    blocks: Sequence[Block],
    number: str = "",
    part: str = "",
) -> Document:
    """Return a document beside the minutes; `form` names its words under `documents`, `number` its own line if any.

    A `part` of the minutes is verified like them; a form to fill in by hand has nothing to verify.
    """
    agency = entered(facts.agency.name)
    kind = words.say(f"documents.{form}_kind")
    about = words.say(f"documents.{form}_about", agency=agency, standard=entered(facts.standard))
    code = ", ".join(part for part in (words.say(f"documents.{form}_code", number=number), agency) if part)
    document = Document(
        language=words.language,
        profile=profile,
        number=number,
        kind=kind,
        about=about,
        header=replace(header(facts, words), number=_number_line(words, form, number)),
        blocks=(*_sample_note(facts, words), *blocks),
        footer=Footer(code, words.say("page_of", page=PAGE, total=TOTAL)),
        metadata=Metadata(f"{kind} – {agency}", entered(facts.issuing_body), about, facts.made_at),
        sample_mark=words.say("sample_mark") if facts.is_sample else None,
        draft_mark=words.say("draft_mark", draft=facts.draft) if facts.draft is not None and number else None,
        landscape=form == "checklist",
    )
    return verified(document, _name(facts, part), label=words.say("verification")) if part else document


def edition(facts: MinutesFacts, words: Words) -> str:
    """Return how this edition of the minutes is called on paper."""
    number = number_of(facts, words)
    if facts.draft is not None:
        return words.say("code_draft", number=number, draft=facts.draft)
    return words.say("code", number=number, version=facts.version)


def _name(facts: MinutesFacts, part: str = "") -> str:
    """Return number, version, draft and part in plain capitals, which every scanner reads alike."""
    letters = unicodedata.normalize("NFD", entered(facts.number).translate(CROSSED_D))
    number = "".join(c for c in letters.upper() if c.isascii() and c.isprintable())
    draft = f"D{facts.draft}" if facts.draft is not None else ""
    return " ".join(piece for piece in (number or "-", f"V{facts.version}", draft, part) if piece)


def _number_line(words: Words, form: str, number: str) -> str:
    return words.say(f"documents.{form}_number", number=number) if form != "attendance" else ""


def _sample_note(facts: MinutesFacts, words: Words) -> list[Block]:
    return [Paragraph(words.say("sample_note"), "note")] if facts.is_sample else []
