"""What a field holds, said once beside it: checks, tables, forms and carried files derive from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Words:
    """A text of at most `longest` signs, typed by people or (`chosen`) picked from what there is.

    `since` is the format of carried files that first has it: a field added later names the next one.
    """

    longest: int
    required: bool = False
    chosen: bool = False
    since: int = 1


@dataclass(frozen=True, slots=True)
class Refers:
    """The id of a row of another table."""

    table: str


@cache
def hints_of(value_class: Any) -> Mapping[str, tuple[Any, tuple[object, ...]]]:
    """Return the type of each field of a dataclass, with what is said of it."""
    hints = get_type_hints(value_class, include_extras=True)
    return MappingProxyType({name: _taken_apart(hint) for name, hint in hints.items()})


def _taken_apart(hint: Any) -> tuple[Any, tuple[object, ...]]:
    if get_origin(hint) is not Annotated:
        return hint, ()
    kind, *said = get_args(hint)
    return kind, tuple(said)


@cache
def typed_texts(value_class: Any) -> Mapping[str, Words]:
    """Return the texts of a dataclass that people type, in the order in which they are declared."""
    said = ((name, about) for name, (_, metadata) in hints_of(value_class).items() for about in metadata)
    return MappingProxyType({name: about for name, about in said if isinstance(about, Words) and not about.chosen})
