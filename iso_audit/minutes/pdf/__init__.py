"""Any document as PDF: render() walks the content tree and returns the bytes; the only home of ReportLab."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.minutes.pdf import styles
from iso_audit.minutes.pdf.faces import REGULAR, Ink
from iso_audit.minutes.pdf.layout import Layout
from iso_audit.minutes.pdf.objects import define_qr
from iso_audit.minutes.pdf.pages import Paper
from iso_audit.minutes.pdf.pen import Pen, SignatureBox
from iso_audit.minutes.tree import Document

NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""What stands for the moment of a document that names none."""
DRAFT = "iso-audit draft"
"""The keyword of a draft: nothing else in its file tells that it is one of ours, since it has no code."""
_one_at_a_time = Lock()
rl_config.useA85 = 0  # streams stay binary: a fifth smaller, and faster


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF, its pages (of the body, in all), and the places to sign."""

    pdf: bytes
    body_pages: int
    pages: int
    signature_boxes: tuple[SignatureBox, ...]


def unprintable(document: Document) -> tuple[str, ...]:
    """Return the characters of a text that are printed as an open square, without laying it out."""
    ink = Ink()
    ink.prepare(canonical_text(document))
    return ink.unprintable


def render(document: Document, *others: Document) -> Rendered:
    """Return `document`, and `others` of the same code behind it in the file, as PDF; the same give the same bytes.

    ReportLab shares font subsets between threads, so only one document is made at a time.
    """
    with _one_at_a_time:
        return _render((document, *others))


def _render(documents: tuple[Document, ...]) -> Rendered:
    manner = styles.profile_of(documents[0]).manner
    ink = Ink(keeps_names=manner.keeps_names)
    target = BytesIO()
    canvas = _canvas(target, documents[0])
    pen = Pen(canvas, ink, two_digits=documents[0].language == "vi", most_stretch=manner.most_stretch)
    if documents[0].verification:
        define_qr(canvas, documents[0].verification, correction=manner.qr_correction)
    counts = [_fill(document, pen, place) for place, document in enumerate(documents)]
    canvas.save()
    return Rendered(target.getvalue(), counts[0][0], sum(pages for _, pages in counts), tuple(pen.signature_boxes))


def _fill(document: Document, pen: Pen, place: int) -> tuple[int, int]:
    """Draw one document, the `place`-th of its file, and return its pages: of the body, in all."""
    profile = styles.profile_of(document)
    name = f"{place}-" if place else ""
    paper = Paper(pen.canvas, pen, document, profile, styles.A4[::-1] if document.landscape else styles.A4)
    body_pages = paper.fill(f"{name}body", Layout(pen.ink, profile, paper.width).first_part(document))
    pages = body_pages
    for position, annex in enumerate(document.annexes, 1):
        size = styles.A4[::-1] if annex.landscape else styles.A4
        paper = Paper(pen.canvas, pen, document, profile, size, label=annex.label)
        pages += paper.fill(f"{name}annex{position}", Layout(pen.ink, profile, paper.width).annex(annex))
    return body_pages, pages


def says_draft(pdf: bytes) -> bool:
    """Tell whether a file says of itself that it is a draft of ours; it may say so untruly."""
    return f"/Keywords ({DRAFT})".encode() in pdf


def _canvas(target: BytesIO, document: Document) -> Canvas:
    canvas = Canvas(
        target,
        pagesize=styles.A4,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 6),
        initialFontName=REGULAR,  # type: ignore[arg-type]
        lang={"vi": "vi-VN", "en": "en-GB"}[document.language],
    )
    metadata = document.metadata
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    if document.verification:
        canvas.setKeywords(f"{document.verification.code} {document.verification.digest}")
    elif document.draft_mark:
        canvas.setKeywords(DRAFT)
    canvas.setCreator("iso-audit")
    canvas.setProducer("ReportLab")
    file = canvas._doc  # type: ignore[attr-defined]
    file._timeStamp = _stamp(metadata.made_at or NO_MOMENT)
    file.signature = hashlib.md5(b"iso-audit", usedforsecurity=False)  # the file's own name, fed by its content
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _stamp(made_at: datetime) -> TimeStamp:
    """Return `made_at` as ReportLab wants it, whatever SOURCE_DATE_EPOCH says."""
    stamp = TimeStamp(1)
    utc = made_at.astimezone(UTC) if made_at.tzinfo else made_at
    stamp.t = utc.replace(tzinfo=UTC).timestamp()
    stamp.lt = utc.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    return stamp
