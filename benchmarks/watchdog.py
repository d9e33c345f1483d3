"""``watchdog``: from the death of a whole kernel to its next answer, under a watchdog."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
from pathlib import Path

from batos.config import load_config
from batos.errors import BatosError
from batos.wire.client import KernelClient
from batos.wire.connection import Connection
from batos.wire.messages.objects import SendMessage
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.startup import command

__all__ = ["run"]

_WANTED_S = 3.0
_PATIENCE_S = 120.0
_POLL_S = 0.01


def run(options: Options) -> Result:
    """Kill the kernel of a watched system, and time the next answer of a method."""
    deaths = options.pick(9, 2)
    with temporary_folder() as folder:
        env = environment(folder / "home", BATOS_KERNEL__PORT="0")
        loaded = load_config(environ=env)
        loaded.paths.make()
        runtime = loaded.paths.runtime_dir
        watchdog = subprocess.Popen(
            [*command(), "watchdog"], env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            options.say("bearing an image")
            _answered(runtime, before=None)
            options.say(f"ending its kernel {deaths} times")
            seconds = [_death(runtime) for _ in range(deaths)]
        finally:
            watchdog.terminate()
            begun = time.perf_counter()
            watchdog.wait(_PATIENCE_S)
            ended = time.perf_counter() - begun
    return Result(
        name="watchdog",
        figures=(
            Figure(
                name="death of the kernel to the next answer",
                value=statistics.median(seconds),
                unit="s",
                below=_WANTED_S,
            ),
            Figure(name="the same, the slowest", value=max(seconds), unit="s"),
            Figure(name="SIGTERM to the end of both", value=ended, unit="s", below=5.0),
        ),
        rows=[{"seconds": each} for each in seconds],
        facts={"deaths": deaths},
        notes=("The clock runs from the signal to the answer of a method, through the kernel.",),
    )


def _death(runtime: Path) -> float:
    found = Connection.read(runtime)
    begun = time.perf_counter()
    os.kill(found.pid, signal.SIGKILL)
    _answered(runtime, before=found)
    return time.perf_counter() - begun


def _answered(runtime: Path, before: Connection | None) -> None:
    """Wait until another kernel than the one before has answered."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            found = Connection.read(runtime)
            if before is None or found.inc != before.inc:
                with KernelClient.connect(runtime, timeout=_PATIENCE_S) as client:
                    client.request(SendMessage("double", args=(21,)), timeout=_PATIENCE_S)
                return
        except BatosError:
            pass  # it is not there yet
        time.sleep(_POLL_S)
    raise TimeoutError("the kernel does not come back")
