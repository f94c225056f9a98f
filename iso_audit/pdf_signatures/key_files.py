"""PKCS#12 key files: what they ask to be computed before they open, looked at first, then opened once."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, core, pkcs12
from pyhanko.sign.signers import SimpleSigner

from iso_audit.domain.errors import RuleBroken

LARGEST_KEY_FILE = 100_000
MOST_ROUNDS = 2_000_000
_SCRYPT, _PBMAC1 = "1.3.6.1.4.1.11591.4.11", "1.2.840.113549.1.5.14"
_DEEPEST = 5


class _Scrypt(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012
        ("salt", core.OctetString),
        ("cost", core.Integer),
        ("block", core.Integer),
        ("parallel", core.Integer),
        ("length", core.Integer, {"optional": True}),
    ]


class _Pbmac1(core.Sequence):  # type: ignore[misc]
    _fields = [("kdf", algos.KdfAlgorithm), ("mac", core.Any)]  # noqa: RUF012


def opened(key_file: bytes, password: str, *, at: datetime) -> SimpleSigner:
    """Return who signs with a key file.

    RuleBroken `key_file_invalid`, `key_file_too_slow`, `key_password_wrong`, `certificate_expired`,
    `certificate_not_yet_valid`.
    """
    if not key_file or len(key_file) > LARGEST_KEY_FILE or key_file[:1] != b"\x30":
        raise RuleBroken("key_file_invalid")
    refuse_many_rounds(key_file)
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(key_file, [], password.encode())
    except MemoryError:
        raise
    except Exception as error:
        reason = str(error.__cause__).lower()
        wrong = isinstance(error.__cause__, ValueError) and ("password" in reason or "mac" in reason)
        raise RuleBroken("key_password_wrong" if wrong else "key_file_invalid") from None
    if signer.signing_cert is None:
        raise RuleBroken("key_file_invalid")
    validity = signer.signing_cert["tbs_certificate"]["validity"]
    since, until = (validity[name].native.astimezone(UTC) for name in ("not_before", "not_after"))
    if at > until:
        raise RuleBroken("certificate_expired", until=until.date().isoformat())
    if at < since:
        raise RuleBroken("certificate_not_yet_valid", since=since.date().isoformat())
    return signer


def refuse_many_rounds(key_file: bytes) -> None:
    """Raise `key_file_too_slow` where a file asks for too many rounds, before one of them is computed.

    What lies inside encrypted parts cannot be seen yet, nor what only the other reader understands; for these there is
    the time limit.
    """
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        for rounds in _rounds(pkcs12.Pfx.load(key_file)):
            if rounds > MOST_ROUNDS:
                raise RuleBroken("key_file_too_slow", most=MOST_ROUNDS)


def _rounds(file: Any) -> Iterator[int]:
    """Give the rounds of the file's seal, then those of every part that is encrypted."""
    seal = file["mac_data"]
    if isinstance(seal, pkcs12.MacData):
        yield int(seal["iterations"].native)
        algorithm = seal["mac"]["digest_algorithm"]
        if algorithm["algorithm"].dotted == _PBMAC1:
            yield _rounds_of_kdf(_Pbmac1.load(algorithm["parameters"].dump())["kdf"])
    for part in file.authenticated_safe:
        if part["content_type"].native == "encrypted_data":
            yield _rounds_of(part["content"]["encrypted_content_info"]["content_encryption_algorithm"])
        else:
            yield from _rounds_in(pkcs12.SafeContents.load(part["content"].native), 0)


def _rounds_in(bags: Any, depth: int) -> Iterator[int]:
    for bag in bags if depth < _DEEPEST else ():
        if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
            yield _rounds_of(bag["bag_value"]["encryption_algorithm"])
        elif bag["bag_id"].native == "safe_contents":
            yield from _rounds_in(bag["bag_value"], depth + 1)


def _rounds_of(algorithm: Any) -> int:
    parameters = algorithm["parameters"]
    if algorithm["algorithm"].native == "pbes2":
        return _rounds_of_kdf(parameters["key_derivation_func"])
    return int(parameters["iterations"].native)


def _rounds_of_kdf(kdf: Any) -> int:
    if kdf["algorithm"].dotted == _SCRYPT:
        parameters = _Scrypt.load(kdf["parameters"].dump())
        return int(parameters["cost"].native) * int(parameters["block"].native) * int(parameters["parallel"].native)
    return int(kdf["parameters"]["iteration_count"].native)
