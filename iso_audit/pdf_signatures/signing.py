"""Signing one field with the key of a PKCS#12 file; neither file nor password is kept or logged."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.scaleUpem import scale_upem  # type: ignore[import-untyped]
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.stamp import TextStampStyle

from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.pdf_signatures.fields import fields_in
from iso_audit.pdf_signatures.key_files import opened
from iso_audit.pdf_signatures.values import SIGNER, Stamp

STAMP_SIZE = 7
_UNITS = 1000


def signed(pdf: bytes, key_file: bytes, face: bytes, request: dict[str, str]) -> Iterator[bytes]:
    """Give `pdf` with the field that is asked for signed (PAdES B-B); runs in a reading process.

    NotFound `field_unknown`, Conflict `field_signed_already`, RuleBroken `signing_failed`, and what opening the key
    raises.
    """
    field = request["field"]
    free = fields_in(pdf)
    if field not in free:
        raise NotFound("field_unknown", field=field)
    if not free[field]:
        raise Conflict("field_signed_already", field=field)
    signer = opened(key_file, request["password"], at=datetime.fromisoformat(request["at"]))
    name = common_name(signer.signing_cert)
    stamp = Stamp(request["stamp"].replace(SIGNER, name), face)
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, name=name)
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        output = signers.PdfSigner(metadata, signer, stamp_style=_style(stamp)).sign_pdf(writer)
    except (SigningError, PdfError, ValueError) as error:
        raise RuleBroken("signing_failed") from error
    yield bytes(output.getvalue())


def common_name(certificate: Certificate) -> str:
    """Return how the holder of a certificate is called."""
    return _name_of(certificate.subject.native)


def _name_of(parts: dict[str, Any]) -> str:
    value = parts.get("common_name") or parts.get("organization_name") or "?"
    return str(value[0] if isinstance(value, list) else value)


def _style(stamp: Stamp) -> TextStampStyle:
    low = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(1, 1, 1, 1))
    return TextStampStyle(
        border_width=0,
        stamp_text=stamp.text.replace("%", "%%"),
        text_box_style=TextBoxStyle(font=_Face(stamp.face), font_size=STAMP_SIZE, leading=STAMP_SIZE + 1),
        inner_content_layout=low,
    )


class _Face(FontEngineFactory):
    """The face of a stamp; pyHanko writes widths in font units, so the em must be 1000 of them."""

    def __init__(self, face: bytes) -> None:
        self._face = face

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        """Return what pyHanko draws text with."""
        return GlyphAccumulator(writer, BytesIO(_scaled(self._face)), STAMP_SIZE, obj_stream=obj_stream)


@lru_cache(maxsize=2)
def _scaled(face: bytes) -> bytes:
    font = TTFont(BytesIO(face))
    scale_upem(font, _UNITS)
    target = BytesIO()
    font.save(target)
    return target.getvalue()
