"""Digital signatures in PDF files (PAdES): fields, signing with PKCS#12, checking; the only home of pyHanko.

Every change is an incremental update: the bytes that were issued stay the beginning of the file.
"""

from iso_audit.pdf_signatures.checking import SignatureCheck, check
from iso_audit.pdf_signatures.fields import Field, free_fields, with_fields
from iso_audit.pdf_signatures.signing import Identity, Stamp, identity, sign

__all__ = ["Field", "Identity", "SignatureCheck", "Stamp", "check", "free_fields", "identity", "sign", "with_fields"]
