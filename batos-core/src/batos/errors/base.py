"""The base of every expected error, and what all of them have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import IntEnum
from typing import Any

__all__ = ["BatosError", "ExitCode", "near"]

_MANY_NAMES = 1_000
"""Names that are compared with a misspelt one."""


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    IMAGE = 3
    BACKEND = 4
    PLUGIN = 5
    KERNEL = 6
    WAITING = 7
    INTERRUPTED = 130


def near(name: str, known: Iterable[str]) -> str:
    """Return a ``did you mean`` sentence for a misspelt name, or an empty text."""
    names = list(known)
    if len(names) > _MANY_NAMES:
        # To compare all of them takes a minute for 500,000; slips are seldom in the first letter.
        names = [each for each in names if each[:1] == name[:1]][:_MANY_NAMES]
    match = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"Did you mean {match[0]!r}?" if match else ""


class BatosError(Exception):
    """Base of every expected error.

    Args:
        message: One sentence for a person.
        hint: What to do about it, or an empty text.
        details: Plain data for ``--json`` and the wire.

    Attributes:
        code: A stable dotted name, used on the wire and in ``--json``.
        exit_code: What the command line exits with.
    """

    code = "failure"
    exit_code = ExitCode.FAILURE

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details or {}
