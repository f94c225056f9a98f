"""What ties a signature, a printed page and a stored version to one text: its canonical form, hash and short code."""

import hashlib
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import replace

from iso_audit.minutes.plain import normal
from iso_audit.minutes.tree import (
    Annex,
    Block,
    Document,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Photos,
    Recipients,
    SignatureBlock,
    Table,
    Verification,
)

_OF_SIGNING = frozenset({"signing", "signing_note"})
_WITNESS = "witness"


def canonical_text(document: Document) -> str:
    """Return the text of `document` in reading order, one passage a line, each with the kind of its block.

    What changes while it is signed or printed stays out: refusals, witnesses, drawn signatures, the footer, marks
    of draft and sample, metadata, and the verification itself. A photograph stands for itself by its SHA-256.
    """
    return "".join(f"{kind}\t{_one_line(text)}\n" for kind, text in _passages(document))


def text_hash(document: Document) -> str:
    """Return the SHA-256 of the canonical text in hex; the same in every process and for every layout profile."""
    return hashlib.sha256(canonical_text(document).encode()).hexdigest()


def short_code(name: str, digest: str) -> str:
    """Return the code people compare, like ABCD-EFGH-JKLM: 60 bits over the document's name and its text's hash."""
    letters = b32encode(hashlib.sha256(f"{name}\n{digest}".encode()).digest())[:12].decode()
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def verified(document: Document, name: str, *, label: str = "") -> Document:
    """Return `document` with its verification; `name` is its number and version, `label` stands before the code."""
    digest = text_hash(document)
    return replace(document, verification=Verification(name, short_code(name, digest), digest, label))


def _one_line(text: str) -> str:
    encodable = normal(text).encode("utf-8", "replace").decode()
    return encodable.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _passages(document: Document) -> Iterator[tuple[str, str]]:
    yield "language", document.language
    head = document.header
    for text in (head.parent, head.issuer, head.number, head.country, head.motto, head.place_and_date):
        yield "header", text
    yield "kind", document.kind
    yield "about", document.about
    for block in document.blocks:
        yield from _of_block(block)
    for annex in document.annexes:
        yield from _of_annex(annex)


def _of_annex(annex: Annex) -> Iterator[tuple[str, str]]:
    for text in (annex.label, annex.title, annex.reference):
        yield "annex", text
    for block in annex.blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Sequence[tuple[str, str]]:
    match block:
        case Heading():
            return [(f"heading{block.level}", block.text)]
        case Paragraph():
            return [] if block.style in _OF_SIGNING else [("lead", block.lead), ("paragraph", block.text)]
        case KeyValues():
            return [pair for label, value in block.rows for pair in (("label", label), ("value", value))]
        case Table():
            return _of_table(block)
        case Photos():
            return [pair for one in block.photos for pair in (("photo", one.image.sha256), ("caption", one.caption))]
        case SignatureBlock():
            signatories = [one for one in block.signatories if not one.place.startswith(_WITNESS)]
            return [("signatory", text) for one in signatories for text in (one.title, one.position, one.name)]
        case Recipients():
            return [("recipient", text) for text in (block.heading, *block.lines)]
        case PageBreak():
            return []


def _of_table(table: Table) -> list[tuple[str, str]]:
    passages = [("column", title) for title in table.header]
    for row in table.rows:
        passages.append(("row", str(len(row.cells))))
        for cell in row.cells:
            passages += [("lead", cell.lead)] if cell.lead else []
            passages.append((f"cell {cell.mark or 'text'}", cell.text))
    return passages
