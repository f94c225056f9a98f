"""Key files that ask for far too many rounds, made without computing them."""

from collections.abc import Callable

from asn1crypto import algos, cms, core, pkcs12

FEW = 2_000
_SCRYPT = "1.3.6.1.4.1.11591.4.11"


class _Scrypt(core.Sequence):
    _fields = [  # noqa: RUF012
        ("salt", core.OctetString),
        ("cost", core.Integer),
        ("block", core.Integer),
        ("parallel", core.Integer),
    ]


def _pbkdf2(rounds: int) -> algos.EncryptionAlgorithm:
    salt = algos.Pbkdf2Salt(name="specified", value=core.OctetString(b"12345678"))
    kdf = {"algorithm": "pbkdf2", "parameters": {"salt": salt, "iteration_count": rounds}}
    return _pbes2(algos.KdfAlgorithm(kdf))


def _scrypt(cost: int) -> algos.EncryptionAlgorithm:
    asked = _Scrypt({"salt": b"12345678", "cost": cost, "block": 8, "parallel": 1})
    return _pbes2(algos.KdfAlgorithm({"algorithm": _SCRYPT, "parameters": core.Any(asked)}))


def _pbes2(kdf: algos.KdfAlgorithm) -> algos.EncryptionAlgorithm:
    scheme = {"algorithm": "aes256_cbc", "parameters": bytes(16)}
    return algos.EncryptionAlgorithm(
        {"algorithm": "pbes2", "parameters": {"key_derivation_func": kdf, "encryption_scheme": scheme}}
    )


def _old(rounds: int) -> algos.EncryptionAlgorithm:
    return algos.EncryptionAlgorithm(
        {"algorithm": "pkcs12_sha1_tripledes_3key", "parameters": {"salt": b"12345678", "iterations": rounds}}
    )


def _file(*parts: cms.ContentInfo, seal: int = FEW) -> bytes:
    safe = pkcs12.AuthenticatedSafe(list(parts)).dump()
    digest = {"digest_algorithm": {"algorithm": "sha256"}, "digest": bytes(32)}
    return pkcs12.Pfx(
        {
            "version": "v3",
            "auth_safe": {"content_type": "data", "content": safe},
            "mac_data": {"mac": digest, "mac_salt": b"12345678", "iterations": seal},
        }
    ).dump()


def _encrypted(algorithm: algos.EncryptionAlgorithm) -> cms.ContentInfo:
    told = {"content_type": "data", "content_encryption_algorithm": algorithm, "encrypted_content": bytes(64)}
    return cms.ContentInfo(
        {"content_type": "encrypted_data", "content": {"version": "v0", "encrypted_content_info": told}}
    )


def _bag(algorithm: algos.EncryptionAlgorithm, *, within: int = 0) -> cms.ContentInfo:
    key = {"encryption_algorithm": algorithm, "encrypted_data": bytes(64)}
    bags = pkcs12.SafeContents([{"bag_id": "pkcs8_shrouded_key_bag", "bag_value": key}])
    for _ in range(within):
        bags = pkcs12.SafeContents([{"bag_id": "safe_contents", "bag_value": bags}])
    return cms.ContentInfo({"content_type": "data", "content": bags.dump()})


KEY_FILES: dict[str, Callable[[int], bytes]] = {
    "seal": lambda rounds: _file(_bag(_pbkdf2(FEW)), seal=rounds),
    "bag": lambda rounds: _file(_bag(_pbkdf2(rounds))),
    "old bag": lambda rounds: _file(_bag(_old(rounds))),
    "bag in a bag": lambda rounds: _file(_bag(_pbkdf2(rounds), within=2)),
    "second part": lambda rounds: _file(_bag(_pbkdf2(FEW)), _encrypted(_pbkdf2(rounds))),
    "old part": lambda rounds: _file(_encrypted(_old(rounds))),
    "scrypt": lambda rounds: _file(_encrypted(_scrypt(rounds))),
}
"""By what asks for the rounds: the file's seal, a key, a part that is encrypted as a whole, each old and new."""
