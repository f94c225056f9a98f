"""Faults of days: what is due before the visit, a report before the corrections, a closing before the opening."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from tests.papers.reading import FIRST_COLUMN, Paper

_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())
IN_WORDS = rf"ngày \d{{1,2}} tháng \d{{1,2}} năm \d{{4}}|\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
DAY = rf"(\d{{1,2}}/\d{{1,2}}/\d{{4}}|{IN_WORDS})"
CLOCK = r"(\d{1,2} giờ \d{1,2} phút|\d{1,2}:\d{2})"
OPENED = re.compile(rf"(?:vào lúc|Today, at) {CLOCK},? (?:on )?{DAY}")
CLOSED = re.compile(rf"(?:kết thúc vào lúc|closed at) {CLOCK},? (?:on )?{DAY}")
TO_CORRECT = re.compile(rf"(?:Hạn khắc phục|Correct by|Deadline):? {DAY}")
REPORT = re.compile(rf"(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|before|by|no later than)(?: ngày)? {DAY}")
FINDING = re.compile(rf"\d{{2,3}} .*? {DAY}")


def day_of(text: str) -> datetime:
    """Return a day written in words of either language, or in figures."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 2:
        month = next(place for place, name in enumerate(MONTHS, start=1) if name in text)
        numbers = [numbers[0], str(month), numbers[1]]
    day, month, year = map(int, numbers)
    return datetime(year, month, day, tzinfo=UTC)


def moment(match: re.Match[str]) -> datetime:
    """Return a moment of clock and day."""
    hour, minute = map(int, re.findall(r"\d+", match[1]))
    return day_of(match[2]).replace(hour=hour, minute=minute)


def visit_day(paper: Paper) -> datetime | None:
    """Return the day a paper is dated."""
    found = re.search(IN_WORDS, " ".join(row.text for row in paper.rows[:8]))
    return day_of(found[0]) if found else None


def deadlines(paper: Paper) -> list[datetime]:
    """Return by when findings are to be corrected."""
    rows = [row.text for row in paper.minutes if FINDING.fullmatch(row.text) and row.left < FIRST_COLUMN]
    found = [FINDING.fullmatch(text) for text in rows]
    return [day_of(one[1]) for one in found if one] + [day_of(text) for text in TO_CORRECT.findall(paper.text)]


def too_early(paper: Paper) -> Iterator[str]:
    """Tell of a deadline that is not after the visit, and of a report that is due before the corrections."""
    visit, due = visit_day(paper), deadlines(paper)
    if visit is None:
        return
    for day in due:
        if day <= visit:
            yield f"to be corrected by {day:%d/%m/%Y}, visited on {visit:%d/%m/%Y}"
    requests = re.split(r"YÊU CẦU, KIẾN NGHỊ|REQUESTS AND PROPOSALS", " ".join(row.text for row in paper.minutes))
    for text in REPORT.findall(requests[-1]) if len(requests) > 1 else ():
        if day_of(text) <= visit or (due and day_of(text) < max(due)):
            yield f"report due {text}, the last correction {max(due, default=visit):%d/%m/%Y}"


def closed_before_opened(paper: Paper) -> Iterator[str]:
    """Tell of minutes that end before they begin."""
    opened, closed = OPENED.search(paper.text), CLOSED.search(paper.text)
    if opened and closed and moment(closed) <= moment(opened):
        yield f"opened at {moment(opened):%H:%M %d/%m/%Y}, closed at {moment(closed):%H:%M %d/%m/%Y}"
