"""Sections: paper, margins, page numbers where the profile wants them, marks above and small print below."""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.section import _Footer, _Header
from docx.shared import Mm

from iso_audit.minutes.docx.text import add_field, add_text, boxed, set_style
from iso_audit.minutes.plain import plain
from iso_audit.minutes.tree import Document


class Section:
    """One part with pages of its own: the body, or an annex under its label."""

    def __init__(self, word: WordDocument, document: Document, label: str = "", *, pages: int | None = None) -> None:
        self.word = word
        self.document = document
        self.label = label
        self.pages = "" if pages is None else str(pages)

    @property
    def text_width(self) -> int:
        """The width of the text in English Metric Units."""
        section = self._section
        return int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))

    @property
    def _section(self) -> WordSection:
        return self.word.sections[-1]

    def begin(self, *, landscape: bool) -> None:
        """Start the section on a new page."""
        self.word.add_section(WD_SECTION.NEW_PAGE)
        self.set_up(landscape=landscape)

    def set_up(self, *, landscape: bool) -> None:
        """Set paper, margins, header and footer of the last section; page 1 has no page number."""
        section = self._section
        short, long = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
        section.left_margin = Mm(30)
        section.header_distance = section.footer_distance = Mm(9)
        section.different_first_page_header_footer = True
        for has_page_number, header, footer in (
            (False, section.first_page_header, section.first_page_footer),
            (True, section.header, section.footer),
        ):
            header.is_linked_to_previous = footer.is_linked_to_previous = False
            self._header(header, has_page_number=has_page_number)
            self._footer(footer, has_page_number=has_page_number)
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")

    def _header(self, header: _Header, *, has_page_number: bool) -> None:
        paragraph = header.paragraphs[0]
        set_style(paragraph, "Minutes Page Number")
        for old in list(paragraph.runs):
            old._r.getparent().remove(old._r)
        for mark in (self.document.sample_mark, self.document.draft_mark):
            if mark:
                run = paragraph.add_run(f" {plain(mark)} ")
                run.bold = True
                boxed(run)
                paragraph.add_run("  ")
        if has_page_number and self.document.profile == "nd30-2020":
            add_field(paragraph, "PAGE", "2")

    def _footer(self, footer: _Footer, *, has_page_number: bool) -> None:
        paragraph = footer.paragraphs[0]
        set_style(paragraph, "Minutes Footer")
        texts = self.document.footer
        line = "  –  ".join(part for part in (texts.code, self.label, texts.page) if part)
        add_text(paragraph, line, total=("", self.pages))
        if has_page_number and self.document.profile == "tt01-2011":
            number = footer.add_paragraph(style="Minutes Page Number")
            number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            add_field(number, "PAGE", "2")
