"""Faults of layout: what stands alone, and what leaves the margins."""

import re
from collections.abc import Iterator

from tests.papers.reading import LEFT, MM, RIGHT, Page, Paper, Row

NEAR = 1.0
EDGE = 5 * MM
"""Nearer to the edge of the paper no printer prints."""
HEADING = re.compile(r"(?:[IVX]+\. [^a-z]+|\d{1,2}\. [^.;:]+|[A-D]\. [^.;:]+)")
TOTAL = re.compile(r"(?:Cộng|Tổng cộng|Together|Total)(?: \d+)+")
COUNTED = re.compile(r"\S.*?(?: \d+){3,}")
TABLE_HEAD = re.compile(
    r"(?:Nhóm nội dung|Group of items|Số Điều khoản|No\. Clause|Mã Nội dung|Item Question|STT |No\. File)"
)


def lonely(paper: Paper) -> Iterator[str]:
    """Tell of a heading or a table's head that ends a page, and of a total that begins one."""
    for page, following in zip(paper.pages, paper.pages[1:], strict=False):
        if page.rows and following.rows and _begins_something(page.rows[-1], page):
            yield f"page {page.number} ends with “{page.rows[-1].text}”"
    for page in paper.pages[1:]:
        rows = [row.text for row in page.rows]
        place = next((place for place, text in enumerate(rows) if TOTAL.fullmatch(text)), None)
        if place is not None and not any(COUNTED.fullmatch(text) for text in rows[:place]):
            yield f"page {page.number} begins with “{rows[place]}” alone"


def _begins_something(row: Row, page: Page) -> bool:
    short = row.words[-1].right < page.width - RIGHT - 10 * MM
    is_heading = short and HEADING.fullmatch(row.text) and not COUNTED.fullmatch(row.text)
    return bool(is_heading or TABLE_HEAD.match(row.text))


def recipients_alone(paper: Paper) -> Iterator[str]:
    """Tell of recipients on a page without the signatures."""
    for page in paper.pages[1:]:
        if page.rows and re.match("Nơi nhận|Recipients", page.rows[0].text):
            yield f"page {page.number} begins with “{page.rows[0].text}”"


def outside(paper: Paper) -> Iterator[str]:
    """Tell of words left of 30 mm, right of 20 mm, or nearer to an edge than printers print."""
    for page in paper.pages:
        for row in (*page.rows, *page.marks):
            first, last = row.words[0], row.words[-1]
            if first.left < LEFT - NEAR:
                yield f"page {page.number}: “{row.text[:60]}” begins at {first.left / MM:.1f} mm"
            if last.right > page.width - RIGHT + NEAR:
                over = (last.right - page.width + RIGHT) / MM
                yield f"page {page.number}: “{row.text[-60:]}” ends {over:.1f} mm inside the right margin"
        for word in page.words:
            if word.top < EDGE or word.bottom > page.height - EDGE:
                yield f"page {page.number}: “{word.text}” stands at the edge of the paper"
