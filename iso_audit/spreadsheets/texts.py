"""Text files with a sign between the columns, in the encodings that Vietnamese offices use."""

import csv
import io
import re
from collections.abc import Iterator

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.old_letters import OLD_LETTERS, as_old_letters
from iso_audit.domain.sheet import SheetRow
from iso_audit.spreadsheets import limits
from iso_audit.spreadsheets.cells import SheetRead, Sheets

DELIMITERS = (";", ",", "\t", "|")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 100_000


def sheets(data: bytes) -> Sheets:
    """Return the one sheet of a text file; RuleBroken `spreadsheet_kind_unknown` where it is no text."""
    text, encoding = decoded(data)
    return Sheets([("", False)], lambda _: _sheet(text, encoding))


def head(data: bytes) -> str:
    """Return the beginning of a file as text, lower-cased, to tell its kind by."""
    encoding = "utf-16" if data.startswith(UTF_16) else "latin-1"
    return data.decode(encoding, "ignore").lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n").lower()


def decoded(data: bytes) -> tuple[str, str]:
    """Return a text file's text and encoding: by its mark, else UTF-16 by its zeros, UTF-8, else old ones."""
    if data.startswith(UTF_16):
        encodings = ["utf-16"]
    elif data[:400].count(0) > len(data[:400]) // 4:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, {"utf-8-sig": "UTF-8"}.get(encoding, "UTF-16")
    return _of_one_byte(data)


def _of_one_byte(data: bytes) -> tuple[str, str]:
    """Return a text of one byte a letter: left in the letters of an old font where it is one, else Windows-1258."""
    if b"\0" in data:
        raise RuleBroken("spreadsheet_kind_unknown")
    western = data.decode("cp1252", "replace")
    if (kind := as_old_letters(western)) is not None:
        return western, OLD_LETTERS[kind]
    try:
        return data.decode("cp1258"), "Windows-1258"
    except UnicodeDecodeError as error:
        raise RuleBroken("spreadsheet_kind_unknown") from error


def _sheet(text: str, encoding: str) -> SheetRead:
    first, _, rest = text.partition("\n")
    separator = re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE)
    delimiter = separator[1] if separator else _delimiter(text)
    lines = csv.reader(io.StringIO(rest if separator else text, newline=""), delimiter=delimiter)

    def rows() -> Iterator[SheetRow]:
        last = 1 if separator else 0
        try:
            for cells in lines:
                last += 1
                yield SheetRow(last, tuple(cells[: limits.MOST_COLUMNS]))
        except csv.Error as error:
            raise RuleBroken("spreadsheet_cell_too_long", row=last + 1, longest=limits.LONGEST_CELL) from error

    delimiter_name = {"\t": "Tab"}.get(delimiter, delimiter)
    return SheetRead(rows(), how=f"{encoding} · {delimiter_name}")


def _delimiter(text: str) -> str:
    """Return the sign that parts the first lines most evenly."""
    sample = "\n".join(text[:_LOOKED_AT].splitlines()[:30])

    def rank(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=rank)
