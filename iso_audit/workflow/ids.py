"""New identifiers: UUIDs of version 7, so that they sort by the moment they were made."""

import os
import uuid
from datetime import datetime


def new_id(at: datetime) -> str:
    """Return a new UUID (version 7, RFC 9562) made at `at`."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    random = int.from_bytes(os.urandom(10), "big")
    value = (
        (milliseconds << 80)
        | (0x7 << 76)
        | ((random >> 62) & 0xFFF) << 64
        | (0b10 << 62)
        | (random & ((1 << 62) - 1))
    )
    return str(uuid.UUID(int=value))
