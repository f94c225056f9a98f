"""Ids of our bank made from names of others: only letters, digits, dot, hyphen and underline, bounded, each once."""

import re
from collections.abc import Iterable

from iso_audit.domain.text import tidy, without_accents

LONGEST_NAME = 40
"""Letters of an id: journal subjects hold one behind the name of their kind, in 64."""
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def fitting_name(text: str, *, otherwise: str, longest: int = LONGEST_NAME) -> str:
    """Return a text as an id may be; `otherwise` where nothing of it remains."""
    plain = text if _UNFIT.search(text) is None else without_accents_in_case(tidy(text))
    return _UNFIT.sub("_", plain).strip("._-")[:longest].strip("._-") or otherwise


def without_accents_in_case(text: str) -> str:
    """Return a text without Vietnamese marks, capitals kept."""
    return "".join(
        plain.upper() if letter.isupper() else plain for letter in text for plain in (without_accents(letter),)
    )


class Names:
    """Gives each name once; `others` are those in use elsewhere. Case does not tell two names apart."""

    def __init__(self, others: Iterable[str] = ()) -> None:
        self._in_use = {name.casefold() for name in others}

    def reserve(self, name: str) -> bool:
        """Keep a name as it is; tell whether it was free."""
        free = name.casefold() not in self._in_use
        self._in_use.add(name.casefold())
        return free

    def unique(self, name: str, *, longest: int = LONGEST_NAME) -> str:
        """Return the name, or the name with the first number that makes it free."""
        candidate, number = name[:longest], 1
        while candidate.casefold() in self._in_use:
            number += 1
            ending = f"_{number}"
            candidate = f"{name[: longest - len(ending)]}{ending}"
        self._in_use.add(candidate.casefold())
        return candidate

    def numbered(self, beginning: str) -> str:
        """Return the beginning with the first number behind a dot that is free: P.1, P.2."""
        number = 1
        while f"{beginning}.{number}".casefold() in self._in_use:
            number += 1
        self.reserve(f"{beginning}.{number}")
        return f"{beginning}.{number}"
