"""Small papers made to show a fault: lines of text laid out as they are written, in the type of the minutes."""

import io
import re

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.pdf.faces import REGULAR, faces
from tests.papers.reading import LEFT, TOP, Paper, read

SIZE, LINE, COLUMN = 10, 15, 5.2
"""Size of the type, distance of two lines, and width of a column of the text as it is written, in points."""


def paper(*pages: str, marks: tuple[tuple[float, float, str], ...] = ()) -> Paper:
    """Return the paper of these pages: what stands two spaces apart stands in columns; `marks` are put at x, y."""
    return read(pdf(*pages, marks=marks))


def pdf(*pages: str, marks: tuple[tuple[float, float, str], ...] = ()) -> bytes:
    """Return what `paper` reads."""
    faces()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for page in pages:
        canvas.setFont(REGULAR, SIZE)
        for number, line in enumerate(page.strip("\n").splitlines(), start=1):
            for part in re.finditer(r"\S+(?: \S+)*", line):
                canvas.drawString(LEFT + COLUMN * part.start(), A4[1] - TOP - LINE * number, part[0])
        for x, y, text in marks:
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return content.getvalue()
