"""Finished documents as JSON and back: what a locked version is kept as; pictures are named by their SHA-256.

What is stored has names of its own, in the table below: the content tree may be renamed, what is stored may not. A
change of these names, or of what they mean, is a new format; every earlier one stays readable: it was signed.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from iso_audit.domain.errors import Conflict
from iso_audit.minutes import tree
from iso_audit.minutes.tree import Document, Image

FORMAT = 3
LAYOUTS = (1, 2)
_FORMATS = (2, 3)
"""The forms that name themselves; the first named none, and before the third all was laid out the first way."""
KIND = "_"
_MOMENTS = {"moment", "datetime"}
_NODES: Mapping[str, tuple[type, str]] = {
    "document": (
        Document,
        "language profile number kind about header blocks footer metadata annexes sample_mark draft_mark landscape "
        "verification layout",
    ),
    "header": (tree.Header, "parent issuer number country motto place_and_date"),
    "footer": (tree.Footer, "code page"),
    "metadata": (tree.Metadata, "title author subject made_at"),
    "verification": (tree.Verification, "name code digest label"),
    "annex": (tree.Annex, "label title reference blocks landscape"),
    "heading": (tree.Heading, "text level"),
    "paragraph": (tree.Paragraph, "text style lead"),
    "key_values": (tree.KeyValues, "rows"),
    "table": (tree.Table, "columns header rows dense row_height together"),
    "column": (tree.Column, "width alignment"),
    "row": (tree.Row, "cells"),
    "cell": (tree.Cell, "text bold mark lead"),
    "photos": (tree.Photos, "photos"),
    "photo": (tree.Photo, "image caption fingerprint"),
    "image": (Image, "width height sha256 components"),
    "signature_block": (tree.SignatureBlock, "signatories"),
    "signatory": (tree.Signatory, "title hint name position note place drawing"),
    "drawing": (tree.Drawing, "strokes aspect"),
    "recipients": (tree.Recipients, "heading lines"),
    "page_break": (tree.PageBreak, ""),
}
"""Of each kind of node its class, and the names its values are stored under: those of its fields, or `stored=field`."""


def _by_field(names: str) -> dict[str, str]:
    """Return the fields of a node by the names they are stored under."""
    pairs = [name.partition("=") for name in names.split()]
    return {stored: field or stored for stored, _, field in pairs}


_WRITTEN = {node: (kind, _by_field(names)) for kind, (node, names) in _NODES.items()}
_READ = {kind: (node, _by_field(names)) for kind, (node, names) in _NODES.items()}
_READ |= {"".join(part.capitalize() for part in kind.split("_")): node for kind, node in _READ.items()}
"""The first form, which named no format, called the kinds `KeyValues` where the later ones say `key_values`."""


def written(*documents: Document) -> tuple[str, dict[str, bytes]]:
    """Return `documents` as JSON, and the bytes of their pictures by their SHA-256."""
    images: dict[str, bytes] = {}
    data = {"format": FORMAT, "documents": [_plain(document, images) for document in documents]}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")), images


def picture_names(text: str) -> tuple[str, ...]:
    """Return the SHA-256 of every picture that a written document shows."""
    names: dict[str, None] = {}

    def look(data: dict[str, Any]) -> dict[str, Any]:
        if data.get(KIND) in {"image", "Image"}:
            names[data["sha256"]] = None
        return data

    json.loads(text, object_hook=look)
    return tuple(names)


def read(text: str, images: Mapping[str, bytes]) -> tuple[Document, ...]:
    """Return the documents that were written; Conflict `minutes_text_unreadable` where they cannot be made again."""
    try:
        data = json.loads(text, object_hook=lambda value: _value(value, images))
        documents = data["documents"] if isinstance(data, dict) and data["format"] in _FORMATS else data
    except (ValueError, TypeError, KeyError) as error:
        raise Conflict("minutes_text_unreadable") from error
    if not isinstance(documents, list) or not documents or not all(isinstance(one, Document) for one in documents):
        raise Conflict("minutes_text_unreadable")
    return tuple(documents)


def _plain(value: object, images: dict[str, bytes]) -> object:
    if isinstance(value, Image):
        images[value.sha256] = value.data
    if type(value) in _WRITTEN:
        kind, fields = _WRITTEN[type(value)]
        return {KIND: kind, **{name: _plain(getattr(value, field), images) for name, field in fields.items()}}
    if isinstance(value, tuple):
        return [_plain(one, images) for one in value]
    if isinstance(value, datetime):
        return {KIND: "moment", "iso": value.isoformat()}
    return value


def _value(data: dict[str, Any], images: Mapping[str, bytes]) -> object:
    """Return the value of one JSON object; those inside it were read before."""
    if KIND not in data:
        return data
    kind = data.pop(KIND)
    if kind in _MOMENTS:
        return datetime.fromisoformat(data["iso"])
    node, fields = _READ[kind]
    values = {fields[name]: _tuples(value) for name, value in data.items()}
    if node is Image:
        values["data"] = images[data["sha256"]]
    if node is Document and values.setdefault("layout", 1) not in LAYOUTS:
        raise ValueError(values["layout"])
    return node(**values)


def _tuples(value: object) -> object:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
