"""From the blocks of the tree to pieces: every text is set in its style, what belongs together is tied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from iso_audit.minutes.pdf import styles
from iso_audit.minutes.pdf.faces import Ink
from iso_audit.minutes.pdf.fixed import letterhead, photo_row, signature_row
from iso_audit.minutes.pdf.lines import Measure, wrap
from iso_audit.minutes.pdf.pieces import PageEnd, Piece, TextPiece
from iso_audit.minutes.pdf.styles import TextStyle
from iso_audit.minutes.pdf.table import row_pieces
from iso_audit.minutes.tree import (
    Annex,
    Block,
    Document,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Photos,
    Recipients,
    SignatureBlock,
    Table,
)

TIED_LINES = 6
TABLE_BEFORE = 6.0
SLIP_BEFORE = 10.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Sets blocks in a frame of `width` points under one profile."""

    ink: Ink
    profile: styles.Profile
    width: float

    def first_part(self, document: Document) -> Iterator[Piece]:
        """Yield the letterhead, the title and the body of `document`."""
        yield letterhead(self.ink, document.header, self.width)
        yield replace(self.text(document.kind, styles.KIND), sticky=True)
        about = self.text(document.about, styles.ABOUT)
        yield replace(about, sticky=True, rule_below=self.width * 0.3)
        yield from self.blocks(document.blocks)

    def annex(self, annex: Annex) -> Iterator[Piece]:
        """Yield the heading and the blocks of `annex`."""
        label = self.text(annex.label, styles.ANNEX_LABEL)
        yield replace(label, sticky=True, bookmark=(f"{annex.label}. {annex.title}", 0))
        yield replace(self.text(annex.title, styles.ANNEX_TITLE), sticky=True)
        yield replace(self.text(annex.reference, styles.ANNEX_REFERENCE), sticky=True)
        yield from self.blocks(annex.blocks)

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Yield the pieces of `blocks`, each tied to the next where custom wants it."""
        for position, block in enumerate(blocks):
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            yield from self._block(block, following)

    def _block(self, block: Block, following: Block | None) -> Iterator[Piece]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield self._paragraph(block, following)
            case KeyValues():
                for label, value in block.rows:
                    piece = self.text(f"- {label}: {value}", styles.BODY)
                    yield replace(piece, before=3.0)
            case Table():
                yield from self._table(block, following)
            case Photos():
                for start in range(0, len(block.photos), 2):
                    yield photo_row(self.ink, block.photos[start : start + 2], self.width)
            case SignatureBlock():
                rows = [block.signatories[i : i + 3] for i in range(0, len(block.signatories), 3)]
                for row in rows:
                    yield replace(signature_row(self.ink, row, self.width), sticky=row is not rows[-1])
            case Recipients():
                yield from self._recipients(block)
            case PageBreak():
                yield PageEnd()

    def text(self, text: str, style: TextStyle, lead: str = "") -> TextPiece:
        """Return `text` set in `style` over the whole width."""
        width = self.width - style.left_indent
        measure = Measure(style.size, width, style.first_indent)
        lines = wrap(self.ink, text, style.face, measure, lead=lead)
        return TextPiece(tuple(lines), style, style.left_indent, width, style.before)

    def _table(self, block: Table, following: Block | None) -> Iterator[Piece]:
        before = SLIP_BEFORE if block.together else TABLE_BEFORE
        rows = list(row_pieces(self.ink, block, self.width, before=before)) if block.together else ()
        if not rows:
            yield from row_pieces(self.ink, block, self.width, before=before)
            return
        for row in rows[:-1]:
            yield replace(row, sticky=True)
        yield replace(rows[-1], sticky=isinstance(following, SignatureBlock))

    def _heading(self, block: Heading) -> TextPiece:
        piece = self.text(block.text, styles.HEADINGS[block.level])
        bookmark = (block.text, block.level - 1) if block.level < 3 else None
        return replace(piece, sticky=True, whole=True, bookmark=bookmark)

    def _paragraph(self, block: Paragraph, following: Block | None) -> TextPiece:
        style = styles.paragraph_style(block.style, self.profile)
        piece = self.text(block.text, style, block.lead)
        introduces = block.text.endswith(":") and following is not None
        tied = introduces or isinstance(following, SignatureBlock)
        if tied and len(piece.lines) <= TIED_LINES:
            return replace(piece, sticky=True, whole=True)
        return piece

    def _recipients(self, block: Recipients) -> Iterator[Piece]:
        yield replace(self.text(block.heading, styles.RECIPIENTS_HEADING), sticky=True)
        for position, line in enumerate(block.lines):
            piece = self.text(line, styles.RECIPIENTS_LINE)
            yield replace(piece, sticky=position + 1 < len(block.lines), whole=True)
