"""What texts that never change were parsed into, kept by their hash: once per process, and never too many."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class ParsedByHash(Generic[T]):
    """Parsed values by the SHA-256 of their text; beyond `most`, what came first goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[str, T] = {}
        self._keeping = threading.Lock()

    def get(self, content_hash: str) -> T | None:
        """Return what a text with this hash was parsed into, None where it was not yet."""
        return self._values.get(content_hash)

    def keep(self, content_hash: str, value: T) -> None:
        """Keep what a text was parsed into; whoever keeps it has seen that the hash is the text's own."""
        with self._keeping:
            self._values[content_hash] = value
            while len(self._values) > self._most:
                del self._values[next(iter(self._values))]

    def forget(self) -> None:
        """Forget everything, as a process that has just begun."""
        with self._keeping:
            self._values.clear()
