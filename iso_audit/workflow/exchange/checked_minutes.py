"""Minutes a file brings, checked as if they had been locked, signed and issued here: text, number, strokes, bytes."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath

from iso_audit.domain.attachment import AttachmentKind
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.minutes import LONGEST_REASON, MinutesState, RenderingPurpose, number_for
from iso_audit.domain.programme import required
from iso_audit.domain.signature import (
    MOST_STROKES,
    SignatureEvent,
    SignatureKind,
    checked_value,
    fold,
)
from iso_audit.domain.text import LANGUAGES
from iso_audit.minutes import fingerprint, html, stored
from iso_audit.minutes.jpeg import frame_of
from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Document
from iso_audit.storage.engine.table import Row
from iso_audit.storage.tables import (
    MINUTES,
    MINUTES_ATTACHMENT,
    MINUTES_IMAGE,
    MINUTES_RENDERING,
    MINUTES_REOPENING,
    SIGNATURE_EVENT,
)
from iso_audit.workflow.exchange.content import Content
from iso_audit.workflow.exchange.refusing import refused_as, same
from iso_audit.workflow.reporting.attaching import checked_type
from iso_audit.workflow.reporting.locking import final_pdf
from iso_audit.workflow.reporting.signed_document import signed

LARGEST_VERSION = 999
MOST_PAGES = 5_000
_ENDED = {
    MinutesState.LOCKED: (),
    MinutesState.ISSUED: ("issued_at", "issued_by"),
    MinutesState.VOID: ("voided_at", "voided_by"),
}
_BY_CHANCE = re.compile(rb"<[0-9a-f]{32}> \]|/ModDate \([^)]*\)|\d{10} \d{5} n|startxref\s+\d+")
"""What differs whenever signature fields are added to a PDF: part of its id, the moment, and the places behind it."""


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """What the texts of a file give again here: the bytes versions were issued with, and files by their SHA-256."""

    versions: frozenset[str]
    files: frozenset[str]


def check_minutes(content: Content, *, settled_ids: Iterable[str]) -> MadeAgain:
    """Raise where minutes could not have come about here; return what their texts give again.

    Those of `settled_ids`, settled here as in the file, are not looked at again. RuleBroken `carry_value_invalid`.
    """
    ids_here, versions, files = frozenset(settled_ids), set[str](), set[str]()
    with refused_as(SIGNATURE_EVENT):
        events = _events(content)
    with refused_as(MINUTES_IMAGE):
        images = _images(content)
    with refused_as(MINUTES):
        for row in content.of(MINUTES):
            _check_version(row)
            if row["id"] in ids_here or row["state"] == MinutesState.VOID:
                continue
            own = [event for event in events if event.version_id == row["id"]]
            documents = _check_text(row, images, own)
            files |= {hashlib.sha256(render(document).pdf).hexdigest() for document in documents}
            if _gives(documents[0], own, content.file(row["pdf"]) if row["pdf"] else None):
                versions.add(str(row["id"]))
                files |= {str(row["pdf_hash"])} if row["pdf"] else set()
    with refused_as(MINUTES_RENDERING):
        _check_renderings(content)
    with refused_as(MINUTES_REOPENING):
        for row in content.of(MINUTES_REOPENING):
            same(required(str(row["reason"]), "reason", longest=LONGEST_REASON), row["reason"])
    with refused_as(MINUTES_ATTACHMENT):
        for row in content.of(MINUTES_ATTACHMENT):
            _check_attachment(content, row, is_settled=row["minutes_id"] in ids_here)
    return MadeAgain(frozenset(versions), frozenset(files))


def _check_version(row: Row) -> None:
    state, content = MinutesState(str(row["state"])), str(row["content"])
    same(row["language"] in LANGUAGES, True)
    same(number_for(str(row["number"]), (), (), symbol=""), row["number"])
    same(1 <= int(str(row["version"])) <= LARGEST_VERSION and 1 <= int(str(row["pages"])) <= MOST_PAGES, True)
    same(hashlib.sha256(content.encode()).hexdigest(), row["content_hash"])
    for end_state, names in _ENDED.items():
        same(all((row[name] is not None) is (end_state is state) for name in names), True)
    same(row["pdf"], row["pdf_hash"] if state is MinutesState.ISSUED else None)
    same(row["locked_by"] is not None and row["short_code"] is not None, True)
    if row["void_reason"]:
        same(required(str(row["void_reason"]), "reason", longest=LONGEST_REASON), row["void_reason"])


def _check_renderings(content: Content) -> None:
    """Raise where a rendering is none of its version: another language, or other bytes than it was issued with."""
    versions = {row["id"]: row for row in content.of(MINUTES)}
    for row in content.of(MINUTES_RENDERING):
        version, purpose = versions[row["minutes_id"]], RenderingPurpose(str(row["purpose"]))
        same(row["language"] in LANGUAGES, True)
        if purpose is not RenderingPurpose.PAPER:
            same(row["language"] == version["language"], purpose is not RenderingPurpose.EDITION)
        if purpose is RenderingPurpose.ISSUED:
            same((version["state"], version["pdf_hash"]), (MinutesState.ISSUED, row["sha256"]))


def _check_text(row: Row, images: Mapping[str, bytes], events: list[SignatureEvent]) -> tuple[Document, ...]:
    """Return the text of a version in its languages; raise where it is not the locked one, or no screen can show it."""
    documents = stored.read(str(row["content"]), images)
    for document in documents:
        same(document.verification is not None, True)
        html.render(signed(document, fold(events)))
    document = documents[0]
    assert document.verification is not None
    same((fingerprint.text_hash(document), document.language), (row["text_hash"], row["language"]))
    same((document.verification.digest, document.verification.code), (row["text_hash"], row["short_code"]))
    same(fingerprint.short_code(document.verification.name, document.verification.digest), row["short_code"])
    same(document.number, row["number"])
    return documents


def _gives(document: Document, events: list[SignatureEvent], content: bytes | None) -> bool:
    """Tell whether a text and its signatures give the issued bytes; raise where these are no PDF naming the text."""
    own_pdf, layout = final_pdf(document, events)
    if content is None:
        return True
    same(checked_type("", content), "application/pdf")
    assert document.verification is not None
    same(document.verification.digest.encode() in content, True)
    length = len(layout.pdf)
    endings = [_BY_CHANCE.sub(b"", pdf[length:]) for pdf in (own_pdf, content)]
    return own_pdf[:length] == content[:length] and endings[0] == endings[1]


def _images(content: Content) -> dict[str, bytes]:
    images = {str(row["sha256"]): content.file(row["data"]) for row in content.of(MINUTES_IMAGE)}
    same(all(frame_of(data) is not None for data in images.values()), True)
    return images


def _events(content: Content) -> list[SignatureEvent]:
    """Return the events at the places to sign, each of them one that could have been kept here."""
    hashes = {row["id"]: row["text_hash"] for row in content.of(MINUTES)}
    minutes_of = {row["id"]: row["minutes_id"] for row in content.of(MINUTES_ATTACHMENT)}
    events, strokes = [], Counter[tuple[object, object]]()
    for row in content.of(SIGNATURE_EVENT):
        kind, stored_value = SignatureKind(str(row["kind"])), json.loads(str(row["value"]))
        value = checked_value(kind, stored_value)
        same(json.loads(json.dumps(value)), stored_value)
        same(row["text_hash"], hashes[row["minutes_id"]])
        strokes[row["minutes_id"], row["attempt"]] += kind is SignatureKind.STROKE
        if kind is SignatureKind.PAPER and value["attachment"]:
            same(minutes_of.get(value["attachment"]), row["minutes_id"])
        events.append(SIGNATURE_EVENT.thing(SignatureEvent, row))
    same(max(strokes.values(), default=0) <= MOST_STROKES, True)
    return events


def _check_attachment(content: Content, row: Row, *, is_settled: bool) -> None:
    AttachmentKind(str(row["kind"]))
    name = str(row["name"])
    same((PureWindowsPath(name).name, required(name, "name")), (name, name))
    if "\n" in name or "\t" in name:
        raise RuleBroken("value_unknown", value=name[:60])
    if row["withdrawn_reason"] is not None:
        same(required(str(row["withdrawn_reason"]), "reason", longest=LONGEST_REASON), row["withdrawn_reason"])
    if not is_settled:
        data = content.file(row["data"])
        same((checked_type(name, data), len(data)), (row["media_type"], row["size"]))
