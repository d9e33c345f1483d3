"""One worker over all its processes, and how one of them ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from batos.kernel.base.blame import Blame, Blames, ProcessorUse, Work
from batos.kernel.base.desk import Load, Seat, read_desk, read_loads
from batos.kernel.base.settings import WorkerSpec
from batos.kernel.base.streams import StreamLink
from batos.kernel.router.engines import Engine

__all__ = ["Child", "cause_of_death", "watch_process"]


def cause_of_death(returncode: int) -> str:
    """Return what ended a process, in a few words."""
    if returncode < 0:
        try:
            name = signal.Signals(-returncode).name
        except ValueError:
            name = f"signal {-returncode}"
        return f"killed by {name}"
    return f"exit code {returncode}"


def watch_process(
    process: subprocess.Popen[bytes], loop: asyncio.AbstractEventLoop, on_exit: Callable[[], None]
) -> None:
    """Call ``on_exit`` in the loop when a process has ended; its return code is known then."""
    if hasattr(os, "pidfd_open"):
        try:
            descriptor = os.pidfd_open(process.pid)
        except OSError:
            pass  # the system is older than the library
        else:

            def ended() -> None:
                loop.remove_reader(descriptor)
                os.close(descriptor)
                process.wait()
                on_exit()

            loop.add_reader(descriptor, ended)
            return

    def wait() -> None:
        process.wait()
        loop.call_soon_threadsafe(on_exit)

    threading.Thread(target=wait, name=f"wait-{process.pid}", daemon=True).start()


class Child:
    """One worker over all its processes."""

    def __init__(
        self, spec: WorkerSpec, engine: Engine, log: Path, desk: Path, blames: Blames
    ) -> None:
        self.spec = spec
        self.engine = engine
        self.log = log
        self.desk = desk
        self.blames = blames
        self.told: list[Blame] = []
        self.pulse: ProcessorUse | None = None
        self.guilty: list[Work] = []
        self.explained = False
        self.hung = False
        self.noted = False
        self.reliable = False
        self.log_start = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.stream: StreamLink | None = None
        self.end_reason = ""
        self.deaths: deque[float] = deque(maxlen=100)
        self.timer: asyncio.TimerHandle | None = None
        self.killers: list[asyncio.TimerHandle] = []

    def seats(self) -> list[Seat] | None:
        """Return what the process has begun, or None where that is not known."""
        return read_desk(self.desk) if self.noted else None

    def works(self) -> list[Work]:
        """Return the methods that it runs and the records that it loads."""
        return [*(seat for seat in self.seats() or () if seat.busy), *self.loads()]

    def loads(self) -> list[Load]:
        """Return the records that it has begun to load, as far as is known."""
        return read_loads(self.desk) if self.noted else []

    def send_signal(self, number: int | None) -> None:
        """Send a signal to the process, if it has one."""
        if self.process is None or number is None:
            return
        try:
            if sys.platform != "win32" and number == signal.SIGKILL:
                os.killpg(self.process.pid, number)  # its own children go with it
            else:
                self.process.send_signal(number)
        except ProcessLookupError:
            pass  # it ended by itself in the meantime
