"""The checklist card: plain JavaScript and CSS, put together without a build step."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def script() -> str:
    """Return the one module that exports the card's mount function; its parts only declare, so order is free."""
    return _joined("*.js")


@cache
def stylesheet() -> str:
    """Return the card's styles, the parts in the order of their names."""
    return _joined("*.css")


def _joined(pattern: str) -> str:
    return "\n".join(part.read_text(encoding="utf-8") for part in sorted(FOLDER.glob(pattern)))
