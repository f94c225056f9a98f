"""Errors the domain and the workflow raise: a code, details, and by its class what the caller does."""

from typing import ClassVar


class IsoAuditError(Exception):
    """Base of every expected error: `code` names the sentence in i18n, `details` fill it."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, /, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        """Return the code and its details, for logs; people read the sentence in i18n."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.details.items())
        return f"{self.code}({told})"


class RuleBroken(IsoAuditError):
    """What was asked breaks a rule; asking again the same way will not help (422)."""

    status = 422


class NotFound(IsoAuditError):
    """What was asked for does not exist, or the reader may not see it (404)."""

    status = 404


class Conflict(IsoAuditError):
    """Somebody else changed it first, or it is in a state that forbids the change (409)."""

    status = 409


class NotSignedIn(IsoAuditError):
    """There is no live session behind the request (401)."""

    status = 401


class Forbidden(IsoAuditError):
    """The account's role does not allow it (403)."""

    status = 403


class TooSoon(IsoAuditError):
    """It was tried too often; `seconds` tells how long to wait (429)."""

    status = 429


class Busy(IsoAuditError):
    """Others are being served; asking again a little later will help (503)."""

    status = 503
