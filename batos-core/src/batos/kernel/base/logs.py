"""Structured logs: one JSON object a line, one file a process."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import time
from pathlib import Path

from batos.as_json import json_line

__all__ = ["JsonLines", "configure_logging", "last_lines", "make_room"]

_MAX_BYTES = 5 * 1024 * 1024
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; ``extra`` fields become members.

    Args:
        process: What the process is called in its lines.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "ts": f"{seconds}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "process": self._process,
            "pid": record.process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update((k, v) for k, v in vars(record).items() if k not in _STANDARD)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json_line(line)


def configure_logging(process: str, file: Path | None = None) -> logging.Handler:
    """Send this process's log to a file, or to stderr; return the handler.

    Args:
        process: What the process is called in its lines.
        file: Where to; rotated at 5 MiB. None means stderr.
    """
    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8", errors="backslashreplace"
        )
    handler.setFormatter(JsonLines(process))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def make_room(file: Path) -> None:
    """Move a log that has grown past 5 MiB aside, before a process opens it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > _MAX_BYTES:
        file.replace(file.with_name(f"{file.name}.1"))


def last_lines(file: Path, count: int = 50, *, since: int = 0) -> list[str]:
    """Return the last lines of a log.

    Args:
        file: The log.
        count: How many lines at most.
        since: Offset in bytes before which nothing is read.
    """
    try:
        with file.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(since, size - 64 * 1024))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return []
    return text.splitlines()[-count:]
