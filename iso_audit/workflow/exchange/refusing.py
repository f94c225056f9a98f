"""How a value that cannot be is refused: by one code that names the kind of row it stands in."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from iso_audit.domain.errors import IsoAuditError, RuleBroken
from iso_audit.storage.engine.table import Table

_IMPOSSIBLE = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, AssertionError, RecursionError,
    zlib.error,
)  # fmt: skip


@contextmanager
def refused_as(section: Table) -> Iterator[None]:
    """Tell whatever a row of `section` makes our rules raise as `carry_value_invalid`."""
    try:
        yield
    except IsoAuditError as error:
        if error.code.startswith("carry_"):
            raise
        raise RuleBroken("carry_value_invalid", field=f"carried_{section.name}") from error
    except _IMPOSSIBLE as error:
        raise RuleBroken("carry_value_invalid", field=f"carried_{section.name}") from error


def same(value: object, original: object) -> None:
    """Raise ValueError where what our rules make of a value is not the value itself."""
    if value != original:
        raise ValueError(original)
