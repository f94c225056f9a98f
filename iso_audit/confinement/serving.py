"""The reading process: what it is asked over its standard input it answers over its standard output.

On Linux every file is read in a fork of its own, so that nothing of one person's file is there when the next comes and
what was imported need not be again; elsewhere it reads the file itself. It ends when the app does, however that ends.
"""

import gc
import math
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, NoReturn

from iso_audit.confinement import frames
from iso_audit.domain.errors import IsoAuditError

LARGEST_ASKED = 1 << 31
NICENESS = 5

resource: ModuleType | None
try:
    import resource
except ImportError:
    resource = None


def serve(given: BinaryIO, told: BinaryIO, *, forks: bool) -> None:
    """Answer what is asked until the app goes away."""
    read = _in_a_fork if forks else _here
    while True:
        try:
            asked, _ = frames.read(given, LARGEST_ASKED)
        except frames.Broken:
            return
        read(asked, given, told)


def _in_a_fork(asked: dict[str, Any], given: BinaryIO, told: BinaryIO) -> None:
    with suppress(Exception):
        _task(asked)
    gc.freeze()
    alive, held = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(alive)
        _answer_and_leave(asked, given, told)
    os.close(held)
    waiting = select.poll()
    waiting.register(given.fileno(), 0)
    waiting.register(alive, select.POLLIN)
    if given.fileno() in dict(waiting.poll()):
        os.kill(worker, signal.SIGKILL)
    os.close(alive)
    status = os.waitpid(worker, 0)[1]
    if os.WIFSIGNALED(status):
        os._exit(frames.CUT_OFF + os.WTERMSIG(status))
    if status:
        os._exit(1)


def _answer_and_leave(asked: dict[str, Any], given: BinaryIO, told: BinaryIO) -> NoReturn:
    code = 1
    try:
        _answer(asked, given, told)
        code = 0
    finally:
        os._exit(code)


def _here(asked: dict[str, Any], given: BinaryIO, told: BinaryIO) -> None:
    content = _content(asked, given)
    watching = threading.Thread(target=_leave_with_the_app, args=(given,), daemon=True)
    watching.start()
    _answer_with(asked, content, told)
    watching.join()


def _leave_with_the_app(given: Any) -> None:
    """Wait for the next file; where the app went away instead, end at once, whatever is being read."""
    if not given.peek(1):
        os._exit(0)


def _answer(asked: dict[str, Any], given: BinaryIO, told: BinaryIO) -> None:
    _answer_with(asked, _content(asked, given), told)


def _content(asked: dict[str, Any], given: BinaryIO) -> list[frames.Piece]:
    return [frames.read(given, LARGEST_ASKED)[0] for _ in range(asked["pieces"])]


def _answer_with(asked: dict[str, Any], content: list[frames.Piece], told: BinaryIO) -> None:
    try:
        task = _task(asked)
        _limit(asked["seconds"], asked["memory"])
        for piece in task(*content):
            frames.write(told, piece)
        end: dict[str, Any] = {"end": "done"}
    except IsoAuditError as error:
        details = {name: _plain(value) for name, value in error.details.items()}
        end = {"end": "refused", "kind": type(error).__name__, "code": error.code, "details": details}
    except MemoryError:
        end = {"end": "memory"}
    except Exception as error:
        end = {"end": "failed", "kind": type(error).__name__, "place": _place(error)}
    frames.write(told, frames.End(end))
    told.flush()


def _task(asked: dict[str, Any]) -> Callable[..., Iterable[frames.Piece]]:
    """Return the function of ours that is asked for, its module imported."""
    found: Callable[..., Iterable[frames.Piece]] = getattr(import_module(asked["module"]), asked["name"])
    return found


def _limit(seconds: float, memory: int) -> None:
    """Let the system end this process beyond its limits, where the system can."""
    if resource is None:
        return
    spent = math.ceil(time.process_time() + 2 * seconds)
    for kind, value in ((resource.RLIMIT_CPU, spent), (resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))


def _place(error: Exception) -> str:
    """Return where an exception was raised; its text could hold what a person wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _step_back() -> None:
    """Let the app go first: in the queue for the processor, and last to be ended where memory runs out."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def main() -> None:
    """Serve over standard input and output, which nothing else may use."""
    forks = "--forks" in sys.argv[1:]
    given = os.fdopen(os.dup(0), "rb", buffering=0 if forks else -1)
    told = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    _step_back()
    serve(given, told, forks=forks)
