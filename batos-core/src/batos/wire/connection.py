"""The connection file: where the kernel listens, published after it has bound."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Self

import msgspec

from batos.errors import KernelNotRunningError
from batos.wire.keys import write_private

__all__ = ["START_HINT", "Connection", "process_start"]

START_HINT = "start it with: batos up"
_FILE = "kernel.json"


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """What a client needs to find one kernel.

    Attributes:
        v: Version of the file.
        pid: Process of the kernel.
        start_time: When that process started, to tell it from a later one with the same pid.
        inc: Incarnation of the kernel.
        endpoint: Where it listens.
        server_key: Its public key.
        protocol: Major version that it speaks.
    """

    v: int = 1
    pid: int
    start_time: float
    inc: str
    endpoint: str
    server_key: str
    protocol: int

    @classmethod
    def read(cls, runtime_dir: Path) -> Self:
        """Return the connection of the running kernel.

        Raises:
            KernelNotRunningError: There is no file, it is damaged, or its kernel is gone.
        """
        try:
            raw = (runtime_dir / _FILE).read_bytes()
        except OSError as error:
            raise KernelNotRunningError("No kernel is running.", hint=START_HINT) from error
        try:
            found = msgspec.json.decode(raw, type=cls)
        except msgspec.DecodeError as error:
            raise KernelNotRunningError(
                f"The connection file {str(runtime_dir / _FILE)!r} is damaged.", hint=START_HINT
            ) from error
        if not found.alive():
            raise KernelNotRunningError(
                f"No kernel is running; the last one (pid {found.pid}) ended unexpectedly.",
                hint=START_HINT,
                details={"pid": found.pid},
            )
        return found

    def publish(self, runtime_dir: Path) -> None:
        """Write the file, by rename and for its owner only."""
        write_private(runtime_dir / _FILE, msgspec.json.encode(self).decode())

    def withdraw(self, runtime_dir: Path) -> None:
        """Remove the file, unless another kernel has written it since."""
        with contextlib.suppress(OSError, msgspec.DecodeError):
            stored = msgspec.json.decode((runtime_dir / _FILE).read_bytes(), type=Connection)
            if stored.inc == self.inc:
                (runtime_dir / _FILE).unlink()

    def alive(self) -> bool:
        """Return whether the kernel's process still runs."""
        return process_start(self.pid) == self.start_time


def process_start(pid: int) -> float | None:
    """Return when a process started, or None if there is none.

    The unit is the system's own (clock ticks since boot on Linux); where the system does not
    tell, a running process gives 0.0. Only equality is meaningful.
    """
    if sys.platform == "linux":
        try:
            text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        except OSError:
            return None
        # The name in field 2 may hold spaces and brackets; the state follows the last one.
        fields = text.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else float(fields[19])
    return 0.0 if _exists(pid) else None


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        limited_information = 0x1000
        still_active = 259
        kernel32 = ctypes.windll.kernel32
        handle = kernel32.OpenProcess(limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel32.CloseHandle(handle)
        return code.value == still_active
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
