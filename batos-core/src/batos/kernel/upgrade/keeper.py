"""The kernel as an upgrade wants it: drained, or up in the one or the other environment."""

from __future__ import annotations

import contextlib
from pathlib import Path

from batos.errors import KernelNotRunningError
from batos.kernel.process.launch import running, start_background, stop
from batos.kernel.upgrade.environments import Environment
from batos.kernel.upgrade.programs import batos_command
from batos.wire.client import KernelClient
from batos.wire.messages.kernel import KernelStatus

__all__ = ["Keeper"]

_PATIENCE_S = 30.0


class Keeper:
    """Starts and stops the kernel of a folder.

    Args:
        runtime_dir: The folder.
        log_file: Where the kernel's output goes.
        start_s: Seconds that a start may take.
        drain_s: Seconds that running work gets at a stop.
    """

    def __init__(
        self, runtime_dir: Path, log_file: Path, *, start_s: float, drain_s: float
    ) -> None:
        self.runtime_dir = runtime_dir
        self.start_s = start_s
        self._log_file = log_file
        self._drain_s = drain_s

    @property
    def up(self) -> bool:
        """Whether the kernel runs."""
        return running(self.runtime_dir) is not None

    def stop(self) -> None:
        """Have the kernel finish what runs, and end."""
        with contextlib.suppress(KernelNotRunningError):
            stop(self.runtime_dir, timeout=self._drain_s + 10)

    def start(self, environment: Environment) -> None:
        """Have the kernel of an environment up, and answering.

        Raises:
            BatosError: It does not start, or does not answer.
        """
        if not self.up:
            # It is up when it says so or has ended, not when a clock says so: on a slow machine
            # a healthy version must not be taken for a sick one.
            start_background(
                batos_command(environment.python, "serve"),
                self.runtime_dir,
                self._log_file,
                timeout=2 * self.start_s,
            )
        with KernelClient.connect(self.runtime_dir, timeout=_PATIENCE_S, name="upgrade") as client:
            client.request(KernelStatus(), timeout=_PATIENCE_S)
