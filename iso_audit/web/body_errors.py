"""What is wrong with a body: not what we take, or longer than we take."""

from iso_audit.domain.errors import IsoAuditError


class BodyInvalid(IsoAuditError):
    """The body is not what we take (400)."""

    status = 400


class BodyTooLarge(IsoAuditError):
    """The body is longer than we read (413)."""

    status = 413
