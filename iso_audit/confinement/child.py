"""One reading process as the app holds it: started without any secret, asked, and ended at its limit."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from iso_audit.confinement import frames

FORKS = sys.platform == "linux"
HANDED_ON = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What of our environment a reading process is told: where the system is, nothing of ours."""
_ROOT = Path(__file__).resolve().parents[2]
_GOODBYE = 2.0
_NO_TIME = int(getattr(signal, "SIGXCPU", 0))
_OUT_OF_TIME = {-_NO_TIME, frames.CUT_OFF + _NO_TIME} if _NO_TIME else set[int]()


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds, bytes of memory, bytes of answer."""

    seconds: float
    memory: int
    answer: int


class CutOff(Exception):
    """The process ended before it had answered: `late` at its limit of time, `large` at that of its answer."""

    def __init__(self, *, late: bool = False, large: bool = False) -> None:
        super().__init__(late, large)
        self.late, self.large = late, large


class Child:
    """A reading process; `uses` counts what it was asked."""

    def __init__(self, *, forks: bool) -> None:
        command = [sys.executable, "-P", "-m", "iso_audit.confinement", *(["--forks"] if forks else [])]
        background = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
            creationflags=background,
        )
        self.uses = 0
        self._late = False

    @property
    def usable(self) -> bool:
        """Tell whether it is there to be asked."""
        return self._process.poll() is None

    def ask(
        self, task: Callable[..., object], content: Sequence[frames.Piece], limits: Limits
    ) -> tuple[list[frames.Piece], frames.End]:
        """Return the pieces of the answer and how reading ended; CutOff where the process is gone instead."""
        self.uses += 1
        self._late = False
        timer = threading.Timer(limits.seconds, self._time_is_up)
        timer.daemon = True
        timer.start()
        try:
            self._tell(task, content, limits)
            return self._hear(limits.answer)
        except frames.TooMuch:
            self.close()
            raise CutOff(large=True) from None
        except (frames.Broken, OSError, ValueError):
            late = self._ended() in _OUT_OF_TIME or self._late
            raise CutOff(late=late) from None
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process and whatever it started."""
        self._kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(BinaryIO, stream).close()

    def _tell(self, task: Callable[..., object], content: Sequence[frames.Piece], limits: Limits) -> None:
        stream = cast(BinaryIO, self._process.stdin)
        question = {"module": task.__module__, "name": task.__name__, "pieces": len(content)}
        frames.write(stream, {**question, "seconds": limits.seconds, "memory": limits.memory})
        for piece in content:
            frames.write(stream, piece)
        stream.flush()

    def _hear(self, most: int) -> tuple[list[frames.Piece], frames.End]:
        stream = cast(BinaryIO, self._process.stdout)
        pieces: list[frames.Piece] = []
        while True:
            piece, length = frames.read(stream, max(most, 10_000))
            if isinstance(piece, frames.End):
                return pieces, piece
            most -= length
            if most < 0:
                raise frames.TooMuch
            pieces.append(piece)

    def _ended(self) -> int:
        """Return the exit code of the process, which is over or is ended now."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GOODBYE)
        code = self._process.returncode
        self.close()
        return -1 if code is None else code

    def _time_is_up(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(OSError):
            self._process.kill()


def _environment() -> dict[str, str]:
    """Return what the process may know: where Python finds the same modules as here."""
    variables = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    places = [str(_ROOT), *(str(Path(place).resolve()) for place in sys.path)]
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    return {**variables, **threads, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places)), "PYTHONUTF8": "1"}
