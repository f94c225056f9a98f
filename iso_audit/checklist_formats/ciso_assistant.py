"""A framework of CISO Assistant in its Excel format, version 2, into tables of our bank.

Format: `tools/README.md` of CISO Assistant; `…_meta` sheets hold keys and values, `…_content` sheets
rows under headings.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.frameworks import LONGEST_TEXT, MOST_NODES, Framework, FrameworkNode, converted
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace
from iso_audit.domain.sheet import Cell, CellFault, column_letter, is_blank
from iso_audit.domain.text import tidy

Rows = Sequence[Sequence[Cell]]
MOST_COLUMNS = 200
_TAKEN = {
    "assessable",
    "depth",
    "ref_id",
    "name",
    "description",
    "typical_evidence",
    "annotation",
    "weight",
    "questions",
}
_LOCALIZED = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<locale>\w{2,5})\])?")
_NOTHING_IN_USE: Mapping[str, Sequence[str]] = MappingProxyType({})


def read(sheets: Mapping[str, Rows], *, in_use: Mapping[str, Sequence[str]] = _NOTHING_IN_USE) -> Conversion:
    """Return the tables of the one framework of a book's sheets; `in_use` are ids the bank has already, by table.

    Raises FormatFaulty with every fault; then nothing of the framework is taken.
    """
    notices = NoticeList()
    metas = {name: _meta(name, rows, notices) for name, rows in sheets.items() if name.endswith("_meta")}
    library = next((meta for meta in metas.values() if meta.get("type") == "library"), {})
    frameworks = [name for name, meta in metas.items() if meta.get("type") == "framework"]
    if len(frameworks) != 1:
        notices.fault(SheetPlace(), "not_one_framework", count=len(frameworks), sheets=", ".join(sheets)[:200] or "–")
        notices.refuse_faults()
    name = frameworks[0]
    content = f"{name.removesuffix('_meta')}_content"
    if content not in sheets:
        notices.fault(SheetPlace(name), "no_framework_content", sheet=content)
    notices.refuse_faults()
    meta, locale = metas[name], library.get("locale", "en")
    for other in sheets:
        if other not in {name, content} and metas.get(other, {}).get("type") != "library":
            notices.tell(SheetPlace(other), "sheet_left_out")
    nodes = _nodes(content, sheets[content], locale, notices)
    names = {key or locale: text for (base, key), text in _localized(meta).items() if base == "name"}
    says = library.get("copyright", "")
    return converted(
        Framework(SheetPlace(content), meta.get("ref_id", ""), names, locale, says, nodes), notices, in_use=in_use
    )


def _meta(sheet: str, rows: Rows, notices: NoticeList) -> dict[str, str]:
    """Return the keys and values of a sheet without headings."""
    pairs: dict[str, str] = {}
    for number, row in enumerate(rows[:200], start=1):
        cells = [_text(cell, SheetPlace(sheet, number, column_letter(at)), notices) for at, cell in enumerate(row[:2])]
        if len(cells) == 2 and cells[0]:
            pairs.setdefault(cells[0].lower(), cells[1])
    return pairs


def _localized(pairs: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return values by key and locale: `name[fr]` is a name in French, without a locale the framework's own."""
    localized = {}
    for key, value in pairs.items():
        match = _LOCALIZED.fullmatch(key.strip())
        if match and value:
            localized[match["name"].lower(), (match["locale"] or "").lower()] = value
    return localized


def _nodes(sheet: str, rows: Rows, locale: str, notices: NoticeList) -> list[FrameworkNode]:
    """Return the nodes of a sheet; what is wrong with a row is a fault, a column that is not taken told once."""
    if len(rows) > MOST_NODES + 1:
        notices.fault(SheetPlace(sheet), "too_many_rows", rows=len(rows), most=MOST_NODES)
        return []
    headings = [tidy(str(cell or "")) for cell in (rows[0] if rows else ())][:MOST_COLUMNS]
    _check_headings(sheet, rows, headings, notices)
    nodes = []
    for number, row in enumerate(rows[1:], start=2):
        pairs = {
            heading: text
            for index, (heading, cell) in enumerate(zip(headings, row, strict=False))
            if heading and (text := _text(cell, SheetPlace(sheet, number, column_letter(index)), notices))
        }
        if pairs:
            nodes.append(_node(SheetPlace(sheet, number), _localized(pairs), locale, notices))
    return nodes


def _check_headings(sheet: str, rows: Rows, headings: Sequence[str], notices: NoticeList) -> None:
    bases = [match["name"].lower() for one in headings if (match := _LOCALIZED.fullmatch(one))]
    for base in ("assessable", "depth"):
        if base not in bases:
            said = ", ".join(filter(None, headings))[:200] or "–"
            notices.fault(SheetPlace(sheet), "no_framework_column", column=base, headings=said)
    for index, heading in enumerate(headings):
        match = _LOCALIZED.fullmatch(heading)
        is_filled = any(index < len(row) and not is_blank(row[index]) for row in rows[1:])
        if heading and is_filled and (match is None or match["name"].lower() not in _TAKEN):
            place = SheetPlace(sheet, 0, f"{column_letter(index)} · {heading}")
            notices.tell(place, "column_left_out", heading=heading)


def _node(place: SheetPlace, values: Mapping[tuple[str, str], str], locale: str, notices: NoticeList) -> FrameworkNode:
    def said(name: str) -> dict[str, str]:
        return {key or locale: text for (base, key), text in values.items() if base == name}

    depth, weight = (_count(values.get((name, ""), "1"), name, place, notices) for name in ("depth", "weight"))
    return FrameworkNode(
        place,
        depth,
        values.get(("assessable", ""), "").lower() == "x",
        values.get(("ref_id", ""), ""),
        said("name"),
        said("description"),
        said("typical_evidence"),
        said("annotation"),
        said("questions"),
        weight,
    )


def _count(text: str, name: str, place: SheetPlace, notices: NoticeList) -> int:
    if text.isascii() and text.isdigit() and int(text[:6]) > 0 and len(text) < 6:
        return int(text)
    notices.fault(place, "no_count", field=name, value=text[:40])
    return 1


def _text(cell: Cell, place: SheetPlace, notices: NoticeList) -> str:
    if isinstance(cell, CellFault):
        notices.fault(place, "formula_error", value=cell.text)
        return ""
    if is_blank(cell):
        return ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else tidy(str(cell))
    if len(text) > LONGEST_TEXT:
        notices.fault(place, "text_too_long", longest=LONGEST_TEXT, length=len(text))
        return ""
    return text
