"""typst: the document written as typst source anew each time, compiled by the wheel's compiler."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import typst

from iso_audit.minutes import tree
from iso_audit.minutes.pdf.faces import FOLDER

HEAD = """#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 20mm),
  footer: context [#text(size: 8pt)[#CODE – Trang #counter(page).display("1/1", both: true)]])
#set text(font: "TinosVN", size: 13pt, lang: "vi")
#set par(justify: true, first-line-indent: 12.7mm, spacing: 9pt, leading: 5pt)
"""


class Typst:
    """The compiler keeps the fonts; the source is made anew each time; photographs are files beside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "minutes.typ"
        self.source.write_text("", encoding="utf-8")
        self.compiler = typst.Compiler(
            str(self.source), root=str(folder), font_paths=[str(FOLDER)], ignore_system_fonts=True
        )

    def prepare(self, document: tree.Document) -> None:
        """Take the document that is made next."""
        self.document = document

    def make(self) -> bytes:
        """Return the PDF."""
        self.source.write_text("\n".join(self._lines()), encoding="utf-8")
        made = self.compiler.compile(str(self.source), format="pdf")
        assert isinstance(made, bytes)
        return made

    def _lines(self) -> Iterator[str]:
        given, head = self.document, self.document.header
        yield HEAD.replace("#CODE", f"#{_quoted(given.footer.code)}")
        left = " #linebreak() ".join(f"#{_quoted(text)}" for text in (head.parent, head.issuer, head.number))
        right = " #linebreak() ".join(f"#{_quoted(text)}" for text in (head.country, head.motto, head.place_and_date))
        yield f"#grid(columns: (42%, 58%), align: center, [{left}], [{right}])"
        yield f"#align(center)[#strong({_quoted(given.kind)})]"
        yield f"#align(center)[#strong({_quoted(given.about)})]"
        yield from self._blocks(given.blocks)
        for annex in given.annexes:
            yield f"#set page(flipped: {'true' if annex.landscape else 'false'})"
            for text in (annex.label, annex.title, annex.reference):
                yield f"#align(center)[#{_quoted(text)}]"
            yield from self._blocks(annex.blocks)

    def _blocks(self, blocks: Sequence[tree.Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case tree.Heading():
                    yield f"\n#strong({_quoted(block.text)})\n"
                case tree.Paragraph():
                    yield f"\n#strong({_quoted(block.lead)}) #{_quoted(block.text)}\n"
                case tree.KeyValues():
                    yield from (f"\n#{_quoted(f'- {label}: {value}')}\n" for label, value in block.rows)
                case tree.Table():
                    yield from _table(block)
                case tree.Photos():
                    shown = ", ".join(_photo(photo) for photo in block.photos)
                    yield f"#grid(columns: (1fr, 1fr), gutter: 4mm, {shown})"
                case tree.SignatureBlock():
                    shown = ", ".join(_place(one) for one in block.signatories)
                    yield f"#block(breakable: false, grid(columns: (1fr,) * 3, gutter: 4mm, align: center, {shown}))"
                case tree.Recipients():
                    yield from (f"\n#{_quoted(text)}\n" for text in (block.heading, *block.lines))
                case tree.PageBreak():
                    yield "#pagebreak()"


def _quoted(text: str) -> str:
    shown = text.replace(tree.TOTAL, "05").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{shown}"'


def _table(block: tree.Table) -> Iterator[str]:
    columns = ", ".join(f"{column.width}fr" for column in block.columns)
    aligned = ", ".join("center" if column.alignment == "center" else "left" for column in block.columns)
    size = 11 if block.dense else 12
    yield f"#text(size: {size}pt, table(columns: ({columns}), align: ({aligned}), inset: 3pt, stroke: 0.6pt,"
    if block.header:
        yield "table.header(" + ", ".join(f"[#strong({_quoted(title)})]" for title in block.header) + "),"
    for row in block.rows:
        if len(row.cells) == 1 < len(block.columns):
            yield f"table.cell(colspan: {len(block.columns)}, strong({_quoted(row.cells[0].text)})),"
        else:
            yield ", ".join(_cell(cell) for cell in row.cells) + ","
    yield "))"


def _photo(photo: tree.Photo) -> str:
    told = f"#emph({_quoted(photo.caption)}) #linebreak() #text(size: 8pt, {_quoted(photo.fingerprint)})"
    return f'[#image("{photo.image.sha256}.jpg", width: 75mm) {told}]'


def _place(one: tree.Signatory) -> str:
    upper = " #linebreak() ".join(f"#{_quoted(text)}" for text in (one.title, one.position, one.hint) if text)
    return f"[{upper} #v(20mm) #strong({_quoted(one.name)}) #linebreak() #{_quoted(one.note)}]"


def _cell(cell: tree.Cell) -> str:
    lead = f"#strong({_quoted(cell.lead)}) " if cell.lead else ""
    return f"strong({_quoted(cell.text)})" if cell.bold else f"[{lead}#{_quoted(cell.text)}]"
