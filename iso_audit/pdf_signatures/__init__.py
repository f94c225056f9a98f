"""Digital signatures in PDF files (PAdES): fields, signing with PKCS#12, checking; the only home of pyHanko.

Every change is an incremental update: the bytes that were issued stay the beginning of the file. PDFs and key files
come from strangers: they are read in reading processes, each key file in one of its own. pyHanko takes half a second to
load, so what works with it is imported by the functions here, not by whoever imports them.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from iso_audit.confinement import FILES, MEGABYTE, Limits
from iso_audit.domain.errors import RuleBroken
from iso_audit.pdf_signatures.values import SIGNER, Additions, Field, Key, SignatureCheck, Stamp

__all__ = [
    "SIGNER",
    "Additions",
    "Field",
    "Key",
    "SignatureCheck",
    "Stamp",
    "check",
    "free_fields",
    "sign",
    "with_fields",
]

LIMITS = Limits(seconds=30, memory=1024 * MEGABYTE, answer=256 * MEGABYTE)
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs traces of what our verdicts say in a sentence


def with_fields(pdf: bytes, fields: Sequence[Field]) -> bytes:
    """Return `pdf` with empty signature fields added behind its bytes; without fields, `pdf` itself."""
    if not fields:
        return pdf
    from iso_audit.pdf_signatures.fields import added

    return added(pdf, fields)


def free_fields(pdf: bytes, *, person: str = "", limits: Limits = LIMITS) -> dict[str, bool]:
    """Return the signature fields of `pdf`, and of each whether it is still free; RuleBroken `pdf_unreadable`."""
    from iso_audit.pdf_signatures import fields as reading

    answer = FILES.read(reading.free, pdf, limits=limits, damage_code="pdf_unreadable", person=person)
    match answer:
        case [dict(fields)]:
            return {name: free is True for name, free in fields.items()}
    raise RuleBroken("pdf_unreadable")


def check(
    pdf: bytes, *, issued_length: int, roots: Sequence[bytes] = (), person: str = "", limits: Limits = LIMITS
) -> Additions:
    """Check what was added to the first `issued_length` bytes of `pdf`; roots are certificates (PEM or DER).

    RuleBroken `root_certificate_invalid`; a PDF that cannot be read holds no signature, and more than signing.
    """
    from iso_audit.pdf_signatures import checking

    content = (pdf, issued_length, *roots)
    try:
        answer = FILES.read(checking.checked, *content, limits=limits, damage_code="pdf_unreadable", person=person)
        *signatures, only_signing = answer
        return Additions(tuple(_signature(*one) for one in signatures), only_signing=only_signing is True)
    except (ValueError, TypeError):
        return Additions((), only_signing=False)
    except RuleBroken as error:
        if error.code != "pdf_unreadable":
            raise
        return Additions((), only_signing=False)


def sign(
    pdf: bytes, field: str, key: Key, *, at: datetime, stamp: Stamp, person: str = "", limits: Limits = LIMITS
) -> bytes:
    """Return `pdf` with `field` signed (PAdES B-B) by the holder of `key`.

    NotFound `field_unknown`, Conflict `field_signed_already`; RuleBroken `pdf_unreadable`, `signing_failed`,
    `key_file_invalid`, `key_file_too_slow`, `key_password_wrong`, `certificate_expired`, `certificate_not_yet_valid`.
    """
    from iso_audit.pdf_signatures import signing

    request = {"field": field, "password": key.password, "at": at.isoformat(), "stamp": stamp.text}
    content = (pdf, key.file, stamp.face, request)
    answer = FILES.read(signing.signed, *content, limits=limits, damage_code="signing_failed", person=person)
    match answer:
        case [bytes(signed_pdf)] if signed_pdf.startswith(pdf):
            return signed_pdf
    raise RuleBroken("signing_failed")


def _signature(*values: Any) -> SignatureCheck:
    field, signer, moment, holds, in_time, is_trusted = values
    signed_at = datetime.fromisoformat(moment) if moment is not None else None
    return SignatureCheck(str(field), str(signer), signed_at, holds is True, in_time is True, is_trusted is True)
