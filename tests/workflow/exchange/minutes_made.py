"""Minutes kept as locking and issuing keep them: a real text with a picture, its hashes, strokes, bytes."""

import hashlib
import io

from PIL import Image as Picture

from iso_audit.domain.minutes import MinutesState, MinutesVersion, RenderingPurpose
from iso_audit.domain.signature import Place, SignatureEvent, SignatureKind
from iso_audit.minutes.fingerprint import verified
from iso_audit.minutes.pdf import render
from iso_audit.minutes.stored import written
from iso_audit.minutes.tree import (
    Document,
    Footer,
    Header,
    Image,
    Metadata,
    Paragraph,
    Photo,
    Photos,
    Signatory,
    SignatureBlock,
)
from iso_audit.storage import journal, minutes, renderings, signatures
from iso_audit.workflow.reporting.locking import final_pdf, read_document, rendering
from tests.conftest import AT
from tests.workflow.exchange.conftest import LATER, Laptop


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def jpeg(colour: str = "white", size: tuple[int, int] = (32, 24)) -> bytes:
    data = io.BytesIO()
    Picture.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()


PICTURE = jpeg("green")


def document(number: str, version: int, text: str = "Đã kiểm tra.") -> Document:
    """Return a short text with a picture and a place to sign, as it is when it is locked."""
    signing = SignatureBlock((Signatory("TRƯỞNG ĐOÀN", "", "Lan", place=Place.LEADER),))
    photos = Photos((Photo(Image(PICTURE, 32, 24, digest(PICTURE)), "con dấu", digest(PICTURE)[:8]),))
    made = Document(
        language="vi",
        profile="tt01-2011",
        number=number,
        kind="BIÊN BẢN",
        about="Kiểm tra",
        header=Header("UBND TỈNH", "ĐOÀN KIỂM TRA", number, "CỘNG HÒA", "Độc lập", "Ngày"),
        blocks=(Paragraph(text), photos, signing),
        footer=Footer(number, ""),
        metadata=Metadata("Biên bản", "Đoàn", "Kiểm tra", AT),
    )
    return verified(made, f"{number}, {version}")


def lock(laptop: Laptop, *, version: int = 1, number: str = "01/BB-ĐKT", name: str = "m1", by: str = "leader") -> None:
    """Keep a locked version."""
    text = document(number, version)
    content, images = written(text)
    rendered = render(text)
    assert text.verification is not None
    with laptop.database.write() as cursor:
        made = MinutesVersion(
            id=name,
            audit_id=laptop.audit.id,
            number=number,
            version=version,
            state=MinutesState.LOCKED,
            language="vi",
            text_hash=text.verification.digest,
            content_hash=digest(content.encode()),
            short_code=text.verification.code,
            pdf_hash=digest(rendered.pdf),
            pages=rendered.pages,
            journal_position=journal.last_position(cursor, laptop.audit.id),
            created_at=AT,
            locked_by=laptop.person(by).id,
        )
        minutes.keep_images(cursor, images)
        minutes.add(cursor, made, content=content)
        renderings.keep(cursor, rendering(name, rendered.pdf, RenderingPurpose.FOR_SIGNING, "vi"))


def issue(laptop: Laptop, name: str = "m1") -> bytes:
    """Issue a locked version and return its bytes: no two issues have the same, since a PDF's id is made by chance."""
    with laptop.database.write() as cursor:
        version = minutes.by_id(cursor, name)
        assert version is not None
        pdf, rendered = final_pdf(read_document(cursor, version), signatures.of_version(cursor, name))
        by = laptop.person("leader").id
        minutes.freeze(cursor, name, pdf=pdf, pdf_hash=digest(pdf), pages=rendered.pages, by=by, at=LATER)
        renderings.keep(cursor, rendering(name, pdf, RenderingPurpose.ISSUED, "vi"))
    return pdf


def stroke(laptop: Laptop, version: str = "m1", name: str = "s1", by: str = "leader") -> None:
    value = {"points": [[0.1, 0.2], [0.3, 0.4]], "aspect": 2.0}
    with laptop.database.write() as cursor:
        known = minutes.by_id(cursor, version)
        assert known is not None
        who = laptop.person(by).id
        signatures.append(
            cursor,
            [
                SignatureEvent(
                    name, version, Place.LEADER, SignatureKind.STROKE, "a1", value, known.text_hash, who, "pad", AT, AT
                )
            ],
        )
