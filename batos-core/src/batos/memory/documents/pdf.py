"""PDF: read by ``pypdf`` in a child process, since a PDF may be made to do harm."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

from batos.errors import UsageError

__all__ = ["MOST_PAGES", "pdf_pages"]

MOST_PAGES = 2_000
"""Pages that are read; a longer document is refused."""
SECONDS = 120
"""Processor time that reading one may take."""
_MEMORY = 1 << 30
_LOOK_S = 0.2


def pdf_pages(name: str, content: bytes, heed: Callable[[str], None]) -> list[str]:
    """Return the text of each page.

    Args:
        name: What errors call the document.
        content: Its bytes.
        heed: Told now and then how far it is; what it raises ends the work.

    Raises:
        UsageError: It cannot be read within the limits, or is encrypted.
    """
    limits = [str(each) for each in (MOST_PAGES, SECONDS, _MEMORY)]
    child = subprocess.Popen(  # noqa: S603 - this Python, and a module of this package
        [sys.executable, "-m", "batos.memory.documents.pdf_child", *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    began = time.monotonic()
    given: bytes | None = content
    try:
        while True:
            try:
                said, _ = child.communicate(given, timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:
                given = None
            seconds = time.monotonic() - began
            heed(f"{seconds:.0f} s")
            if seconds > 2 * SECONDS:
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
