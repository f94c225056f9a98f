"""From the blocks of the tree to pieces: every text is set in its style, what belongs together is tied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from iso_audit.minutes.pdf import styles
from iso_audit.minutes.pdf.faces import Ink
from iso_audit.minutes.pdf.fixed import letterhead, photo_row, signature_row
from iso_audit.minutes.pdf.lines import Measure, balanced, wrap
from iso_audit.minutes.pdf.pieces import PageEnd, Piece, TextPiece
from iso_audit.minutes.pdf.styles import TextStyle
from iso_audit.minutes.pdf.table import TALLEST_WHOLE, row_pieces
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
SLIP_SIGNING_ROOM = 22 * styles.MM


@dataclass(frozen=True, slots=True)
class Layout:
    """Sets blocks in a frame of `width` points under one profile."""

    ink: Ink
    profile: styles.Profile
    width: float

    def first_part(self, document: Document) -> Iterator[Piece]:
        """Yield the letterhead, the title and the body of `document`."""
        yield letterhead(self.ink, document.header, self.width, self.profile.manner)
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
                is_signed = any(one.place for one in block.signatories)
                room = self.profile.manner.signing_room if is_signed else SLIP_SIGNING_ROOM
                tied = self._ties_to_signing(following)
                for row in rows:
                    places = signature_row(self.ink, row, self.width, room)
                    yield replace(places, sticky=tied or row is not rows[-1])
            case Recipients():
                yield from self._recipients(block)
            case PageBreak():
                yield PageEnd()

    def text(self, text: str, style: TextStyle, lead: str = "") -> TextPiece:
        """Return `text` set in `style` over the whole width."""
        width = self.width - style.left_indent
        measure = Measure(style.size, width, style.first_indent)
        if style.alignment == "center" and not lead:
            lines = balanced(self.ink, text, style.face, measure)
        else:
            lines = wrap(self.ink, text, style.face, measure, lead=lead)
        return TextPiece(tuple(lines), style, style.left_indent, width, style.before)

    def _table(self, block: Table, following: Block | None) -> Iterator[Piece]:
        before = SLIP_BEFORE if block.together else TABLE_BEFORE
        keeps_ends = self.profile.manner.keeps_ends
        rows = list(row_pieces(self.ink, block, self.width, before=before, says_again=keeps_ends))
        last = len(rows) - 1
        tied = isinstance(following, SignatureBlock) and (block.together or keeps_ends)
        for place, row in enumerate(rows):
            ends = keeps_ends and place == last - 1 and row.height <= TALLEST_WHOLE
            if place == last:
                yield replace(row, sticky=tied or (row.sticky and not block.together))
            else:
                yield replace(row, sticky=row.sticky or block.together or ends)

    def _ties_to_signing(self, following: Block | None) -> bool:
        """Tell whether what follows the places to sign must not stand alone on a page."""
        note = isinstance(following, Paragraph) and following.style == "signing_note"
        return self.profile.manner.keeps_ends and (note or isinstance(following, Recipients))

    def _heading(self, block: Heading) -> TextPiece:
        piece = self.text(block.text, styles.HEADINGS[block.level])
        bookmark = (block.text, block.level - 1) if block.level < 3 else None
        return replace(piece, sticky=True, whole=True, bookmark=bookmark)

    def _paragraph(self, block: Paragraph, following: Block | None) -> TextPiece:
        style = styles.paragraph_style(block.style, self.profile)
        piece = self.text(block.text, style, block.lead)
        introduces = block.text.endswith(":") and following is not None
        tied = introduces or isinstance(following, SignatureBlock)
        tied |= block.style == "signing_note" and self._ties_to_signing(following)
        if tied and len(piece.lines) <= TIED_LINES:
            return replace(piece, sticky=True, whole=True)
        return piece

    def _recipients(self, block: Recipients) -> Iterator[Piece]:
        yield replace(self.text(block.heading, styles.RECIPIENTS_HEADING), sticky=True)
        for position, line in enumerate(block.lines):
            piece = self.text(line, styles.RECIPIENTS_LINE)
            yield replace(piece, sticky=position + 1 < len(block.lines), whole=True)
