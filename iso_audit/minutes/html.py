"""Any document as HTML: a preview to read aloud from a phone, self-contained, all text escaped, no scripts."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from iso_audit.minutes.plain import plain
from iso_audit.minutes.tree import (
    PAGE,
    TOTAL,
    Block,
    Cell,
    Document,
    Drawing,
    Header,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Recipients,
    Row,
    Signatory,
    SignatureBlock,
    Stroke,
    Table,
)

SCOPE = "minutes-preview"
UNKNOWN_NUMBER = "…"
LONG_CELL = 40
PEN = "#1a2a6c"
_BOXES = {"empty": "☐", "ticked": "☑", "crossed": "☒"}


def render(document: Document, *, pictures: bool = True) -> str:
    """Return `document` as one HTML element with its style; without `pictures` only their captions are shown."""
    marks = [mark for mark in (document.sample_mark, document.draft_mark) if mark]
    banner = f'<p class="marks">{" ".join(f"<strong>{_text(mark)}</strong>" for mark in marks)}</p>' if marks else ""
    parts = [
        f"<style>{_style()}</style>",
        f'<article class="{SCOPE}" lang="{document.language}">',
        banner,
        _header(document.header),
        f'<h1>{_text(document.kind)}</h1><p class="about">{_text(document.about)}</p>',
        *_blocks(document.blocks, pictures),
    ]
    for annex in document.annexes:
        parts.append(f'<section class="annex"><h2 class="label">{_text(annex.label)}</h2>')
        parts.append(f'<p class="about">{_text(annex.title)}</p><p class="reference">{_text(annex.reference)}</p>')
        parts += [*_blocks(annex.blocks, pictures), "</section>"]
    code = f"{document.verification.label} {document.verification.code}" if document.verification else ""
    line = " – ".join(_text(part) for part in (document.footer.code, code) if part)
    parts.append(f"<footer>{line}</footer>{banner}</article>")
    return "\n".join(part for part in parts if part)


@cache
def _style() -> str:
    return Path(__file__).with_name("preview.css").read_text(encoding="utf-8")


def _text(text: str) -> str:
    """Return `text` escaped, in NFC, without what is invisible; line ends become breaks."""
    readable = plain(text).replace(PAGE, UNKNOWN_NUMBER).replace(TOTAL, UNKNOWN_NUMBER)
    return escape(readable).replace("\n", "<br>")


def _header(header: Header) -> str:
    left = f"<p>{_text(header.parent)}</p><p><strong>{_text(header.issuer)}</strong></p><p>{_text(header.number)}</p>"
    right = (
        f"<p><strong>{_text(header.country)}</strong></p><p><strong>{_text(header.motto)}</strong></p>"
        f"<p><em>{_text(header.place_and_date)}</em></p>"
    )
    return f"<header><div>{left}</div><div>{right}</div></header>"


def _blocks(blocks: Sequence[Block], pictures: bool) -> Iterator[str]:
    for block in blocks:
        yield _block(block, pictures)


def _block(block: Block, pictures: bool) -> str:
    match block:
        case Heading():
            return f"<h{block.level + 1}>{_text(block.text)}</h{block.level + 1}>"
        case Paragraph():
            lead = f"<strong>{_text(block.lead)}</strong> " if block.lead else ""
            return f'<p class="{block.style}">{lead}{_text(block.text)}</p>'
        case KeyValues():
            rows = (f"<dt>- {_text(label)}:</dt> <dd>{_text(value)}</dd>" for label, value in block.rows)
            return "<dl>" + "".join(f"<div>{row}</div>" for row in rows) + "</dl>"
        case Table():
            return _table(block)
        case Photos():
            return f'<div class="photos">{"".join(_photo(photo, pictures) for photo in block.photos)}</div>'
        case SignatureBlock():
            return f'<div class="signatures">{"".join(_signatory(one) for one in block.signatories)}</div>'
        case Recipients():
            lines = "".join(f"<p>{_text(line)}</p>" for line in block.lines)
            return f'<div class="recipients"><p><strong><em>{_text(block.heading)}</em></strong></p>{lines}</div>'
        case PageBreak():
            return "<hr>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_text(title)}</th>' for title in table.header)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    body = "".join(f"<tr>{_row(row, table)}</tr>" for row in table.rows)
    return f'<table class="{"titled" if head else "plain"}">{head}<tbody>{body}</tbody></table>'


def _row(row: Row, table: Table) -> str:
    if len(row.cells) == 1 < len(table.columns):
        return f'<td class="whole" colspan="{len(table.columns)}">{_cell(row.cells[0])}</td>'
    cells = []
    for position, (cell, column) in enumerate(zip(row.cells, table.columns, strict=False)):
        title = table.header[position] if position < len(table.header) else ""
        label = f' data-label="{_text(title.replace(chr(10), " "))}"' if title else ""
        cells.append(f'<td class="{column.alignment} {_kind(cell)}"{label}><div>{_cell(cell)}</div></td>')
    return "".join(cells)


def _kind(cell: Cell) -> str:
    """Return how a cell is shown on a phone: long ones below their label, empty ones and noughts not at all."""
    if not cell.text.strip() and not cell.mark:
        return "empty"
    if cell.text.strip() == "0":
        return "zero"
    return "long" if len(cell.text) > LONG_CELL else "short"


def _cell(cell: Cell) -> str:
    box = f'<span class="box">{_BOXES[cell.mark]}</span> ' if cell.mark else ""
    box += f"<strong>{_text(cell.lead)}</strong> " if cell.lead else ""
    return f"{box}<strong>{_text(cell.text)}</strong>" if cell.bold else box + _text(cell.text)


def _photo(photo: Photo, pictures: bool) -> str:
    image = photo.image
    data = f"data:image/jpeg;base64,{b64encode(image.data).decode()}" if pictures else ""
    size = f'width="{image.width}" height="{image.height}"'
    picture = f'<img src="{data}" {size} alt="{_text(photo.caption)}" loading="lazy">' if pictures else ""
    caption = f"{_text(photo.caption)}<small>{_text(photo.fingerprint)}</small>"
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"


def _signatory(one: Signatory) -> str:
    drawing = _drawing(one.drawing) if one.drawing else '<div class="room"></div>'
    position = f"<p><strong>{_text(one.position)}</strong></p>" if one.position else ""
    note = f"<p><em>{_text(one.note)}</em></p>" if one.note else ""
    title = f"<p><strong>{_text(one.title)}</strong></p>{position}<p><em>{_text(one.hint)}</em></p>"
    return f"<div>{title}{drawing}<p><strong>{_text(one.name)}</strong></p>{note}</div>"


def _drawing(drawing: Drawing) -> str:
    """Return a drawn signature as a picture of lines; what takes drawings out of a page leaves pictures in it."""
    wide = 100 * drawing.aspect
    lines = "".join(
        '<polyline points="' + " ".join(f"{x * wide:.1f},{y * 100:.1f}" for x, y in _visible(stroke)) + '"/>'
        for stroke in drawing.strokes
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.1f} 100" fill="none" stroke="{PEN}" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )
    return f'<img class="room" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" alt="">'


def _visible(stroke: Stroke) -> Stroke:
    """Return a stroke of at least two points, so that a dot is drawn as one."""
    return stroke if len(stroke) > 1 else (*stroke, *stroke)
