"""Web pages that portals send as .xls: the tables of a page, or of a page saved with its parts in one file (MHTML)."""

import email
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import SheetRow
from iso_audit.spreadsheets import limits, texts
from iso_audit.spreadsheets.cells import Place, SheetRead, Sheets, filled, unmerged

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_LONGEST_SPAN = 1_000


def is_page(head: str) -> bool:
    """Tell whether a file begins like a web page."""
    return head.startswith(("<html", "<!doctype html", "<table", "<meta", "<style", "<body")) or (
        head.startswith(("<?xml", "<!--", "<")) and ("<html" in head or "<table" in head)
    )


def is_saved_page(head: str) -> bool:
    """Tell whether a file begins like a page saved with its parts."""
    return head.startswith("mime-version:") or (head.startswith("from:") and "mime-version:" in head)


def sheets(data: bytes) -> Sheets:
    """Return a page as one sheet: the table with most rows, what stands in others before and after it as rows too."""
    rows = _table_rows(_text(data))
    return Sheets([("", False)], lambda _: SheetRead(iter(rows), how="HTML"))


def sheets_of_saved_page(data: bytes) -> Sheets:
    """Return a saved page's part with the most rows as one sheet."""
    message = email.message_from_bytes(data)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    best: list[SheetRow] = []
    for page in pages:
        payload = page.get_payload(decode=True)
        if isinstance(payload, bytes):
            charset = page.get_content_charset()
            rows = _table_rows(_text(payload, str(charset or "")), may_be_empty=True)
            best = max(best, rows, key=len)
    if not best:
        raise RuleBroken("spreadsheet_page_without_table")
    return Sheets([("", False)], lambda _: SheetRead(iter(best), how="MHTML"))


def _text(data: bytes, charset: str = "") -> str:
    match = _CHARSET.search(data[:4_096])
    name = charset or (match[1].decode("ascii") if match else "")
    if name and not data.startswith(texts.UTF_16):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return texts.decoded(data)[0]


def _table_rows(text: str, *, may_be_empty: bool = False) -> list[SheetRow]:
    parser = _Tables()
    parser.feed(text)
    parser.close()
    parser.end_row()
    rows = list(unmerged(parser.rows(), parser.merged))
    if not rows and not may_be_empty:
        raise RuleBroken("spreadsheet_page_without_table")
    return rows


class _Tables(HTMLParser):
    """The rows of all tables of a page, one below the other, with the places that cells span."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.merged: list[tuple[Place, Place]] = []
        self._rows: list[list[str | None]] = []
        self._taken: dict[int, int] = {}
        self._row: list[str | None] | None = None
        self._words: list[str] | None = None
        self._span = (1, 1)

    def rows(self) -> Iterator[SheetRow]:
        """Give the rows that were read."""
        for number, cells in enumerate(self._rows, start=1):
            yield SheetRow(number, filled(cells))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_row()
            self._row = []
        elif tag in {"td", "th"}:
            self._end_cell()
            self._row = [] if self._row is None else self._row
            attributes = dict(attrs)
            self._span = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
            self._words = []
        elif tag in {"br", "p", "div"} and self._words:
            self._words.append(" ")
        elif tag == "table":
            self.end_row()
            self._taken = {}

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def end_row(self) -> None:
        """Keep the row that is being read, where there is one."""
        self._end_cell()
        if self._row is None:
            return
        if len(self._rows) > limits.MOST_ROWS + 1_000:
            raise RuleBroken("spreadsheet_too_long", most=limits.MOST_ROWS)
        self._rows.append(self._row)
        self._row = None
        self._taken = {place: rest - 1 for place, rest in self._taken.items() if rest > 1}

    def _end_cell(self) -> None:
        if self._words is None or self._row is None:
            return
        text, self._words = " ".join("".join(self._words).split()), None
        down, across = self._span
        while len(self._row) in self._taken:
            self._row.append(None)
        column = len(self._row)
        if column >= limits.MOST_COLUMNS:
            return
        self._row += [text or None, *([None] * (min(across, limits.MOST_COLUMNS - column) - 1))]
        if down > 1:
            self.merged.append(((len(self._rows), column), (len(self._rows) + down - 1, column)))
            self._taken |= dict.fromkeys(range(column, len(self._row)), down)


def _span(text: str | None) -> int:
    return min(int(text), _LONGEST_SPAN) if text and text.isascii() and text.isdigit() and int(text) else 1
