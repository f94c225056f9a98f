"""Faults of counts: the table of section IV, its sentences, V.2, the annexes and the copies say one thing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.papers.reading import FIRST_COLUMN, Paper, Row, Word

HEAD = re.compile(r"Nhóm nội dung|Group of items")
TOTAL = re.compile(r"(?:Cộng|Tổng cộng|Together|Total)((?: [\d.]+)+)")
JUDGED = re.compile(
    r"Đã đánh giá (\d+)/(\d+) nội dung, trong đó (\d+) nội dung phù hợp"
    r"|(\d+) of (\d+) (?:item was|items were) judged; (\d+) of them conform"
)
FINDINGS = re.compile(
    r"(?:Có|There (?:are|is)) (\d+) (?:điểm không phù hợp|tồn tại, hạn chế|nonconformit|shortcoming)[^.]*?"
    r"(?:\((?:nặng|major): (\d+); (?:nhẹ|minor): (\d+)\))?, "
)
SLIP = re.compile(r"(?:Số|No\.) (\S+) – (.+)")
ADVICE = re.compile(r"- (?:Số|No\.) ([^\s,]+), ")
CODE = re.compile(r"(?:[PM]\d{2}|\d(?:\.\d)*-\d+)\*?")
COPIES = re.compile(r"(?:thành|in) (\d+) (?:bản|copies)")
EACH = re.compile(r"mỗi bên giữ (\d+) bản|(\d+) for each side")
KEPT = re.compile(r"giữ (\d+) bản|keeps? (\d+)|(\d+) for the (?:agency|team)")
EXTENT = re.compile(r"(?:gồm|comprise) (\d+) (?:trang|pages?)(?: (?:và|and) (\d+) (?:phụ lục|annex))?")
ANNEX = re.compile(r"(?:Phụ lục|Annex) [IVX]+")
RESULTS = {
    "Phù hợp": ("Phù hợp", "Điểm mạnh", "Ưu điểm"),
    "Lưu ý, khuyến nghị": ("Điểm lưu ý", "Khuyến nghị cải tiến"),
    "Không phù hợp nhẹ": ("Không phù hợp nhẹ",),
    "Không phù hợp nặng": ("Không phù hợp nặng",),
    "Tồn tại, hạn chế": ("Tồn tại, hạn chế",),
    "Kiến nghị": ("Kiến nghị",),
    "Không áp dụng": ("Không áp dụng",),
    "Chưa kiểm tra": ("Chưa kiểm tra",),
    "Chưa đánh giá": ("Chưa đánh giá",),
    "Conform": ("Conforming", "Good practice", "Strength"),
    "Advice": ("Observation", "Opportunity for improvement"),
    "Minor": ("Minor nonconformity",),
    "Major": ("Major nonconformity",),
    "Shortcomings": ("Shortcoming",),
    "Proposals": ("Proposal",),
    "Not applicable": ("Not applicable",),
    "Not checked": ("Not checked",),
    "Not judged": ("Not judged yet",),
}
"""What stands in a column of the table of counts, and what the annex calls it item by item."""
CONFORMING, MINOR, MAJOR = ("Phù hợp", "Conform"), ("Không phù hợp nhẹ", "Minor"), ("Không phù hợp nặng", "Major")
UNJUDGED = ("Không áp dụng", "Chưa kiểm tra", "Not applicable", "Not checked")
NOT_YET = ("Chưa đánh giá", "Not judged")


@dataclass(frozen=True)
class Table:
    """The table of counts: the heads of its columns of results, and its rows of numbers, items first."""

    heads: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]
    total: tuple[int, ...]

    def of(self, *heads: str) -> int:
        """Return the total of the columns with these heads."""
        return sum(number for head, number in zip(self.heads, self.total[1:], strict=True) if head in heads)


def table_of(paper: Paper) -> Table | None:
    """Return the table of counts, None where there is none."""
    rows = list(paper.minutes)
    start = next((place for place, row in enumerate(rows) if HEAD.search(row.text)), None)
    end = next((place for place, row in enumerate(rows) if TOTAL.fullmatch(row.text)), None)
    if start is None or end is None:
        return None
    total = numbers(rows[end], None)
    width = len(total)
    groups = [found for row in rows[start:end] if len(found := numbers(row, width)) == width]
    heads = _heads(rows[start:end], rows[end].words[-width:])
    return Table(heads, tuple(groups), total)


def numbers(row: Row, most: int | None) -> tuple[int, ...]:
    """Return the numbers a row ends with, at most so many."""
    found = re.search(r"((?: [\d.]+)+)$", row.text)
    values = [int(text.replace(".", "")) for text in found[1].split()] if found else []
    return tuple(values[-most:] if most else values)


def _heads(rows: list[Row], cells: tuple[Word, ...]) -> tuple[str, ...]:
    """Return what stands above each column of results; the first of the cells counts items."""
    above: list[Word] = []
    for row in rows:
        if len(numbers(row, len(cells))) == len(cells):
            break
        above += row.words
    centers = [cell.center for cell in cells]
    borders = [(left + right) / 2 for left, right in zip(centers, [*centers[1:], 2 * centers[-1]], strict=True)]
    return tuple(
        " ".join(word.text for word in above if left <= word.center < right) for left, right in pairwise(borders)
    )


def results_of(paper: Paper) -> Counter[str]:
    """Return how often the annex calls items what."""
    counts: Counter[str] = Counter()
    center = None
    rows = paper.annexes
    phrases = sorted((phrase for phrases in RESULTS.values() for phrase in phrases), key=len, reverse=True)
    for place, row in enumerate(rows):
        head = [word for word in row.words if word.text in {"quả", "Result"}]
        if re.match("Mã Nội dung|Item Question", row.text) and head:
            center = head[0].center - (8 if head[0].text == "quả" else 0)
        if center is None or not CODE.fullmatch(row.words[0].text):
            continue
        words = [word for other in rows[place : place + 3] for word in other.words]
        near = [word.text for word in words if abs(word.center - center) < 36]
        phrase = next((one for one in phrases if " ".join(near).startswith(one)), "?")
        counts[phrase] += 1
    return counts


def differing(paper: Paper) -> Iterator[str]:
    """Tell of counts that differ between the table, the sentences, V.2 and the annexes."""
    table = table_of(paper)
    if table is None:
        return
    yield from _within(table)
    yield from _of_sentences(paper, table)
    results = results_of(paper)
    for head in table.heads if results else ():
        if head not in RESULTS:
            yield f"the column “{head}” is none that is known"
            continue
        counted = sum(results[phrase] for phrase in RESULTS.get(head, ()))
        if counted != table.of(head):
            yield f"{head}: {table.of(head)} in the table, {counted} in the annex"
    yield from _of_findings(paper, table)


def _of_sentences(paper: Paper, table: Table) -> Iterator[str]:
    """Compare the sentences with the table; a block of which nothing is judged has none."""
    judged = [tuple(int(text) for text in one if text) for one in JUDGED.findall(paper.text)]
    told = tuple(map(sum, zip(*judged, strict=True)))
    items = told[1] if judged and table.of(*NOT_YET) else table.total[0]
    wanted = (table.total[0] - table.of(*UNJUDGED, *NOT_YET), items, table.of(*CONFORMING))
    if judged and told != wanted:
        yield f"the sentences below the table come to {told}, the table to {wanted}"


def _within(table: Table) -> Iterator[str]:
    sums = tuple(map(sum, zip(*table.groups, strict=True)))
    if sums != table.total:
        yield f"the columns come to {sums}, the last row says {table.total}"
    for row in (*table.groups, table.total):
        if sum(row[1:]) != row[0]:
            yield f"a row of {row[0]} items has results of {sum(row[1:])}"


def _of_findings(paper: Paper, table: Table) -> Iterator[str]:
    """Compare the sentence of V.2 with the table below it, the slips, and the items of the table of counts."""
    sentence = FINDINGS.search(paper.text)
    listed, slips = finding_numbers(paper), [SLIP.fullmatch(row.text) for row in paper.annexes]
    of_slips = [one for one in slips if one]
    count = int(sentence[1]) if sentence else 0
    if count != len(listed):
        yield f"V.2 says {count} findings and lists {len(listed)}"
    if of_slips and count != len(of_slips):
        yield f"V.2 says {count} findings, the annex has {len(of_slips)} slips"
    if sentence is None or sentence[2] is None:
        return
    major, minor = int(sentence[2]), int(sentence[3])
    if major + minor != count:
        yield f"V.2 says {count} findings, {major} major and {minor} minor"
    items, findings = (table.of(*MAJOR), table.of(*MINOR)), (major, minor)
    joined = re.search(
        rf"\b0?{sum(items)} (?:nội dung|(?:nonconforming )?items)[^.]*?\b0?{count} (?:điểm|points|findings)", paper.text
    )
    if items != findings and not joined:
        yield f"the table has {items} items major and minor, V.2 {findings} findings"


def finding_numbers(paper: Paper) -> list[str]:
    """Return the numbers in the first column of the table of findings."""
    rows, listing = [], False
    for row in paper.minutes:
        if FINDINGS.search(row.text + " , "):
            listing = True
        elif re.match(r"(?:3\. |[IVX]+\. [A-ZĐ])", row.text):
            listing = False
        elif listing and len(row.words) > 2 and re.fullmatch(r"\d{1,3}", row.words[0].text) and row.left < FIRST_COLUMN:
            rows.append(row.words[0].text)
    return rows


def numbered_twice(paper: Paper) -> Iterator[str]:
    """Tell of two findings with one number."""
    advice = [one[1] for row in paper.minutes if (one := ADVICE.match(row.text))]
    for name, found in (
        ("the findings", finding_numbers(paper) + advice),
        ("the slips", [one[1] for row in paper.annexes if (one := SLIP.fullmatch(row.text))]),
    ):
        twice = [number for number, times in Counter(found).items() if times > 1]
        if twice:
            yield f"{name} have number {', '.join(twice)} more than once"


def extent(paper: Paper) -> Iterator[str]:
    """Tell of pages and annexes that are others than the closing sentence says."""
    told = EXTENT.search(paper.text)
    if told is None:
        return
    numbers_told = tuple(int(text or 0) for text in told.groups())
    annexes = sum(bool(ANNEX.fullmatch(row.text)) for row in paper.annexes)
    last = paper.minutes[-1].page
    if numbers_told != (last, annexes):
        yield f"{numbers_told} pages and annexes are told of, there are {(last, annexes)}"


def given_out(paper: Paper) -> tuple[int, int] | None:
    """Return how many copies are made and how many are given out, None where nothing is said."""
    made = COPIES.search(paper.text)
    rest = paper.text[made.end() : made.end() + 200] if made else ""
    each, kept = EACH.search(rest), KEPT.findall(rest)
    if made is None or not (each or kept):
        return None
    given = 2 * _number(each.groups()) if each else sum(map(_number, kept))
    return int(made[1]), given


def _number(texts: tuple[str, ...]) -> int:
    return int(next(filter(None, texts)))


def copies(paper: Paper) -> Iterator[str]:
    """Tell of copies that do not add up."""
    numbers_of = given_out(paper)
    if numbers_of and numbers_of[0] != numbers_of[1]:
        yield f"{numbers_of[0]} copies are made, {numbers_of[1]} are given out"
