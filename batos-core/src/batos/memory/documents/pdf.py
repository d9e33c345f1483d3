"""PDF: read by ``pypdf`` in a child process, since a PDF may be made to do harm."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

from batos.errors import CancelledError, UsageError

__all__ = ["MOST_PAGES", "pdf_pages"]

MOST_PAGES = 2_000
"""Pages that are read; a longer document is refused."""
SECONDS = 120
"""Processor time that reading one may take."""
_MEMORY = 1 << 30
_LOOK_S = 0.2


def pdf_pages(name: str, content: bytes, stopped: Callable[[], bool]) -> list[str]:
    """Return the text of each page.

    Args:
        name: What errors call the document.
        content: Its bytes.
        stopped: Whether to stop.

    Raises:
        UsageError: It cannot be read within the limits, or is encrypted.
        CancelledError: It was stopped.
    """
    limits = [str(each) for each in (MOST_PAGES, SECONDS, _MEMORY)]
    child = subprocess.Popen(  # noqa: S603 - this Python, and a module of this package
        [sys.executable, "-m", "batos.memory.documents.pdf_child", *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 2 * SECONDS
    given: bytes | None = content
    try:
        while True:
            try:
                said, _ = child.communicate(given, timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:
                given = None
            if stopped():
                raise CancelledError(f"{name!r} was not taken in.")
            if time.monotonic() > until:
                raise _unreadable(name, f"it takes more than {2 * SECONDS} s")
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    try:
        answer = json.loads(said)
    except ValueError:
        raise _unreadable(name, "reading it takes more time or memory than it may") from None
    if answer["problem"]:
        raise _unreadable(name, answer["problem"])
    return [str(page) for page in answer["pages"]]


def _unreadable(name: str, problem: str) -> UsageError:
    return UsageError(
        f"The PDF {name!r} cannot be read: {problem}.", hint="Save it anew, or as a text."
    )
