"""Breaking text into lines: words are never cut unless one alone is wider than the line."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from iso_audit.minutes.pdf.faces import BOLD, Face, Ink
from iso_audit.minutes.plain import NO_BREAK_SPACE, kept_together
from iso_audit.minutes.tree import PAGE, TOTAL

_BREAK_AFTER = "/-_.,;\u2013\u2014@&?="
_LONG = 250
_TRIES = 8


class Run(NamedTuple):
    """A stretch of one line in one face."""

    text: str
    face: Face


@dataclass(slots=True)
class Line:
    """One line: runs, natural width in points, spaces it could stretch, whether it ends a paragraph.

    `has_page_number` tells that a page or a number of pages stands in it, `cut` that a word had to be cut at its end.
    """

    runs: list[Run]
    width: float
    gaps: int
    last: bool
    has_page_number: bool = False
    cut: bool = False
    indent: float = 0.0

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(run.text for run in self.runs)


Word = tuple[str, Face]


@dataclass(frozen=True, slots=True)
class Measure:
    """The room text is set in: size and width in points, the first line's indent."""

    size: float
    width: float
    first_indent: float = 0.0


def wrap(ink: Ink, text: str, face: Face, measure: Measure, *, lead: str = "") -> list[Line]:
    """Break `text`, with its bold `lead` before it, into the lines of `measure`."""
    lines: list[Line] = []
    keep = kept_together if ink.keeps_names else str
    for position, part in enumerate(keep(ink.prepare(text)).split("\n")):
        words: list[Word] = []
        if position == 0 and lead:
            lead = " ".join(ink.prepare(lead).split())
            words.extend((word, BOLD) for word in keep(lead).split(" ") if word)
        words.extend([(word, face) for word in part.split(" ") if word])
        lines.extend(_fill(ink, words, measure))
    if PAGE in text or TOTAL in text:
        for line in lines:
            line.has_page_number = PAGE in line.text or TOTAL in line.text
    return lines


def balanced(ink: Ink, text: str, face: Face, measure: Measure) -> list[Line]:
    """Break `text` into as few lines as `measure` needs, as even as they can be: a title leaves no word alone."""
    lines = wrap(ink, text, face, measure)
    count, low, high = len(lines), 0.0, measure.width
    if count == 1 or not ink.keeps_names or any(line.cut for line in lines):
        return lines
    for _ in range(_TRIES):
        width = (low + high) / 2
        attempt = wrap(ink, text, face, Measure(measure.size, width))
        if len(attempt) > count or any(line.cut for line in attempt):
            low = width
        else:
            lines, high = attempt, width
    return lines


def _fill(ink: Ink, words: list[Word], measure: Measure) -> list[Line]:
    scale = measure.size / 1000
    lines: list[Line] = []
    row: list[Word] = []
    used = 0.0
    room = (measure.width - measure.first_indent) / scale
    waiting = words[::-1]
    last_face: Face | None = None
    while waiting:
        pair = waiting.pop()
        word, face = pair
        if face != last_face:
            widths, space, last_face = ink.known(face), ink.width(" ", face), face
        wide = widths.get(word) or _width(ink, word, face)
        gap = space if row else 0.0
        if used + gap + wide <= room:
            row.append(pair)
            used += gap + wide
        elif row:
            lines.append(_line(row, used * scale, last=False, spaces=ink.keeps_names))
            waiting.append(pair)
            row, used, room = [], 0.0, measure.width / scale
        elif ink.keeps_names and NO_BREAK_SPACE in word:
            waiting.extend((part, face) for part in reversed(word.split(NO_BREAK_SPACE)) if part)
        else:
            cuts, tail = _cut(ink, word, face, (room, measure.width / scale))
            lines.extend(Line([Run(c, face)], ink.width(c, face) * scale, 0, last=False, cut=True) for c in cuts)
            waiting.append((tail, face))
            room = measure.width / scale
    lines.append(_line(row, used * scale, last=True, spaces=ink.keeps_names))
    lines[0].indent = measure.first_indent
    return lines


def _width(ink: Ink, word: str, face: Face) -> float:
    return ink.width(word, face) if len(word) <= _LONG else math.inf


def _line(row: list[Word], width: float, *, last: bool, spaces: bool) -> Line:
    """Return one line of words; with `spaces` those kept together are spaced like all the others."""
    if not row:
        return Line([], width, 0, last)
    start, end = row[0][1], row[-1][1]
    words = [word.replace(NO_BREAK_SPACE, " ") if spaces else word for word, _ in row]
    gaps = sum([word.count(" ") for word in words], len(words) - 1) if spaces else len(words) - 1
    if start == end:
        return Line([Run(" ".join(words), start)], width, gaps, last)
    bold = sum(face == start for _, face in row)
    runs = [Run(" ".join(words[:bold]) + " ", start), Run(" ".join(words[bold:]), end)]
    return Line(runs, width, gaps, last)


def _cut(ink: Ink, word: str, face: Face, rooms: tuple[float, float]) -> tuple[list[str], str]:
    room, full = rooms
    start = 0
    cuts: list[str] = []
    while len(word) - start > _LONG or ink.width(word[start:], face) > room:
        fits = _fitting(ink, word[start : start + 4 * _LONG], face, room)
        cuts.append(word[start : start + fits])
        start += fits
        room = full
    return cuts, word[start:]


def _fitting(ink: Ink, word: str, face: Face, room: float) -> int:
    used = 0.0
    fits = 0
    for character in word:
        used += ink.width(character, face)
        if used > room:
            break
        fits += 1
    fits = min(max(fits, 1), len(word) - 1)
    for position in range(fits, fits // 2, -1):
        if word[position - 1] in _BREAK_AFTER:
            return position
    return fits
