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
CHECKLIST = re.compile("Mã Nội dung|Item Question")
CODE = re.compile(r"(?:[PM]\d{2}|\d(?:\.\d)*-\d+)\*? |Dấu \*|The sign \*")
PARTED = re.compile(r"ISO\n9001|TCVN\nISO|–\n")
TABLE_HEAD = re.compile(
    r"Nhóm nội dung|Group of items|Số (?:Điều khoản|Chuẩn mực)|No\. (?:Clause|Criterion|File|Name)|Mã Nội dung"
    r"|Item Question|STT "
)
TABLE_ROW = re.compile(r"\d|[PM]\d{2}|.*(?: \d+){2,}$")


def lonely(paper: Paper) -> Iterator[str]:
    """Tell of a heading or a table's head that ends a page, and of a total that begins one."""
    for page, following in zip(paper.pages, paper.pages[1:], strict=False):
        if following.rows and (row := _begins_something(page)):
            yield f"page {page.number} ends with “{row.text}”"
    for page in paper.pages[1:]:
        rows = [row.text for row in page.rows]
        place = next((place for place, text in enumerate(rows) if TOTAL.fullmatch(text)), None)
        if place is not None and not any(COUNTED.fullmatch(text) for text in rows[:place]):
            yield f"page {page.number} begins with “{rows[place]}” alone"


def _begins_something(page: Page) -> Row | None:
    """Return the row at the end of a page that names what only follows on the next."""
    heads = [place for place, row in enumerate(page.rows) if TABLE_HEAD.match(row.text)]
    if heads and not any(TABLE_ROW.match(row.text) for row in page.rows[heads[-1] + 1 :]):
        return page.rows[heads[-1]]
    last = page.rows[-1] if page.rows else None
    return last if last and (_is_heading(last, page) or _is_title(last, page)) else None


def _is_heading(row: Row, page: Page) -> bool:
    is_short = row.words[-1].right < page.width - RIGHT - 10 * MM
    return is_short and bool(HEADING.fullmatch(row.text)) and not COUNTED.fullmatch(row.text)


def _is_title(row: Row, page: Page) -> bool:
    """Tell whether a row of the checklist names what follows: it begins where the codes stand, and is none."""
    in_checklist = any(CHECKLIST.match(other.text) for other in page.rows)
    return in_checklist and row.left < LEFT + 4 * MM and len(row.words) > 1 and not CODE.match(row.text)


def parted(paper: Paper) -> Iterator[str]:
    """Tell of what the end of a line parts: “Bà Rịa / - Vũng Tàu”, “ISO / 9001:2008”, “– / Thư ký”."""
    for page in paper.pages:
        for row, following in zip(page.rows, page.rows[1:], strict=False):
            is_list = following.left > LEFT + 3 * MM or row.text[-1] in ".;:,"
            begins = following.words[0].text == "-" and not is_list
            if begins or PARTED.search(f"{row.text}\n{following.text}"):
                yield f"page {page.number}: “{row.text[-30:]} / {following.text[:30]}”"


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
