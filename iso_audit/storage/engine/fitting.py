"""How a frozen dataclass fits a table: fields and columns of the same name, and how their values become each other."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from iso_audit.domain.described import hints_of
from iso_audit.storage.engine.cursor import from_utc, to_utc

T = TypeVar("T")
Read = Callable[[Any], object]

CALLED = {"version_id": "minutes_id"}
"""Fields that the tables call otherwise."""


@dataclass(frozen=True, slots=True)
class Fitting(Generic[T]):
    """The fields of a dataclass and the columns they stand in, `readers` by place where a value is written otherwise.

    `inner` are fields that are dataclasses themselves: each has columns called `<field>_<its own field>`, which come
    last among `names`.
    """

    made: Callable[..., T]
    fields: tuple[str, ...]
    names: tuple[str, ...]
    readers: tuple[tuple[int, Read], ...]
    inner: tuple[tuple[str, "Fitting[Any]"], ...]

    def make(self, values: Sequence[object], **more: object) -> T:
        """Return the dataclass with these values of `names`, and `more` of its fields."""
        row = list(values)
        for at, read in self.readers:
            row[at] = read(row[at])
        start = len(self.fields)
        for name, fit in self.inner:
            more[name] = fit.make(row[start : start + len(fit.fields)])
            start += len(fit.fields)
        more.update(zip(self.fields, row, strict=False))
        return self.made(**more)

    def row_of(self, thing: object) -> dict[str, Any]:
        """Return what is written of a dataclass, by column."""
        values = [written(getattr(thing, name)) for name in self.fields]
        values += [value for name, fit in self.inner for value in fit.row_of(getattr(thing, name)).values()]
        return dict(zip(self.names, values, strict=True))


def fitting(value_class: Any, columns: Mapping[str, bool], prefix: str = "") -> Fitting[Any]:
    """Return how a dataclass fits columns, of which some may be missing (True).

    A field that is none of them is left to whoever makes one; a text that is missing is empty.
    """
    hints = {one.name: hints_of(value_class)[one.name][0] for one in fields(value_class)}
    called = {name: prefix + CALLED.get(name, name) for name in hints}
    own = [name for name in hints if called[name] in columns]
    readers = ((at, _reader(hints[name], missing=columns[called[name]])) for at, name in enumerate(own))
    inner = tuple((name, fitting(hint, columns, f"{name}_")) for name, hint in hints.items() if is_dataclass(hint))
    return Fitting(
        value_class,
        tuple(own),
        (*(called[name] for name in own), *(column for _, fit in inner for column in fit.names)),
        tuple((at, read) for at, read in readers if read is not None),
        inner,
    )


def written(value: object) -> object:
    """Return a value as the database keeps it: moments in UTC, what has parts as JSON."""
    if isinstance(value, datetime):
        return to_utc(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value


def _reader(hint: Any, *, missing: bool) -> Read | None:
    """Return what makes a field's value of the column's; None where it is the same."""
    if get_origin(hint) in {Union, UnionType}:
        (kind,) = (one for one in get_args(hint) if one is not NoneType)
        read = _reader(kind, missing=False)
        return None if read is None else lambda value: None if value is None else read(value)
    if hint is str and missing:
        return lambda value: value or ""
    if hint is datetime:
        return from_utc
    if get_origin(hint) is Literal:
        known = get_args(hint)
        return lambda value: value if value in known else known[0]
    if get_origin(hint) is tuple:
        return lambda value: tuple(json.loads(value))
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        return json.loads
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else None
