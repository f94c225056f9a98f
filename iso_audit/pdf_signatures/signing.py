"""Signing one field with the key of a PKCS#12 file; neither file nor password is kept or logged."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import pkcs12
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
from iso_audit.pdf_signatures.fields import free_fields

LARGEST_KEY_FILE = 100_000
STAMP_SIZE = 7
_UNITS = 1000


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose certificate a key file holds, and until when it is valid."""

    name: str
    issuer: str
    valid_until: datetime
    signer: signers.SimpleSigner


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is printed small in the field, and the TrueType face it is printed in."""

    text: str
    face: bytes


def identity(key_file: bytes, password: str, *, at: datetime) -> Identity:
    """Open a PKCS#12 file; RuleBroken `key_file_invalid`, `key_password_wrong`, `certificate_expired` or `_not_yet`."""
    if not key_file or len(key_file) > LARGEST_KEY_FILE or key_file[:1] != b"\x30":
        raise RuleBroken("key_file_invalid")
    try:
        key, found, _ = pkcs12.load_key_and_certificates(key_file, password.encode())
        opened = signers.SimpleSigner.load_pkcs12_data(key_file, [], password.encode()) if key and found else None
    except ValueError as error:
        wrong = "password" in str(error).lower() or "mac" in str(error).lower()
        raise RuleBroken("key_password_wrong" if wrong else "key_file_invalid") from None
    except Exception:
        raise RuleBroken("key_file_invalid") from None
    if opened is None or found is None:
        raise RuleBroken("key_file_invalid")
    if at > found.not_valid_after_utc:
        raise RuleBroken("certificate_expired", until=found.not_valid_after_utc.strftime("%d/%m/%Y"))
    if at < found.not_valid_before_utc:
        raise RuleBroken("certificate_not_yet_valid", since=found.not_valid_before_utc.strftime("%d/%m/%Y"))
    certificate = opened.signing_cert
    return Identity(
        common_name(certificate), _name_of(certificate.issuer.native), found.not_valid_after_utc.astimezone(UTC), opened
    )


def sign(pdf: bytes, field: str, signer: Identity, *, stamp: Stamp, reason: str = "") -> bytes:
    """Return `pdf` with `field` signed (PAdES B-B); NotFound `field_unknown`, Conflict `field_signed_already`."""
    free = free_fields(pdf)
    if field not in free:
        raise NotFound("field_unknown", field=field)
    if not free[field]:
        raise Conflict("field_signed_already", field=field)
    metadata = signers.PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, reason=reason or None, name=signer.name
    )
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        made = signers.PdfSigner(metadata, signer.signer, stamp_style=_style(stamp)).sign_pdf(writer)
    except (SigningError, PdfError, ValueError) as error:
        raise RuleBroken("signing_failed") from error
    return bytes(made.getvalue())


def common_name(certificate: Certificate) -> str:
    """Return how the holder of a certificate is called."""
    return _name_of(certificate.subject.native)


def _name_of(parts: dict[str, Any]) -> str:
    told = parts.get("common_name") or parts.get("organization_name") or "?"
    return str(told[0] if isinstance(told, list) else told)


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
