"""Runs of text in a paragraph: line ends, page numbers as fields, borders."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from iso_audit.minutes.plain import plain
from iso_audit.minutes.tree import PAGE, TOTAL


def set_style(paragraph: WordParagraph, name: str) -> None:
    """Give `paragraph` the style `name` by its id, which python-docx makes by leaving out the spaces."""
    paragraph._p.style = name.replace(" ", "")


def add_text(
    paragraph: WordParagraph, text: str, *, bold: bool = False, italic: bool = False, total: tuple[str, str] = ("", "")
) -> None:
    """Add `text`; the signs for page numbers become fields, `total` being the total's number format and known value."""
    printable = plain(text)
    for position, part in enumerate(printable.replace(TOTAL, PAGE).split(PAGE)):
        if position:
            sign = [c for c in printable if c in {PAGE, TOTAL}][position - 1]
            if sign == PAGE:
                add_field(paragraph, "PAGE", "1")
            else:
                add_field(paragraph, f"SECTIONPAGES{total[0]}", total[1] or "…")
        if part:
            _set(paragraph.add_run(part), bold=bold, italic=italic)


def _set(run: Run, *, bold: bool, italic: bool) -> None:
    if bold:
        run.bold = True
    if italic:
        run.italic = True


def add_field(paragraph: WordParagraph, code: str, placeholder: str) -> None:
    """Add a field that the word processor fills in, with the value shown until then."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", placeholder), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else None)
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)


def rule_below(paragraph: WordParagraph) -> None:
    """Draw a rule under `paragraph`."""
    borders = OxmlElement("w:pBdr")
    borders.append(_edge("w:bottom"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def boxed(run: Run) -> None:
    """Draw a box around `run`."""
    run._r.get_or_add_rPr().append(_edge("w:bdr"))


def _edge(name: str) -> OxmlElement:  # type: ignore[valid-type]
    edge = OxmlElement(name)
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        edge.set(qn(f"w:{key}"), value)
    return edge
