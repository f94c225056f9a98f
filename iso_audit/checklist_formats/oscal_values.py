"""Values as OSCAL writes them: tokens, identifiers, moments, texts with markup, properties of our own."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from iso_audit.checklist_formats.names import fitting_name

OWN = UUID("7d1c2f0a-52c5-4a0b-9a51-3f6f0f6f8c1e")
"""What our identifiers are derived in."""
OWN_PROPERTIES = "https://iso-audit.invalid/ns/oscal"
"""The name space of properties that OSCAL does not know: a name that by RFC 2606 belongs to nobody, not a page."""
LONGEST_TOKEN = 120
_MARKUP = re.compile(r"([\\`*_\[\]<>~^])")


def identifier(*parts: str) -> str:
    """Return the same UUID for the same parts, whenever and wherever it is made."""
    return str(uuid5(OWN, "\n".join(parts)))


def token(*parts: str) -> str:
    """Return parts as one token: a letter or an underline, then letters, digits, dots, hyphens and underlines."""
    joined = "_".join(fitting_name(part, otherwise="x", longest=LONGEST_TOKEN) for part in parts)
    return joined if joined[0].isalpha() else f"_{joined}"


def moment(at: datetime) -> str:
    """Return a moment that knows its zone as UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(entered: str) -> str:
    """Return a text so that whoever reads it as Markdown sees it as it was entered."""
    return _MARKUP.sub(r"\\\1", entered.strip())


def line(entered: str) -> str:
    """Return a text on one line, as `text`."""
    return text(" ".join(entered.split()))


def properties(*named: tuple[str, str]) -> list[dict[str, str]]:
    """Return properties of our own, without those that say nothing; a value stands on one line."""
    told = ((name, " ".join(value.split())) for name, value in named)
    return [{"name": name, "ns": OWN_PROPERTIES, "value": value} for name, value in told if value]


def filled(**fields: object) -> dict[str, object]:
    """Return fields by the names OSCAL has for them, without those that are empty: it allows no empty text or list."""
    return {name.replace("_", "-"): value for name, value in fields.items() if value}


def lines(parts: Iterable[str]) -> str:
    """Return texts as paragraphs, without the empty ones."""
    return "\n\n".join(part for part in parts if part)
