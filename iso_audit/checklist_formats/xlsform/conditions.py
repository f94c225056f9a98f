"""Conditions of the simple kinds: one question has one of some choices. Others are kept apart, to be told."""

import re
from dataclasses import dataclass

_REFERENCE = r"\$\{\s*(?P<name>[^{}\s]+)\s*\}"
_VALUE = (
    r"(?P<quote>['\"\u2018\u2019\u201c\u201d])(?P<value>[^'\"\u2018\u2019\u201c\u201d]*)['\"\u2018\u2019\u201c\u201d]"
)
_NAMED = re.compile(r"\$\{\s*(?:last-saved#)?([^{}\s]+)\s*\}")
_TERMS = tuple(
    re.compile(pattern)
    for pattern in (
        _REFERENCE + r"\s*=\s*" + _VALUE,
        _VALUE + r"\s*=\s*" + _REFERENCE,
        r"selected\s*\(\s*" + _REFERENCE + r"\s*,\s*" + _VALUE + r"\s*\)",
    )
)
_LONGEST, _MOST_BRACKETS = 2_000, 4
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Condition:
    """A question by its name, and the choices of it that bring another question up."""

    name: str
    choices: tuple[str, ...]


def condition_of(expression: str) -> Condition | None:
    """Return what a simple expression says: `${q} = 'no'`, `selected(${q}, 'no')`, joined by `or` on one question."""
    if len(expression) > _LONGEST:
        return None
    names: dict[str, None] = {}
    choices: dict[str, None] = {}
    for term in _OR.split(_bare(expression)):
        match = next((found for pattern in _TERMS if (found := pattern.fullmatch(_bare(term)))), None)
        if match is None:
            return None
        names[match["name"]] = None
        choices[match["value"].strip()] = None
    return Condition(next(iter(names)), tuple(choices)) if len(names) == 1 else None


def names_in(expression: str) -> frozenset[str]:
    """Return the names of the questions that an expression speaks of."""
    return frozenset(_NAMED.findall(expression))


def _bare(text: str) -> str:
    """Return a text without space and brackets around the whole of it, so many as people write."""
    text = text.strip()
    for _ in range(_MOST_BRACKETS):
        if not (text.startswith("(") and text.endswith(")") and _closes_last(text)):
            break
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    """Tell whether the bracket that opens a text is closed by its last letter."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
