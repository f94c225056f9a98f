"""How long a test waits for what must happen: one limit for all, since what happens ends the waiting."""

import subprocess
import time
import urllib.error
import urllib.request

SECONDS = 120.0
MILLISECONDS = SECONDS * 1000


def answer_of(url: str, process: "subprocess.Popen[bytes] | None" = None) -> str:
    """Return what `url` answers once a server that is just starting does; raises when its `process` has ended."""
    ends = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=SECONDS) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > ends or (process is not None and process.poll() is not None):
                raise
            time.sleep(0.05)
