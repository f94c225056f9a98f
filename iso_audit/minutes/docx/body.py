"""The blocks of the tree as Word's paragraphs, tables and pictures, in the order of the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.shared import Emu, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from iso_audit.minutes.docx.tables import add_table, borderless
from iso_audit.minutes.docx.text import add_text, rule_below, set_style
from iso_audit.minutes.tree import (
    Annex,
    Block,
    Document,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Recipients,
    Signatory,
    SignatureBlock,
    Table,
)

_STYLES = {
    "body": "Minutes Body",
    "item": "Minutes Item",
    "basis": "Minutes Basis",
    "note": "Minutes Note",
    "centered": "Minutes Centered",
    "small": "Minutes Small",
    "plain": "Minutes Plain",
    "signing": "Minutes Body",
    "signing_note": "Minutes Signing Note",
}
SIGNING_ROOM = Mm(22)
TALLEST_PHOTO = Mm(90)


@dataclass(slots=True)
class Body:
    """Adds blocks at the end of `word`, set to `width` (in English Metric Units)."""

    word: WordDocument
    document: Document
    body_pages: int | None
    width: int = 0

    def head(self) -> None:
        """Add letterhead and title."""
        head = self.document.header
        widths = (self.width * 42 // 100, self.width * 58 // 100)
        (left, right), (number, day) = borderless(self.word, widths, rows=2)
        self._lines(left, ((head.parent, False), (head.issuer, True)), rule=0.3)
        self._lines(right, ((head.country, True), (head.motto, True)), rule=0.2)
        self._add(number, head.number, "Minutes Letterhead")
        self._add(day, head.place_and_date, "Minutes Letterhead", italic=True)
        self._add(self.word, self.document.kind, "Minutes Kind")
        self._add(self.word, self.document.about, "Minutes About")
        self._rule(self.word, self.width, 0.35)

    def annex(self, annex: Annex) -> None:
        """Add an annex under its heading."""
        self._add(self.word, annex.label, "Minutes About")
        self._add(self.word, annex.title, "Minutes About")
        self._add(self.word, annex.reference, "Minutes Centered", italic=True)
        self.blocks(annex.blocks)

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Add `blocks` in their order; what leads to places to sign stays with them."""
        for position, block in enumerate(blocks):
            paragraph = self._block(block)
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            if isinstance(block, Table) and isinstance(following, Table):
                set_style(self.word.add_paragraph(), "Minutes Footer")  # Word makes one of two tables that touch
            if paragraph is not None and isinstance(following, SignatureBlock):
                paragraph.paragraph_format.keep_with_next = True
            if paragraph is not None and isinstance(following, Table):
                paragraph.paragraph_format.space_after = Pt(4)

    def _block(self, block: Block) -> WordParagraph | None:
        match block:
            case Heading():
                return self._add(self.word, block.text, f"Heading {block.level}")
            case Paragraph():
                return self._paragraph(block)
            case KeyValues():
                for label, value in block.rows:
                    self._add(self.word, f"- {label}: {value}", "Minutes Item")
            case Table():
                add_table(self.word, block, self.width)
            case Photos():
                self._photos(block.photos)
            case SignatureBlock():
                for start in range(0, len(block.signatories), 3):
                    self._places(block.signatories[start : start + 3])
            case Recipients():
                heading = self._add(self.word, block.heading, "Minutes Recipients", bold=True, italic=True)
                heading.paragraph_format.space_before = Pt(14)
                for line in block.lines:
                    self._add(self.word, line, "Minutes Recipients")
            case PageBreak():
                self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        return None

    def _paragraph(self, block: Paragraph) -> WordParagraph:
        paragraph = self.word.add_paragraph()
        upright = block.style == "basis" and self.document.profile == "tt01-2011"
        set_style(paragraph, _STYLES["body" if upright else block.style])
        if block.lead:
            add_text(paragraph, block.lead + " ", bold=True)
        number_format = ' \\# "00"' if self.document.language == "vi" else ""
        total = "" if self.body_pages is None else f"{self.body_pages:02}" if number_format else str(self.body_pages)
        add_text(paragraph, block.text, total=(number_format, total))
        return paragraph

    def _add(
        self, where: WordDocument | _Cell, text: str, style: str, *, bold: bool = False, italic: bool = False
    ) -> WordParagraph:
        first = where.paragraphs[0] if isinstance(where, _Cell) else None
        is_untouched = first is not None and first._p.style is None and not first.runs
        paragraph: WordParagraph = first if first is not None and is_untouched else where.add_paragraph()
        set_style(paragraph, style)
        add_text(paragraph, text, bold=bold, italic=italic)
        return paragraph

    def _lines(self, cell: _Cell, lines: Sequence[tuple[str, bool]], *, rule: float) -> None:
        for text, bold in lines:
            self._add(cell, text, "Minutes Letterhead", bold=bold)
        self._rule(cell, self.width // 2, rule)

    def _rule(self, where: WordDocument | _Cell, width: int, side: float) -> None:
        line = where.add_paragraph()
        set_style(line, "Minutes Letterhead")
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Emu(int(width * side))
        line.paragraph_format.line_spacing = Pt(3)
        line.paragraph_format.space_after = Pt(4)
        rule_below(line)

    def _places(self, signatories: Sequence[Signatory]) -> None:
        gap = self.word.add_paragraph()
        set_style(gap, "Minutes Footer")
        gap.paragraph_format.keep_with_next = True
        share = self.width // len(signatories)
        upper, lower = borderless(self.word, [share] * len(signatories), rows=2)
        for cell, one in zip(upper, signatories, strict=True):
            for text, italic in ((one.title, False), (one.position, False), (one.hint, True)):
                if text:
                    paragraph = self._add(cell, text, "Minutes Place to Sign", bold=not italic, italic=italic)
                    paragraph.paragraph_format.keep_with_next = True
        for cell, one in zip(lower, signatories, strict=True):
            name = self._add(cell, one.name, "Minutes Place to Sign", bold=True)
            name.paragraph_format.space_before = SIGNING_ROOM
            if one.note:
                self._add(cell, one.note, "Minutes Place to Sign", italic=True)

    def _photos(self, photos: Sequence[Photo]) -> None:
        share = self.width // 2
        for start in range(0, len(photos), 2):
            row = photos[start : start + 2]
            for cell, photo in zip(borderless(self.word, [share, share])[0], row, strict=False):
                scale = min((share - Mm(4)) / photo.image.width, TALLEST_PHOTO / photo.image.height)
                picture = cell.paragraphs[0]
                set_style(picture, "Minutes Caption")
                picture.add_run().add_picture(BytesIO(photo.image.data), width=Emu(int(photo.image.width * scale)))
                self._add(cell, photo.caption, "Minutes Caption")
                self._add(cell, photo.fingerprint, "Minutes Caption")
