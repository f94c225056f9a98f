"""The paragraph styles of the .docx: Times New Roman by name, the measures of the PDF."""

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from iso_audit.domain.text import Language
from iso_audit.minutes.tree import Alignment

FONT = "Times New Roman"
INDENT = Mm(12.7)
ALIGNMENTS: dict[Alignment, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_PLAIN = "Minutes"
# name: size, bold, italic, alignment, indented, space before
_STYLES: dict[str, tuple[float, bool, bool, Alignment, bool, float]] = {
    "Minutes Body": (13, False, False, "justify", True, 6),
    "Minutes Item": (13, False, False, "justify", True, 3),
    "Minutes Basis": (13, False, True, "justify", True, 6),
    "Minutes Note": (12, False, True, "justify", True, 4),
    "Minutes Centered": (13, False, False, "center", False, 6),
    "Minutes Small": (11, False, False, "left", False, 3),
    "Minutes Plain": (13, False, False, "justify", False, 6),
    "Minutes Signing Note": (11, False, True, "center", False, 3),
    "Minutes Letterhead": (12, False, False, "center", False, 0),
    "Minutes Kind": (14, True, False, "center", False, 14),
    "Minutes About": (14, True, False, "center", False, 2),
    "Minutes Cell": (13, False, False, "left", False, 0),
    "Minutes Dense Cell": (11, False, False, "left", False, 0),
    "Minutes Place to Sign": (13, False, False, "center", False, 0),
    "Minutes Caption": (11, False, True, "center", False, 3),
    "Minutes Recipients": (11, False, False, "left", False, 0),
    "Minutes Page Number": (13, False, False, "center", False, 0),
    "Minutes Footer": (8, False, False, "left", False, 0),
}
_HEADINGS = {
    "Heading 1": (13, True, False, 10.0),
    "Heading 2": (13, True, False, 8.0),
    "Heading 3": (13, True, True, 6),
}


def prepare_styles(word: WordDocument, language: Language) -> None:
    """Define every style of the minutes in `word`; headings stay Word's own, so that its outline works."""
    base = word.styles["Normal"]
    assert isinstance(base, ParagraphStyle)
    _font(base, 13)
    base.paragraph_format.space_after = Pt(0)
    base.paragraph_format.line_spacing = 1.1
    tag = base.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): {"vi": "vi-VN", "en": "en-GB"}[language]}
    )
    base.element.get_or_add_rPr().append(tag)
    for name, (size, bold, italic, alignment, is_indented, before) in _STYLES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = base
        _font(style, size, bold=bold, italic=italic)
        style.paragraph_format.alignment = ALIGNMENTS[alignment]
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.first_line_indent = INDENT if is_indented else None
    for name, (size, bold, italic, before) in _HEADINGS.items():
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        _font(style, size, bold=bold, italic=italic)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(0)
        style.paragraph_format.first_line_indent = INDENT
        style.paragraph_format.keep_with_next = True


def _font(style: ParagraphStyle, size: float, *, bold: bool = False, italic: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(attribute), None)
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        faces.set(qn(attribute), FONT)
