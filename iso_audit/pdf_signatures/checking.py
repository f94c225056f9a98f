"""Which digital signatures of a PDF hold, and whether anything but signing was done since it was issued."""

from collections.abc import Iterator
from io import BytesIO

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from iso_audit.domain.errors import RuleBroken
from iso_audit.pdf_signatures.signing import common_name
from iso_audit.pdf_signatures.values import SignatureCheck

BROKEN = (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
_ALLOWED = frozenset({ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING})


def checked(pdf: bytes, issued_length: int, *roots: bytes) -> Iterator[object]:
    """Give of each signature what `SignatureCheck` holds, then whether only signing follows the issued beginning.

    Runs in a reading process.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        issued_revisions = PdfFileReader(BytesIO(pdf[:issued_length]), strict=False).xrefs.total_revisions
        signatures = list(reader.embedded_regular_signatures)
        only_signing = _only_signing(reader, issued_revisions)
    except BROKEN:
        yield False
        return
    trust = ValidationContext(trust_roots=[_certificate(one) for one in roots], allow_fetching=False)
    for signature in signatures:
        check = _checked(signature, trust)
        moment = check.signed_at.isoformat() if check.signed_at else None
        yield [check.field, check.signer, moment, check.holds, check.in_time, check.is_trusted]
    last = signatures[-1] if signatures else None
    whole = last is not None and last.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
    yield only_signing and whole


def _only_signing(reader: PdfFileReader, issued_revisions: int) -> bool:
    """Tell whether every revision after those issued only fills in signature fields."""
    result = DEFAULT_DIFF_POLICY.review_file(reader, issued_revisions - 1, None, MDPPerm.FILL_FORMS)
    return not isinstance(result, SuspiciousModification) and result.modification_level in _ALLOWED


def _checked(signature: EmbeddedPdfSignature, trust: ValidationContext) -> SignatureCheck:
    certificate = signature.signer_cert
    signed_at = signature.self_reported_timestamp
    validity = certificate["tbs_certificate"]["validity"]
    in_time = signed_at is not None and validity["not_before"].native <= signed_at <= validity["not_after"].native
    try:
        status = validate_pdf_signature(signature, signer_validation_context=trust)
        holds = bool(status.intact and status.valid and status.docmdp_ok)
        is_trusted = bool(status.trusted)
    except BROKEN:
        holds = is_trusted = False
    return SignatureCheck(
        field=str(signature.field_name),
        signer=common_name(certificate),
        signed_at=signed_at,
        holds=holds,
        in_time=in_time,
        is_trusted=is_trusted,
    )


def _certificate(data: bytes) -> x509.Certificate:
    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        return x509.Certificate.load(der)
    except (ValueError, TypeError) as error:
        raise RuleBroken("root_certificate_invalid") from error
