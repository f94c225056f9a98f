"""Finished documents as JSON and back: what a locked version is kept as; pictures are named by their SHA-256."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from iso_audit.domain.errors import Conflict
from iso_audit.minutes import tree
from iso_audit.minutes.tree import Document, Image

KIND = "_"
_CLASSES = {
    name: value for name, value in vars(tree).items() if isinstance(value, type) and dataclasses.is_dataclass(value)
}


def written(*documents: Document) -> tuple[str, dict[str, bytes]]:
    """Return `documents` as JSON, and the bytes of their pictures by their SHA-256."""
    images: dict[str, bytes] = {}
    data = [_plain(document, images) for document in documents]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")), images


def picture_names(text: str) -> tuple[str, ...]:
    """Return the SHA-256 of every picture that a written document shows."""
    found: dict[str, None] = {}

    def look(data: dict[str, Any]) -> dict[str, Any]:
        if data.get(KIND) == Image.__name__:
            found[data["sha256"]] = None
        return data

    json.loads(text, object_hook=look)
    return tuple(found)


def read(text: str, images: Mapping[str, bytes]) -> tuple[Document, ...]:
    """Return the documents that were written; Conflict `minutes_text_unreadable` where they cannot be made again."""
    try:
        documents = json.loads(text, object_hook=lambda data: _value(data, images))
    except (ValueError, TypeError, KeyError) as error:
        raise Conflict("minutes_text_unreadable") from error
    if not isinstance(documents, list) or not documents or not all(isinstance(one, Document) for one in documents):
        raise Conflict("minutes_text_unreadable")
    return tuple(documents)


def _plain(value: object, images: dict[str, bytes]) -> object:
    if isinstance(value, Image):
        images[value.sha256] = value.data
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        told = {name: _plain(one, images) for name, one in named.items() if not isinstance(one, bytes)}
        return {KIND: type(value).__name__, **told}
    if isinstance(value, tuple):
        return [_plain(one, images) for one in value]
    if isinstance(value, datetime):
        return {KIND: "datetime", "iso": value.isoformat()}
    return value


def _value(data: dict[str, Any], images: Mapping[str, bytes]) -> object:
    """Return the value of one JSON object; those inside it were read before."""
    kind = data.pop(KIND)
    if kind == "datetime":
        return datetime.fromisoformat(data["iso"])
    if kind == Image.__name__:
        data["data"] = images[data["sha256"]]
    return _CLASSES[kind](**{name: _tuples(one) for name, one in data.items()})


def _tuples(value: object) -> object:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
