"""Any document as .docx: render() walks the content tree; the only home of python-docx.

For editing before the text is locked: what verifies or signs a text (code, QR, drawn signatures) is left out.
"""

from io import BytesIO

import docx
from docx.document import Document as WordDocument

from iso_audit.minutes.docx.body import Body
from iso_audit.minutes.docx.sections import Section
from iso_audit.minutes.docx.styles import prepare_styles
from iso_audit.minutes.plain import plain
from iso_audit.minutes.tree import Document


def render(document: Document, *, body_pages: int | None = None) -> bytes:
    """Return `document` as .docx; `body_pages` is shown for the number of pages until Word counts them itself."""
    word = docx.Document()
    prepare_styles(word, document.language)
    _properties(word, document)
    body = Body(word, document, body_pages)
    first = Section(word, document, pages=body_pages)
    first.set_up(landscape=document.landscape)
    body.width = first.text_width
    body.head()
    body.blocks(document.blocks)
    for annex in document.annexes:
        section = Section(word, document, annex.label)
        section.begin(landscape=annex.landscape)
        body.width = section.text_width
        body.annex(annex)
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def _properties(word: WordDocument, document: Document) -> None:
    core, about = word.core_properties, document.metadata
    core.title, core.author, core.subject = (plain(t)[:255] for t in (about.title, about.author, about.subject))
    core.language = {"vi": "vi-VN", "en": "en-GB"}[document.language]
    core.keywords, core.comments, core.last_modified_by = plain(document.number)[:255], "", "iso-audit"
    if about.made_at:
        core.created = core.modified = about.made_at
