"""What a file holds once and its pages draw often: pictures as they are, and the QR code of the verification."""

import segno
from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.tree import Image, Verification

VERIFICATION = "verification"
_MASK = 2
"""One fixed pattern of the eight: any can be read, and trying all of them takes longer than drawing the page."""


def embed(canvas: Canvas, name: str, image: Image) -> None:
    """Put the JPEG of `image` into the file under `name` without decoding it."""
    picture = PDFImageXObject(name)
    picture.width, picture.height, picture.bitsPerComponent = image.width, image.height, 8
    picture.colorSpace = "DeviceGray" if image.components == 1 else "DeviceRGB"
    picture._filters = ("DCTDecode",)  # type: ignore[attr-defined]
    picture.streamContent = image.data  # type: ignore[assignment]
    picture.mask = None
    file = canvas._doc  # type: ignore[attr-defined]
    file.Reference(picture, file.getXObjectName(name))
    file.addForm(name, picture)


def qr_text(verification: Verification) -> str:
    """Return what a scanner reads: name, code and hash of the text; in capitals it takes fewer squares."""
    return f"{verification.name} {verification.code}:{verification.digest.upper()}"


def define_qr(canvas: Canvas, verification: Verification, *, correction: str) -> None:
    """Define the QR code as a form of one unit square, drawn on every page; `correction` is its level of repair."""
    code = segno.make(qr_text(verification), error=correction, mask=_MASK, boost_error=False, micro=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows)
    canvas.beginForm(VERIFICATION, 0, 0, 1, 1)
    canvas.scale(1 / side, 1 / side)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        start = 0
        while (start := row.find(1, start)) >= 0:
            end = row.find(0, start)
            end = side if end < 0 else end
            path.rect(start, side - 1 - down, end - start, 1)
            start = end
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.endForm()
