"""How far a kernel's start has come, told to whoever started it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

import msgspec

from batos.wire.keys import write_private

__all__ = ["StartupStatus"]

_STATUS = "startup.json"
_MOST = 256
"""Lines that are kept; what goes on for longer tells its newest line alone."""


class StartupStatus(msgspec.Struct, kw_only=True):
    """How far a kernel's start has come.

    Attributes:
        pid: Its process.
        state: starting, ready or failed.
        told: What it has done so far, a line each, the newest last. It only grows, so that whoever
            looks now and then misses none.
        error: Body of the error that ended the start.
    """

    pid: int
    state: Literal["starting", "ready", "failed"] = "starting"
    told: list[str] = []
    error: dict[str, Any] | None = None

    def tell(self, line: str, runtime_dir: Path) -> None:
        """Publish what it is doing now, unless it did that before."""
        if line and self.told[-1:] != [line]:
            self.told = [*self.told[: _MOST - 1], line]
            self.write(runtime_dir)

    def write(self, runtime_dir: Path) -> None:
        """Publish it."""
        write_private(runtime_dir / _STATUS, msgspec.json.encode(self).decode())

    @classmethod
    def read(cls, runtime_dir: Path, pid: int) -> Self | None:
        """Return the status of a kernel by its process, or None if it has none yet."""
        try:
            found = msgspec.json.decode((runtime_dir / _STATUS).read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError):
            return None
        return found if found.pid == pid else None
