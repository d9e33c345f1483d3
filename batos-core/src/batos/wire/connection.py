"""The connection file: where the kernel listens, published after it has bound."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path
from typing import Self

import msgspec

from batos.errors import KernelNotRunningError, UsageError
from batos.processes import process_start
from batos.wire.keys import write_private
from batos.wire.lock import lock_holder

__all__ = ["START_HINT", "Connection", "process_start"]

START_HINT = "start it with: batos up"
_FILE = "kernel.json"
_ENDPOINT = re.compile(r"tcp://(\[[0-9A-Fa-f:]+\]|[^\s:/]+):\d{1,5}")
_RESTORED_S = 3.0
"""Seconds in which a kernel that runs has its file restored: some of its beats."""
_POLL_S = 0.02


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """What a client needs to find one kernel.

    Attributes:
        v: Version of the file.
        pid: Process of the kernel; 0 where it is on another machine.
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
    def elsewhere(cls, endpoint: str, folder: Path) -> Self:
        """Return the connection of a kernel on another machine, of whose process nothing is known.

        Args:
            endpoint: Where it listens, ``tcp://HOST:PORT``.
            folder: Where its connection file was copied to; ``keys`` in it has the client's key.

        Raises:
            UsageError: That is no such address.
            KernelNotRunningError: There is no such file, or it is damaged.
        """
        if not _ENDPOINT.fullmatch(endpoint):
            raise UsageError(f"{endpoint!r} is no address of a kernel.", hint="tcp://HOST:PORT")
        path = folder / _FILE
        missing = KernelNotRunningError(
            f"The kernel at {endpoint} is not known here: there is no {str(path)!r}.",
            hint=f"Copy {_FILE} and keys/client.key there from its machine's runtime folder.",
        )
        found = cls._decoded(path, missing)
        return msgspec.structs.replace(found, endpoint=endpoint, pid=0, start_time=0.0, inc="")

    @classmethod
    def read(cls, runtime_dir: Path) -> Self:
        """Return the connection of the running kernel.

        A kernel that has the folder but no file there restores it; that is awaited for a moment.

        Raises:
            KernelNotRunningError: There is no file, it is damaged, or its kernel is gone; or none
                came from the kernel that has the folder, whose process is ``holder`` in the
                details.
        """
        deadline = time.monotonic() + _RESTORED_S
        while True:
            try:
                return cls._read(runtime_dir)
            except KernelNotRunningError:
                holder = lock_holder(runtime_dir)
                if not holder:
                    raise
            if time.monotonic() >= deadline:
                raise KernelNotRunningError(
                    f"A kernel (pid {holder}) has this folder, but cannot be reached: it is just "
                    "starting or ending, or it hangs.",
                    hint="Wait a moment, or end it with: batos down",
                    details={"holder": holder},
                )
            time.sleep(_POLL_S)

    @classmethod
    def _decoded(cls, path: Path, missing: KernelNotRunningError) -> Self:
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise missing from error
        try:
            return msgspec.json.decode(raw, type=cls)
        except msgspec.DecodeError as error:
            raise KernelNotRunningError(
                f"The connection file {str(path)!r} is damaged.", hint=missing.hint
            ) from error

    @classmethod
    def _read(cls, runtime_dir: Path) -> Self:
        missing = KernelNotRunningError("No kernel is running.", hint=START_HINT)
        found = cls._decoded(runtime_dir / _FILE, missing)
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

    def restore(self, runtime_dir: Path) -> bool:
        """Write the file again where it is gone or another one; return whether it was.

        Raises:
            OSError: It cannot be written.
        """
        with contextlib.suppress(OSError):
            if (runtime_dir / _FILE).read_bytes() == msgspec.json.encode(self):
                return False
        self.publish(runtime_dir)
        return True

    def withdraw(self, runtime_dir: Path) -> None:
        """Remove the file, unless another kernel has written it since."""
        with contextlib.suppress(OSError):
            if self.published(runtime_dir):
                (runtime_dir / _FILE).unlink()

    def published(self, runtime_dir: Path) -> bool:
        """Return whether the file in a folder is of this kernel."""
        try:
            stored = msgspec.json.decode((runtime_dir / _FILE).read_bytes(), type=Connection)
        except (OSError, msgspec.DecodeError):
            return False
        return stored.inc == self.inc

    def alive(self) -> bool:
        """Return whether the kernel's process still runs, as far as this machine can tell."""
        return not self.pid or process_start(self.pid) == self.start_time
