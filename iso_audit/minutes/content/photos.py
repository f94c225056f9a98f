"""Photographs: their annex, each numbered, captioned and told by its fingerprint, and which finding refers to which."""

import hashlib
from collections.abc import Iterable

from iso_audit.domain.errors import RuleBroken
from iso_audit.minutes.content.document import part_of
from iso_audit.minutes.content.words import Words, entered
from iso_audit.minutes.facts import FindingFacts, MinutesFacts, PhotoFacts
from iso_audit.minutes.jpeg import frame_of
from iso_audit.minutes.tree import Block, Document, Image, Photo, Photos

SHOWN_DIGITS = 12
GREY, COLOUR = 1, 3


class PhotoMissing(RuleBroken):
    """A photograph that should be printed is not there, or is not what was stored; `number` names it."""


def photo_numbers(facts: MinutesFacts, finding: FindingFacts) -> tuple[str, ...]:
    """Return the numbers of the photographs a finding refers to, in the order they are printed."""
    photo_ids = set(finding.photos)
    known = [one.number for one in facts.photos if one.number in photo_ids or finding.number in one.finding_numbers]
    missing = photo_ids.difference(known)
    if missing:
        raise PhotoMissing("photo_missing", number=min(missing))
    return tuple(known)


def item_photo_numbers(facts: MinutesFacts, item_id: str) -> tuple[str, ...]:
    """Return the numbers of the photographs of an item."""
    return tuple(one.number for one in facts.photos if item_id in one.item_ids)


def photo_blocks(facts: MinutesFacts, words: Words) -> tuple[Block, ...]:
    """Return every photograph with its caption; PhotoMissing names one that cannot be printed."""
    referring: dict[str, list[str]] = {}
    for finding in (one for one in facts.findings if one.number):
        for number in photo_numbers(facts, finding):
            referring.setdefault(number, []).append(finding.number)
    return (Photos(tuple(_photo(one, words, referring.get(one.number, ())) for one in facts.photos)),)


def album_of(minutes: Document) -> Document | None:
    """Return the photographs of finished minutes as a document of its own; None where there are none."""
    blocks = tuple(block for annex in minutes.annexes for block in annex.blocks if isinstance(block, Photos))
    if not blocks:
        return None
    words = Words(minutes.language)
    return part_of(
        minutes,
        kind=words.say("documents.photos_kind"),
        number_line=words.say("documents.photos_number", minutes=minutes.number),
        code=words.say("documents.photos_code"),
        blocks=blocks,
    )


def _photo(one: PhotoFacts, words: Words, findings: Iterable[str]) -> Photo:
    caption = words.say("photo.caption", number=entered(one.number), caption=entered(one.caption).rstrip("."))
    belongs = [words.say("photo.of_finding", number=number) for number in findings]
    belongs += [words.say("item", item=item_id) for item_id in one.item_ids]
    if belongs:
        caption += f" ({', '.join(belongs)})"
    fingerprint = words.say("photo.fingerprint", digits=one.sha256[:SHOWN_DIGITS])
    return Photo(image_of(one), caption, fingerprint)


def image_of(one: PhotoFacts) -> Image:
    """Return the picture as stored; PhotoMissing if it is empty, broken, changed, or not in RGB or grey."""
    if not one.jpeg:
        raise PhotoMissing("photo_missing", number=one.number)
    frame = frame_of(one.jpeg)
    whole = frame is not None and hashlib.sha256(one.jpeg).hexdigest() == one.sha256
    if frame is None or not whole or frame.components not in {GREY, COLOUR}:
        raise PhotoMissing("photo_damaged", number=one.number)
    return Image(one.jpeg, frame.width, frame.height, one.sha256, 3 if frame.components == COLOUR else 1)
