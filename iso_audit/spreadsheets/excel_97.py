"""What an .xls hides: rows and columns, read off its own records, of which calamine gives the values alone.

The format is Microsoft's, [MS-CFB] for the file and [MS-XLS] for the records; streams under 4 kB are not looked at.
"""

import struct
from collections.abc import Iterator

_END_OF_CHAIN = 0xFFFFFFFA
_SECTORS = (512, 4096)
_BOUNDSHEET, _ROW, _COLUMNS, _END = 0x0085, 0x0208, 0x007D, 0x000A
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01


def hidden_rows_and_columns(data: bytes, name: str) -> tuple[set[int], set[int]]:
    """Return the hidden rows and columns of a sheet, from 0; ValueError, IndexError, struct.error of a damaged one."""
    book = _stream(data)
    start = next(offset for offset, sheet in _sheets(book) if sheet == name)
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, record in _records(book, start):
        if kind == _ROW and struct.unpack_from("<H", record, 12)[0] & _ROW_HIDDEN:
            rows.add(struct.unpack_from("<H", record)[0])
        elif kind == _COLUMNS and struct.unpack_from("<H", record, 8)[0] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", record)
            columns.update(range(first, min(last, 255) + 1))
        elif kind == _END:
            break
    return rows, columns


def _stream(data: bytes) -> bytes:
    """Return the stream `Workbook` (`Book` in files of Excel 95)."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    if size not in _SECTORS:
        raise ValueError
    directory = struct.unpack_from("<I", data, 48)[0]
    table = [place for part in _parts(data, size) for place in _numbers(data, part, size)]
    entries = _chain(data, table, directory, size)
    for at in range(0, len(entries) - 127, 128):
        length = min(struct.unpack_from("<H", entries, at + 64)[0], 64)
        if entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace") in {"Workbook", "Book"}:
            return _chain(data, table, struct.unpack_from("<I", entries, at + 116)[0], size)
    raise ValueError


def _parts(data: bytes, size: int) -> list[int]:
    """Return where the parts of the table of sectors stand: 109 in the head, those of a large file in a chain."""
    count = min(struct.unpack_from("<I", data, 44)[0], len(data) // (size * size // 4) + 2)
    parts, place = list(struct.unpack_from("<109I", data, 76)), struct.unpack_from("<I", data, 68)[0]
    while place < _END_OF_CHAIN and len(parts) < count:
        *more, place = _numbers(data, place, size)
        parts += more
    return parts[:count]


def _numbers(data: bytes, place: int, size: int) -> tuple[int, ...]:
    return struct.unpack_from(f"<{size // 4}I", data, (place + 1) * size)


def _chain(data: bytes, table: list[int], place: int, size: int) -> bytes:
    sectors: list[bytes] = []
    while place < _END_OF_CHAIN and len(sectors) * size <= len(data):
        sectors.append(data[(place + 1) * size : (place + 2) * size])
        place = table[place]
    return b"".join(sectors)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[int, str]]:
    """Give the sheets with where their records begin."""
    for kind, record in _records(book, 0):
        if kind == _BOUNDSHEET:
            offset, length, is_wide = struct.unpack_from("<I", record)[0], record[6], record[7] & 1
            letters = record[8 : 8 + length * (2 if is_wide else 1)]
            yield offset, letters.decode("utf-16-le" if is_wide else "latin-1")
        elif kind == _END:
            return
