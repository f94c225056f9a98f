"""Logs: to the console, and to files that take turns; never a query string, never what a person wrote."""

import logging
import time
import traceback
from copy import copy
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LARGEST_FILE = 5_000_000
FILES_KEPT = 10
LOGGERS = ("iso_audit", "uvicorn", "streamlit")

_ExceptionInformation = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes of an exception its kind and where it happened; its text could hold what a person wrote. Times are UTC."""

    converter = time.gmtime

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


class WithoutQuery(logging.Filter):
    """Takes the query strings out of uvicorn's lines of requests: a set-up link carries a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the path of the request, and let the line through."""
        if isinstance(record.args, tuple):
            record.args = tuple(_path(one) if isinstance(one, str) else one for one in record.args)
        return True


def set_up(folder: Path | None) -> None:
    """Send warnings of ours to the console and, where `folder` is set, everything worth keeping to files there."""
    for name in LOGGERS:
        _clear(logging.getLogger(name))
    ours = logging.getLogger("iso_audit")
    ours.setLevel(logging.INFO)
    _add(ours, logging.StreamHandler(), logging.WARNING)
    access = logging.getLogger("uvicorn.access")
    if not any(isinstance(one, WithoutQuery) for one in access.filters):
        access.addFilter(WithoutQuery())
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    kept = RotatingFileHandler(
        folder / "iso-audit.log", maxBytes=LARGEST_FILE, backupCount=FILES_KEPT, encoding="utf-8", delay=True
    )
    for name in LOGGERS:
        _add(logging.getLogger(name), kept, logging.INFO)


def _clear(logger: logging.Logger) -> None:
    for handler in [one for one in logger.handlers if isinstance(one.formatter, Discreet)]:
        logger.removeHandler(handler)
        handler.close()


def _add(logger: logging.Logger, handler: logging.Handler, level: int) -> None:
    handler.setFormatter(Discreet("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    handler.setLevel(level)
    logger.addHandler(handler)


def _path(text: str) -> str:
    return text.split("?", 1)[0] if text.startswith("/") else text
