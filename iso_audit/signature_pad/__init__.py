"""The signature pad: plain JavaScript and CSS, put together without a build step."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def script() -> str:
    """Return the pad's own parts; they use the card's clock, elements, store and server."""
    return "\n".join(part.read_text(encoding="utf-8") for part in sorted(FOLDER.glob("*.js")))


@cache
def stylesheet() -> str:
    """Return the pad's styles."""
    return (FOLDER / "pad.css").read_text(encoding="utf-8")
