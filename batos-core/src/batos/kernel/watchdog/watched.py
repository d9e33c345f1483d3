"""One kernel that is watched: its process, its pulse, and how it ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from batos.kernel.process.launch import Launched
from batos.kernel.process.service import KernelExit
from batos.kernel.process.startup import StartupStatus
from batos.kernel.watchdog.endurance import Death
from batos.kernel.watchdog.pulse import Pulse
from batos.wire.connection import Connection
from batos.wire.faults import error_from_body

__all__ = ["Watched"]

_POLL_S = 0.05
_LAST_WORDS_S = 2.0
"""Seconds that a kernel which hangs gets to end by itself."""


class Watched:
    """A kernel that is up.

    Args:
        runtime_dir: Its folder.
        connection: Where it is.
        process: It, where this process has started it; None for one that was found running.
    """

    def __init__(
        self,
        runtime_dir: Path,
        connection: Connection,
        process: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.connection = connection
        self._runtime_dir = runtime_dir
        self._process = process
        self._pulse = Pulse(runtime_dir)

    @classmethod
    def of(cls, launched: Launched, runtime_dir: Path) -> Watched:
        """Return the kernel that this process has started."""
        return cls(runtime_dir, launched.connection, launched.process)

    @property
    def silent_s(self) -> float:
        """Seconds since it has answered."""
        return self._pulse.silent_s

    def ended(self, seconds: float) -> Death | None:
        """Wait some seconds for its end; return how it ended, or None while it lives."""
        if self._process is not None:
            try:
                return self._closed(Death.of_process(self._process.wait(seconds)))
            except subprocess.TimeoutExpired:
                return None
        deadline = time.monotonic() + seconds
        while self.connection.alive():
            if time.monotonic() >= deadline:
                return None
            time.sleep(_POLL_S)
        return self._closed(self._of_stranger())

    def kill(self) -> None:
        """End it although it does not answer."""
        for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.connection.pid, number)
            if self.ended(_LAST_WORDS_S) is not None:
                break
        self._pulse.close()

    def _closed(self, death: Death) -> Death:
        self._pulse.close()
        return death

    def _of_stranger(self) -> Death:
        """Return the death of a process whose exit code goes to somebody else.

        Who is stopped takes its connection file along; who crashes leaves it.
        """
        if self.connection.published(self._runtime_dir):
            return Death("it ended unexpectedly", outside=True)
        status = StartupStatus.read(self._runtime_dir, self.connection.pid)
        if status is not None and status.error is not None:
            return Death.at_start(error_from_body(status.error))
        return Death("stopped", KernelExit.STOPPED)
