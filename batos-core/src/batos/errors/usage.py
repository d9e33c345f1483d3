"""What is wrong with what was asked for, or with where it is to be kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from typing import Any

from batos.errors.base import BatosError, ExitCode, near

__all__ = [
    "ConfigError",
    "DiskError",
    "NoSlotError",
    "TakenBackError",
    "UnknownNameError",
    "UsageError",
]

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What the system says of a disk on which there is no room."""
_LONGEST_NAME = 200
"""Characters of a name that an error repeats."""


class UsageError(BatosError):
    """The request itself is wrong."""

    code = "usage"
    exit_code = ExitCode.USAGE


class UnknownNameError(UsageError):
    """There is no object, selector or command of that name.

    Args:
        kind: What was looked for, such as ``object``.
        name: The name as given.
        known: The names that exist, for the near match.
    """

    code = "unknown.name"

    def __init__(self, kind: str, name: str, known: Iterable[str] = (), *, hint: str = "") -> None:
        suggestion = " ".join(part for part in (near(name, known), hint) if part)
        shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        super().__init__(
            f"There is no {kind} named {shown!r}.",
            hint=suggestion,
            details={"kind": kind, "name": name},
        )


class TakenBackError(UnknownNameError):
    """A method was taken back, and is not learned again until somebody asks for it.

    ``details`` has its ``address``, who has taken it back (``by``) and when (``at``).
    """

    code = "unknown.taken_back"

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        BatosError.__init__(self, message, hint=hint, details=details)


class NoSlotError(UnknownNameError):
    """A slot was to be read that is not there, and no method was asked for."""

    code = "unknown.slot"

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        BatosError.__init__(self, message, hint=hint, details=details)


class ConfigError(BatosError):
    """The configuration cannot be used."""

    code = "config"
    exit_code = ExitCode.USAGE


class DiskError(ConfigError):
    """A file cannot be written: the disk is full, or may only be read.

    Args:
        error: What the system says.
        place: What was to be written; what the system names when left out.
    """

    code = "disk"

    @staticmethod
    def fits(error: BaseException) -> bool:
        """Return whether an error is the disk's and no bug: full, for reading only, or broken."""
        own = (*_FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
        return isinstance(error, OSError) and error.errno in own

    def __init__(self, error: OSError, place: str = "") -> None:
        named = place or str(error.filename or "")
        folder, name = os.path.split(named)
        if name.startswith("."):
            named = folder  # a draft, which means nothing to anybody
        where = f"{named!r} cannot be used" if named else "A file cannot be written"
        hint = "Set BATOS_HOME to a folder of yours that can be written."
        if error.errno in _FULL:
            hint = "Make room on the disk, or set BATOS_HOME to a folder on another one."
        super().__init__(f"{where}: {error.strerror or error}.", hint=hint)
