"""Whether a kernel that lives also answers: a ping over the wire, again and again."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from batos.errors import BatosError, DeadlineError, KernelNotRunningError
from batos.wire.client import KernelClient
from batos.wire.messages.kernel import Ping

__all__ = ["Pulse"]

_EVERY_S = 1.0
_PATIENCE_S = 5.0
"""Seconds that one ping is waited for; whether the kernel hangs is judged by all of them."""


class Pulse:
    """Pings the kernel of a folder from a thread of its own.

    Args:
        runtime_dir: The folder.
    """

    def __init__(self, runtime_dir: Path) -> None:
        self._runtime_dir = runtime_dir
        self._heard = time.monotonic()
        self._closed = threading.Event()
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    @property
    def silent_s(self) -> float:
        """Seconds since the kernel has answered."""
        return time.monotonic() - self._heard

    def close(self) -> None:
        """Ping no more."""
        self._closed.set()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                with KernelClient.connect(
                    self._runtime_dir, timeout=_PATIENCE_S, name="watchdog"
                ) as client:
                    while not self._closed.wait(_EVERY_S):
                        client.request(Ping(), timeout=_PATIENCE_S, lane="control")
                        self._heard = time.monotonic()
            except (KernelNotRunningError, DeadlineError):
                self._closed.wait(_EVERY_S)
            except BatosError:
                # A key that is gone, another protocol: that says nothing of the kernel's health.
                self._heard = time.monotonic()
                self._closed.wait(_EVERY_S)
