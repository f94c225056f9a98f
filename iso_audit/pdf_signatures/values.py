"""What fields, keys and checks of signatures are told by, without pyHanko: it loads where a PDF is worked on."""

from dataclasses import dataclass
from datetime import datetime

SIGNER = "{name}"
"""Stands in the text of a stamp for the name of who signs."""


@dataclass(frozen=True, slots=True)
class Field:
    """A signature field: its name, its page from 0, and its box in points from the lower left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Key:
    """A key file (PKCS#12) and the password that opens it."""

    file: bytes
    password: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is printed small in the field, `SIGNER` for the name, and the TrueType face it is printed in."""

    text: str
    face: bytes


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One digital signature: where, whose, when by its own word, and what holds of it.

    `holds`: the bytes are those signed, the signature fits the certificate, and only signing came after it.
    `in_time`: the certificate was valid when it says it signed. `is_trusted`: it leads to a root that was given.
    """

    field: str
    signer: str
    signed_at: datetime | None
    holds: bool
    in_time: bool
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Additions:
    """What follows the issued bytes: every signature, and whether there is nothing else than signing."""

    signatures: tuple[SignatureCheck, ...]
    only_signing: bool
