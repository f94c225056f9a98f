"""New identifiers: UUIDs of version 7, which sort by the moment, and within it by the order, they were made in."""

import os
import threading
import uuid
from datetime import datetime

_COUNTER_BITS, _RANDOM_BITS = 26, 48
_lock = threading.Lock()
_last = [-1, 0]


def new_id(at: datetime) -> str:
    """Return a new UUID (version 7, RFC 9562) made at `at`; those of one millisecond are counted up."""
    moment = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    with _lock:
        _last[:] = [moment, _last[1] + 1 if moment == _last[0] else 0]
        counter = _last[1] & ((1 << _COUNTER_BITS) - 1)
    random = int.from_bytes(os.urandom(_RANDOM_BITS // 8))
    high, low = counter >> 14, counter & ((1 << 14) - 1)
    value = (moment << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | (low << _RANDOM_BITS) | random
    return str(uuid.UUID(int=value))
