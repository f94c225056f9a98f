"""What OSCAL 1.1 asks of the parts of assessment results that we write: names, what is required, forms of values.

Written by hand after the reference of the model; a name that is not here is a fault. `!` is required, `*` a list that
is never empty, `=` a word as it stands.
"""

import re
from typing import Any

SHAPES: dict[str, dict[str, str]] = {
    "file": {"assessment-results!": "document"},
    "document": {"uuid!": "UUID", "metadata!": "metadata", "import-ap!": "plan", "results!": "*result"},
    "metadata": {
        "title!": "LINE", "published": "MOMENT", "last-modified!": "MOMENT", "version!": "STRING",
        "oscal-version!": "STRING", "props": "*property", "parties": "*party", "remarks": "TEXT",
    },
    "property": {"name!": "TOKEN", "ns": "URI", "value!": "STRING"},
    "party": {"uuid!": "UUID", "type!": "=organization", "name": "STRING"},
    "plan": {"href!": "=#", "remarks": "TEXT"},
    "result": {
        "uuid!": "UUID", "title!": "LINE", "description!": "TEXT", "start!": "MOMENT", "end": "MOMENT",
        "props": "*property", "reviewed-controls!": "controls", "observations": "*observation", "findings": "*finding",
        "remarks": "TEXT",
    },
    "controls": {"control-selections!": "*selection"},
    "selection": {"description": "TEXT", "include-controls": "*control"},
    "control": {"control-id!": "TOKEN"},
    "observation": {
        "uuid!": "UUID", "title": "LINE", "description!": "TEXT", "props": "*property", "methods!": "*METHOD",
        "types": "*TOKEN", "subjects": "*subject", "collected!": "MOMENT",
    },
    "subject": {"subject-uuid!": "UUID", "type!": "=party"},
    "finding": {
        "uuid!": "UUID", "title!": "LINE", "description!": "TEXT", "props": "*property", "target!": "target",
        "related-observations": "*related", "remarks": "TEXT",
    },
    "target": {"type!": "=objective-id", "target-id!": "TOKEN", "title": "LINE", "status!": "status"},
    "status": {"state!": "STATE", "reason": "TOKEN"},
    "related": {"observation-uuid!": "UUID"},
}  # fmt: skip
FORMS = {
    "UUID": r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}",
    "TOKEN": r"[^\W\d][\w.-]*",
    "STRING": r"\S(.*\S)?",
    "LINE": r"[^\n]+",
    "TEXT": r"(?s:.+)",
    "URI": r"[A-Za-z][A-Za-z0-9+.-]+:\S+",
    "MOMENT": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "METHOD": "EXAMINE|INTERVIEW|TEST|UNKNOWN",
    "STATE": "satisfied|not-satisfied",
}


def faults(value: Any, shape: str = "file", place: str = "") -> list[str]:
    """Return where a document is none."""
    if shape.startswith("*"):
        empty = [] if isinstance(value, list) and value else [f"{place}: empty"]
        return empty + [
            one for number, part in enumerate(value) for one in faults(part, shape[1:], f"{place}[{number}]")
        ]
    if shape not in SHAPES:
        fits = isinstance(value, str) and re.fullmatch(FORMS.get(shape, re.escape(shape.removeprefix("="))), value)
        return [] if fits else [f"{place}: {value!r} is no {shape}"]
    known = {name.rstrip("!"): kind for name, kind in SHAPES[shape].items()}
    missing = [f"{place}: no {name[:-1]}" for name in SHAPES[shape] if name.endswith("!") and name[:-1] not in value]
    unknown = [f"{place}: unknown {name}" for name in value if name not in known]
    parts = (faults(part, known[name], f"{place}/{name}") for name, part in value.items() if name in known)
    return [*missing, *unknown, *(one for listed in parts for one in listed)]


def identifiers(value: Any, name: str) -> list[str]:
    """Return every value that stands under a name, wherever it is."""
    if isinstance(value, list):
        return [one for part in value for one in identifiers(part, name)]
    if not isinstance(value, dict):
        return []
    below = [one for part in value.values() for one in identifiers(part, name)]
    return [value[name], *below] if name in value else below


def told(props: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return properties by name."""
    by_name: dict[str, list[str]] = {}
    for one in props:
        by_name.setdefault(one["name"], []).append(one["value"])
    return by_name
