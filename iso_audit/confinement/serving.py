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


def serve(questions: BinaryIO, answers: BinaryIO, *, forks: bool) -> None:
    """Answer what is asked until the app goes away."""
    read = _in_a_fork if forks else _here
    while True:
        try:
            question, _ = frames.read(questions, LARGEST_ASKED)
        except frames.Broken:
            return
        read(question, questions, answers)


def _in_a_fork(question: dict[str, Any], questions: BinaryIO, answers: BinaryIO) -> None:
    with suppress(Exception):
        _task(question)
    gc.freeze()
    alive, worker_end = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(alive)
        _answer_and_leave(question, questions, answers)
    os.close(worker_end)
    waiting = select.poll()
    waiting.register(questions.fileno(), 0)
    waiting.register(alive, select.POLLIN)
    if questions.fileno() in dict(waiting.poll()):
        os.kill(worker, signal.SIGKILL)
    os.close(alive)
    status = os.waitpid(worker, 0)[1]
    if os.WIFSIGNALED(status):
        os._exit(frames.CUT_OFF + os.WTERMSIG(status))
    if status:
        os._exit(1)


def _answer_and_leave(question: dict[str, Any], questions: BinaryIO, answers: BinaryIO) -> NoReturn:
    code = 1
    try:
        _answer(question, questions, answers)
        code = 0
    finally:
        os._exit(code)


def _here(question: dict[str, Any], questions: BinaryIO, answers: BinaryIO) -> None:
    content = _content(question, questions)
    watching = threading.Thread(target=_leave_with_the_app, args=(questions,), daemon=True)
    watching.start()
    _answer_with(question, content, answers)
    watching.join()


def _leave_with_the_app(questions: Any) -> None:
    """Wait for the next file; where the app went away instead, end at once, whatever is being read."""
    if not questions.peek(1):
        os._exit(0)


def _answer(question: dict[str, Any], questions: BinaryIO, answers: BinaryIO) -> None:
    _answer_with(question, _content(question, questions), answers)


def _content(question: dict[str, Any], questions: BinaryIO) -> list[frames.Piece]:
    return [frames.read(questions, LARGEST_ASKED)[0] for _ in range(question["pieces"])]


def _answer_with(question: dict[str, Any], content: list[frames.Piece], answers: BinaryIO) -> None:
    try:
        task = _task(question)
        _limit(question["seconds"], question["memory"])
        for piece in task(*content):
            frames.write(answers, piece)
        end: dict[str, Any] = {"end": "done"}
    except IsoAuditError as error:
        details = {name: _plain(value) for name, value in error.details.items()}
        end = {"end": "refused", "kind": type(error).__name__, "code": error.code, "details": details}
    except MemoryError:
        end = {"end": "memory"}
    except Exception as error:
        end = {"end": "failed", "kind": type(error).__name__, "place": _place(error)}
    frames.write(answers, frames.End(end))
    answers.flush()


def _task(question: dict[str, Any]) -> Callable[..., Iterable[frames.Piece]]:
    """Return the function of ours that is asked for, its module imported."""
    task: Callable[..., Iterable[frames.Piece]] = getattr(import_module(question["module"]), question["name"])
    return task


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
    questions = os.fdopen(os.dup(0), "rb", buffering=0 if forks else -1)
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    _step_back()
    serve(questions, answers, forks=forks)
