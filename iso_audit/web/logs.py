"""Logs: to the console, and to files that take turns; never a query string, never what a person wrote.

Every record of the process is made discreet where it is made: uvicorn, asyncio and Streamlit have handlers of theirs.
"""

import logging
import traceback
from copy import copy
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from iso_audit.storage.file.files import tighten

NAME = "iso-audit.log"
LARGEST_FILE = 5_000_000
FILES_KEPT = 10
LOGGERS = ("iso_audit", "uvicorn", "streamlit", "asyncio")
NO_MORE_CONNECTIONS = "socket.accept() out of system resource"
BETWEEN_TWO = 60.0

_ExceptionInformation = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes of an exception its kind and where it happened; its text could hold what a person wrote. Times are UTC."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return when it happened, in UTC."""
        return datetime.fromtimestamp(record.created, UTC).strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what another handler made of the exception is not used."""
        own = copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: _ExceptionInformation) -> str:  # noqa: N802
        """Return kind and places of an exception."""
        kind, _, trace = ei
        places = "".join(traceback.format_tb(trace)).rstrip()
        return f"{places}\n{kind.__name__ if kind else ''}"


_BY_KIND = Discreet()


class Seldom(logging.Filter):
    """Lets asyncio say once a minute that no more connections can be taken; Python 3.11 says it thousands of times."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at = -float(BETWEEN_TWO)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else through."""
        if not str(record.msg).startswith(NO_MORE_CONNECTIONS):
            return True
        if abs(record.created - self._said_at) < BETWEEN_TWO:
            return False
        self._said_at = record.created
        return True


class WithoutQuery(logging.Filter):
    """Takes the query strings out of uvicorn's lines of requests: a set-up link carries a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the path of the request, and let the line through."""
        if isinstance(record.args, tuple):
            record.args = tuple(_path(one) if isinstance(one, str) else one for one in record.args)
        return True


class OnceOnly(logging.Filter):
    """Drops Streamlit's own report of a page that failed, text and all; ours says it by kind and place."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else through."""
        return record.msg != "Uncaught app execution"


def discreet_record(*values: Any, **more: Any) -> logging.LogRecord:
    """Return a record whose exception is written by kind and place already, whichever handler prints it."""
    record = logging.LogRecord(*values, **more)
    if record.exc_info and record.exc_info[0] is not None:
        record.exc_text = _BY_KIND.formatException(record.exc_info)
    return record


def set_up(folder: Path | None) -> None:
    """Send warnings of ours to the console and, where `folder` is set, everything worth keeping to files there."""
    logging.setLogRecordFactory(discreet_record)
    for name in LOGGERS:
        _clear(logging.getLogger(name))
    ours = logging.getLogger("iso_audit")
    ours.setLevel(logging.INFO)
    _add(ours, logging.StreamHandler(), logging.WARNING)
    _filter(logging.getLogger("uvicorn.access"), WithoutQuery())
    _filter(logging.getLogger("streamlit.error_util"), OnceOnly())
    _filter(logging.getLogger("asyncio"), Seldom())
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    tighten(folder, f"{NAME}*")
    file_handler = RotatingFileHandler(
        folder / NAME, maxBytes=LARGEST_FILE, backupCount=FILES_KEPT, encoding="utf-8", delay=True
    )
    for name in LOGGERS:
        _add(logging.getLogger(name), file_handler, logging.INFO)


def _filter(logger: logging.Logger, log_filter: logging.Filter) -> None:
    if not any(type(one) is type(log_filter) for one in logger.filters):
        logger.addFilter(log_filter)


def _clear(logger: logging.Logger) -> None:
    for handler in [one for one in logger.handlers if isinstance(one.formatter, Discreet)]:
        logger.removeHandler(handler)
        handler.close()


def _add(logger: logging.Logger, handler: logging.Handler, level: int) -> None:
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(level)
    logger.addHandler(handler)


def _path(text: str) -> str:
    return text.split("?", 1)[0] if text.startswith("/") else text
