"""How far a kernel's start has come, told to whoever started it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

import msgspec

from batos.wire.keys import write_private

__all__ = ["StartupStatus"]

_STATUS = "startup.json"


class StartupStatus(msgspec.Struct, kw_only=True):
    """How far a kernel's start has come.

    Attributes:
        pid: Its process.
        state: starting, ready or failed.
        text: What it is doing.
        error: Body of the error that ended the start.
    """

    pid: int
    state: Literal["starting", "ready", "failed"] = "starting"
    text: str = ""
    error: dict[str, Any] | None = None

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
