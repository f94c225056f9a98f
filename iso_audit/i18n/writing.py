"""How people here write numbers, sizes and moments: one place for every screen, paper and command."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.text import Language


def decimal(number: float, language: Language) -> str:
    """Return a number with one decimal: 97,5 or 97.5."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if language == "vi" else text


def count(number: int, language: Language) -> str:
    """Return a count with its thousands parted: 1.064 or 1,064."""
    text = f"{number:,}"
    return text.replace(",", ".") if language == "vi" else text


def size(number: int, language: Language) -> str:
    """Return a number of bytes: `22 kB`, `1,4 MB`."""
    return f"{max(1, round(number / 1000))} kB" if number < 1_000_000 else f"{decimal(number / 1_000_000, language)} MB"


def day(value: date | None) -> str:
    """Return a date: `17/11/2017`; an empty text for none."""
    return value.strftime("%d/%m/%Y") if value else ""


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Return a moment as clocks here show it: `17/11/2017 10:42`."""
    return value.astimezone(zone).strftime("%d/%m/%Y %H:%M")
