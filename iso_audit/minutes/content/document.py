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
    SignatureBlock,
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
        blocks=(*_replacement(facts, words), *_sample_note(facts, words), *blocks),
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
    return document if facts.draft is not None else verified(document, _name(facts), label=words.say("verification"))


def part_of(minutes: Document, *, kind: str, number_line: str, code: str, blocks: Sequence[Block]) -> Document:
    """Return a part of finished minutes as a document of its own, with their number, version, marks and code.

    Nothing of it has a code of its own: whoever looks it up finds the minutes it belongs to.
    """
    words = Words(minutes.language)
    note = [Paragraph(words.say("sample_note"), "note")] if minutes.sample_mark else []
    verification = minutes.verification
    return replace(
        minutes,
        number=number_line,
        kind=kind,
        header=replace(minutes.header, number=number_line),
        blocks=(*note, *blocks),
        annexes=(),
        footer=replace(minutes.footer, code=f"{code}, {minutes.footer.code}"),
        metadata=replace(minutes.metadata, title=f"{kind} \u2013 {code}, {minutes.footer.code}"),
        verification=(replace(verification, label=words.say("verification_of_minutes")) if verification else None),
    )


def translation(document: Document, original: Document) -> Document:
    """Return the text in another language as what it is: for reading, with the code of the text that is signed."""
    words = Words(document.language)
    tongue = words.say(f"translation.of_{original.language}")
    note = Paragraph("", "centered", words.say("translation.note", tongue=tongue))
    hint = words.say("translation.signs", tongue=tongue)
    blocks = [
        block for block in document.blocks if not (isinstance(block, Paragraph) and block.style == "signing_note")
    ]
    verification = original.verification
    assert verification is not None
    label = document.verification.label if document.verification else ""
    return replace(
        document,
        blocks=(note, *(_unsigned(block, hint) if isinstance(block, SignatureBlock) else block for block in blocks)),
        footer=replace(document.footer, code=f"{document.footer.code}, {words.say('translation.code')}"),
        verification=replace(verification, label=label),
    )


def _unsigned(block: SignatureBlock, hint: str) -> SignatureBlock:
    return SignatureBlock(
        tuple(replace(one, hint="" if one.note else hint, place="", drawing=None) for one in block.signatories)
    )


def side_document(
    facts: MinutesFacts,
    words: Words,
    profile: ProfileName,
    *,
    form: str,
    blocks: Sequence[Block],
    has_day: bool = True,
) -> Document:
    """Return a form beside the minutes, filled in by hand; `form` names its words under `documents`."""
    agency = entered(facts.agency.name)
    kind = words.say(f"documents.{form}_kind")
    about = words.say(f"documents.{form}_about", agency=agency, standard=entered(facts.standard))
    code = ", ".join(part for part in (words.say(f"documents.{form}_code"), agency) if part)
    head = header(facts if has_day else replace(facts, dated=None), words)
    return Document(
        language=words.language,
        profile=profile,
        number="",
        kind=kind,
        about=about,
        header=replace(head, number=words.say(f"documents.{form}_number") if form != "attendance" else ""),
        blocks=(*_sample_note(facts, words), *blocks),
        footer=Footer(code, words.say("page_of", page=PAGE, total=TOTAL)),
        metadata=Metadata(f"{kind} – {agency}", entered(facts.issuing_body), about, facts.made_at),
        sample_mark=words.say("sample_mark") if facts.is_sample else None,
        landscape=form == "checklist",
    )


def edition(facts: MinutesFacts, words: Words) -> str:
    """Return how this edition of the minutes is called on paper."""
    number = number_of(facts, words)
    if facts.draft is not None:
        return words.say("code_draft", number=number, draft=facts.draft)
    return words.say("code", number=number, version=facts.version)


def _name(facts: MinutesFacts) -> str:
    """Return number and version in plain capitals, which every scanner reads alike."""
    letters = unicodedata.normalize("NFD", entered(facts.number).translate(CROSSED_D))
    number = "".join(c for c in letters.upper() if c.isascii() and c.isprintable())
    return f"{number or '-'} V{facts.version}"


def _replacement(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return what a new issue says under its title: which one it takes the place of, and why."""
    before = facts.replaces
    if before is None:
        return []
    day, reason = words.short_date(before.issued_on), entered(before.reason).rstrip(".; ")
    text = words.say("replaces", version=facts.version, before=before.version, date=day, reason=reason)
    return [Paragraph(text, "centered")]


def _sample_note(facts: MinutesFacts, words: Words) -> list[Block]:
    return [Paragraph(words.say("sample_note"), "note")] if facts.is_sample else []
