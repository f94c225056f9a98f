"""Named signature fields on the places to sign, empty until somebody signs digitally."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from iso_audit.domain.errors import RuleBroken
from iso_audit.pdf_signatures.values import Field

SIGNED_AND_APPEND_ONLY = 3
"""What signing would set later: set from the beginning, so that signing changes nothing but its field."""


def added(pdf: bytes, fields: Sequence[Field]) -> bytes:
    """Return `pdf` with empty signature fields added behind its bytes."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for field in fields:
        left, bottom, right, top = (round(one) for one in field.box)
        append_signature_field(writer, SigFieldSpec(field.name, on_page=field.page, box=(left, bottom, right, top)))
    form = writer.root["/AcroForm"]
    form["/SigFlags"] = NumberObject(SIGNED_AND_APPEND_ONLY)  # type: ignore[no-untyped-call]
    writer.update_container(form)
    target = BytesIO()
    writer.write(target)  # type: ignore[no-untyped-call]
    return target.getvalue()


def free(pdf: bytes) -> Iterator[dict[str, bool]]:
    """Give the signature fields of `pdf`, and of each whether it is still free; runs in a reading process."""
    yield fields_in(pdf)


def fields_in(pdf: bytes) -> dict[str, bool]:
    """Return the signature fields of `pdf`, and of each whether it is still free; RuleBroken `pdf_unreadable`."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        return {name: value is None for name, value, _ in enumerate_sig_fields(reader)}
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise RuleBroken("pdf_unreadable") from error
