"""Passwords: argon2id hashes and their checking, at most two at a time so that memory stays bounded."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from iso_audit.data import FOLDER as DATA

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
COMMON = DATA / "common_passwords.txt"

# Each hashing takes 46 MB: fifty people signing in at once would otherwise take the memory of a small machine.
_hashing = threading.BoundedSemaphore(2)


def hashed(password: str, hasher: PasswordHasher = HASHER) -> str:
    """Return the argon2id hash of `password`."""
    with _hashing:
        return hasher.hash(_composed(password))


def matches(password_hash: str | None, password: str, hasher: PasswordHasher = HASHER) -> bool:
    """Tell whether `password` belongs to the hash; as slow without a hash, so that nobody learns which names exist."""
    hash_to_check = password_hash or _hash_of_nobody(hasher)
    with _hashing:
        try:
            return hasher.verify(hash_to_check, _composed(password)) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def prepare(hasher: PasswordHasher = HASHER) -> None:
    """Make what an unknown name is compared with, so that the first one takes no longer than the others."""
    _hash_of_nobody(hasher)


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that are refused because everybody tries them first."""
    return frozenset(COMMON.read_text(encoding="utf-8").split())


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    return hasher.hash("the password of nobody")


def _composed(password: str) -> bytes:
    """Return the bytes to hash: accented letters are the same whichever keyboard composed them."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
