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


def day(value: date | None, language: Language) -> str:
    """Return a date: `17/11/2017`, in English `17 Nov 2017`, which nobody reads as another; empty for none."""
    if value is None:
        return ""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if language == "en" else f"{value:%d/%m/%Y}"


def paper_day(value: date, language: Language) -> str:
    """Return a date as papers have it: `05/9/2017` and `05/02/2017` (a nought only before 1 and 2), `5 Sep 2017`."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return day(value, language) if language == "en" else f"{value.day:02}/{month}/{value.year}"


def moment(value: datetime, zone: ZoneInfo, language: Language) -> str:
    """Return a moment as clocks here show it: `17/11/2017 10:42`."""
    local = value.astimezone(zone)
    return f"{day(local.date(), language)} {local:%H:%M}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
