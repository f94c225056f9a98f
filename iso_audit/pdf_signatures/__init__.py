"""Digital signatures in PDF files (PAdES): fields, signing with PKCS#12, checking; the only home of pyHanko.

Every change is an incremental update: the bytes that were issued stay the beginning of the file.
"""

import logging

from iso_audit.pdf_signatures.checking import Additions, SignatureCheck, check
from iso_audit.pdf_signatures.fields import Field, free_fields, with_fields
from iso_audit.pdf_signatures.signing import Identity, Stamp, identity, sign

__all__ = [
    "Additions",
    "Field",
    "Identity",
    "SignatureCheck",
    "Stamp",
    "check",
    "free_fields",
    "identity",
    "sign",
    "with_fields",
]

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs traces of what our verdicts say in a sentence
