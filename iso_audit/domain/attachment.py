"""Attachments of a version of the minutes: scans of what was signed on paper, and digitally signed copies."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LARGEST_ATTACHMENT = 20_000_000


class AttachmentKind(StrEnum):
    """What an attachment is."""

    SCAN = "scan"
    DIGITALLY_SIGNED = "digitally_signed"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file kept beside a version, without its bytes; a withdrawn one stays listed with the reason."""

    id: str
    version_id: str
    kind: AttachmentKind
    name: str
    media_type: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime
    withdrawn_reason: str | None = None
