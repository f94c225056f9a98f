"""What tests let a reading process do: answer, fail, end, take everything, or never come back."""

import os
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from iso_audit.domain.errors import Conflict


def echo(*given: object) -> Iterator[object]:
    yield from given


def processes() -> Iterator[object]:
    yield [os.getppid(), os.getpid()]


def told() -> Iterator[object]:
    """Give what a reading process knows: its environment and the command lines of itself and of who started it."""
    lines = [Path(f"/proc/{one}/cmdline").read_text("utf-8") for one in (os.getpid(), os.getppid())]
    yield [dict(os.environ), lines if "--forks" in lines[1] else lines[:1]]


def standing() -> Iterator[object]:
    """Give how early Linux ends this process where memory runs out."""
    yield int(Path("/proc/self/oom_score_adj").read_text("ascii"))


def refuse() -> Iterator[object]:
    yield b"half an answer"
    raise Conflict("minutes_void", number="01/BB")


def fail() -> Iterator[object]:
    raise LookupError("a secret of the file")
    yield


def print_much() -> Iterator[object]:
    print("noise " * 1000)
    sys.stderr.write("noise")
    yield "answer"


def never_end() -> Iterator[object]:
    while True:
        pass
    yield


def hold(path: str) -> Iterator[object]:
    """Say through the named pipe at `path` that reading has begun, and go on until nobody listens there any more."""
    with Path(path).open("wb", buffering=0) as pipe:
        pipe.write(b".")
        listener = select.poll()
        listener.register(pipe, 0)
        listener.poll()
    yield "held"


def hold_on(path: str) -> Iterator[object]:
    """Say through the named pipe at `path` that reading has begun, and never come back."""
    with Path(path).open("wb", buffering=0) as pipe:
        pipe.write(b".")
        while True:
            pass
    yield


def take_everything() -> Iterator[object]:
    yield len(bytearray(1 << 36))


def answer_for_ever() -> Iterator[object]:
    while True:
        yield bytes(1000)


def die() -> Iterator[object]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield


def die_with_the_one_that_waits() -> Iterator[object]:
    os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    yield
