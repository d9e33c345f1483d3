"""Start and stop a kernel in the background."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.counting import counted
from batos.errors import BatosError, DiskError, KernelNotRunningError
from batos.kernel.base.logs import last_lines, make_room
from batos.kernel.process.startup import StartupStatus
from batos.wire.client import KernelClient
from batos.wire.connection import Connection, process_start
from batos.wire.faults import EngineUnavailableError, KernelAlreadyRunningError, error_from_body
from batos.wire.keys import make_private_folder, write_private
from batos.wire.messages.frame import PROTOCOL
from batos.wire.messages.kernel import ShutDown

__all__ = ["Launched", "launch", "running", "start_background", "stop"]

_POLL_S = 0.02
_TERM_S = 5.0
_OTHER_S = 2.0
_PROBE_BYTES = 64 * 1024

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Launched:
    """A kernel that was started.

    Attributes:
        connection: Where it is.
        process: It, as a child of this process.
    """

    connection: Connection
    process: subprocess.Popen[bytes]


def _nothing(_text: str = "") -> None:
    """Tell nobody, heed nobody."""


def running(runtime_dir: Path) -> Connection | None:
    """Return the connection of the kernel that runs in a folder, or None."""
    try:
        return Connection.read(runtime_dir)
    except KernelNotRunningError:
        return None


def start_background(
    argv: Sequence[str],
    runtime_dir: Path,
    log_file: Path,
    *,
    timeout: float = 60.0,
    on_progress: Progress | None = None,
    env: Mapping[str, str] | None = None,
) -> Connection:
    """Start a kernel that goes on without this process, and wait until it is ready.

    Args:
        argv: The command; it must end in :func:`batos.kernel.process.service.run_kernel`.
        runtime_dir: The runtime folder in its settings.
        log_file: Where its output goes.
        timeout: Seconds that it may take.
        on_progress: Called with each thing that it does.
        env: Its environment; this process's own when left out.

    Raises:
        KernelAlreadyRunningError: One runs already.
        BatosError: What its start failed with, as its own class.
    """
    started = launch(argv, runtime_dir, log_file, timeout=timeout, on_progress=on_progress, env=env)
    # A caller that lives on has to take in the kernel's end, whenever that is.
    threading.Thread(target=started.process.wait, name="reap", daemon=True).start()
    return started.connection


def launch(
    argv: Sequence[str],
    runtime_dir: Path,
    log_file: Path,
    *,
    timeout: float = 60.0,
    on_progress: Progress | None = None,
    env: Mapping[str, str] | None = None,
    heed: Callable[[], None] = _nothing,
) -> Launched:
    """Start a kernel as :func:`start_background` does, and keep its process.

    Args:
        argv: The command.
        runtime_dir: The runtime folder in its settings.
        log_file: Where its output goes.
        timeout: Seconds that it may take.
        on_progress: Called with each thing that it does.
        env: Its environment; this process's own when left out.
        heed: Called now and then; what it raises ends the start.

    Raises:
        KernelAlreadyRunningError: One runs already.
        BatosError: What its start failed with, as its own class.
    """
    make_private_folder(runtime_dir)
    present = running(runtime_dir)
    if present is not None:
        raise _already_running(present)
    make_room(log_file)
    with log_file.open("ab") as log:
        log_start = log.seek(0, os.SEEK_END)
        process = subprocess.Popen(  # noqa: S603 - the caller's own command
            list(argv), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, **_DETACHED
        )
    try:
        connection = _awaited(
            process, runtime_dir, log_file, log_start, timeout, on_progress or _nothing, heed
        )
        return Launched(connection, process)
    except BaseException:
        # Whoever has given up has not started it.
        _end(process)
        raise


def _awaited(
    process: subprocess.Popen[bytes],
    runtime_dir: Path,
    log_file: Path,
    log_start: int,
    timeout: float,
    on_progress: Progress,
    heed: Callable[[], None],
) -> Connection:
    """Wait until a kernel that was started is ready."""
    deadline = time.monotonic() + timeout
    told: list[str] = []
    while time.monotonic() < deadline:
        heed()
        status = StartupStatus.read(runtime_dir, process.pid)
        if status is not None:
            for line in status.told[len(told) :]:
                on_progress(line)
            told = status.told
        if status is not None and status.state == "ready":
            return Connection.read(runtime_dir)
        if process.poll() is not None:
            raise _start_error(runtime_dir, process, log_file, log_start)
        time.sleep(_POLL_S)
    raise EngineUnavailableError(
        f"The kernel was not ready after {timeout:.0f} s{f' ({told[-1]})' if told else ''}.",
        hint=f"Its log tells more: {log_file}",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and wait for it as long as that can be done.

    A Ctrl-C in the middle of ``process.poll`` leaves the lock of the process taken for ever: from
    then on nobody can learn of its end, and an endless wait would be one.
    """
    for end in (process.terminate, process.kill):
        end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_TERM_S)
            return


def stop(
    runtime_dir: Path,
    *,
    timeout: float = 40.0,
    drain_s: float | None = None,
    on_progress: Progress | None = None,
) -> int:
    """Stop the kernel of a folder and wait until it has ended; return its process id.

    It is asked to drain first; a signal follows if it does not answer or end in time.

    Args:
        runtime_dir: The folder.
        timeout: Seconds that it may take to end by itself.
        drain_s: Seconds that running work gets; None is what the kernel was started with.
        on_progress: Called with what is being waited for.

    Raises:
        KernelNotRunningError: None runs.
    """
    connection = _to_stop(runtime_dir)
    say = on_progress or _nothing
    try:
        with KernelClient.connect(runtime_dir, timeout=3.0, name="stop") as client:
            answer = client.request(ShutDown("batos down", drain_s), timeout=5.0)
            if answer.open:
                say(f"waiting for {counted(answer.open, 'running request')}")
    except BatosError:
        say("the kernel does not answer; ending its process")
        _signal(connection.pid, signal.SIGTERM)
    if _gone(connection, timeout):
        return connection.pid
    say("the kernel does not end; ending its process")
    _signal(connection.pid, signal.SIGTERM)
    if not _gone(connection, _TERM_S):
        _signal(connection.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        _gone(connection, _TERM_S)
    connection.withdraw(runtime_dir)
    return connection.pid


def _to_stop(runtime_dir: Path) -> Connection:
    """Return the connection of the kernel that has a folder, as far as it is known."""
    try:
        return Connection.read(runtime_dir)
    except KernelNotRunningError as error:
        pid = int(error.details.get("holder", 0))
        start_time = process_start(pid) if pid else None
        if start_time is None:
            raise
    return Connection(
        pid=pid, start_time=start_time, inc="", endpoint="", server_key="", protocol=PROTOCOL
    )


def _already_running(connection: Connection) -> KernelAlreadyRunningError:
    return KernelAlreadyRunningError(
        f"A kernel (pid {connection.pid}) is already running here.",
        hint="batos status shows it, batos down stops it",
        details={"pid": connection.pid},
    )


def _start_error(
    runtime_dir: Path, process: subprocess.Popen[bytes], log_file: Path, log_start: int
) -> BatosError:
    status = StartupStatus.read(runtime_dir, process.pid)
    if status is not None and status.error is not None:
        return error_from_body(status.error)
    # Two kernels that start at once in one folder tell their status in one file, and the loser's
    # may have been replaced by then. It lost to the one that runs now, or will in a moment.
    deadline = time.monotonic() + _OTHER_S
    while status is None and time.monotonic() < deadline:
        if (other := running(runtime_dir)) is not None:
            return _already_running(other)
        time.sleep(_POLL_S)
    lines = [line for line in last_lines(log_file, since=log_start) if line.strip()]
    if not lines:
        # Where nothing can be written, it could not say so either.
        for folder in (runtime_dir, log_file.parent):
            try:
                write_private(folder / "probe", "x" * _PROBE_BYTES)
                (folder / "probe").unlink()
            except OSError as error:
                return DiskError(error, str(folder))
    return EngineUnavailableError(
        f"The kernel ended while it was starting: {lines[-1] if lines else 'no output'}.",
        hint=f"Its log tells more: {log_file}",
        details={"exit_code": process.returncode, "last_lines": lines},
    )


def _gone(connection: Connection, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while connection.alive():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has ended in the meantime
        os.kill(pid, number)


# Away from this terminal and its Ctrl-C.
_DETACHED: dict[str, Any] = (
    {"creationflags": 0x00000208} if sys.platform == "win32" else {"start_new_session": True}
)
