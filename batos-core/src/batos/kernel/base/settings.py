"""What a kernel and its workers are started with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from batos.wire.messages.kernel import SettingsDigest

__all__ = ["IMAGE_WORKER", "KernelLimits", "KernelSettings", "RestartPolicy", "WorkerSpec"]

IMAGE_WORKER = "image"
"""Name of the first image worker; further ones have a number behind it."""


@dataclass(frozen=True, kw_only=True)
class WorkerSpec:
    """One worker process that the kernel starts and watches.

    Attributes:
        name: Its name on the bus, such as ``image``.
        argv: The command; the kernel adds ``--link``, ``--name`` and ``--parent``.
        capabilities: First parts of the message types that it will answer.
        required: Whether the system is of no use without it: start-up waits for it.
        env: Environment variables on top of the kernel's own.
        start_seconds: Seconds that a required worker may take to become ready.
        method_s: Seconds that one of its methods may run, after which the process is ended; 0
            for no limit. Methods that can be stopped have been stopped before.
        late_s: Seconds past its deadline after which a request that was asked to stop ends the
            process; 0 for never.
        family: What it has in common with workers that do the same work, so that the deaths of
            all of them count for a method; by default its own name.
        deaths: File that keeps which methods have ended its processes when the kernel itself
            ends; None for none. One file belongs to one image.
    """

    name: str
    argv: tuple[str, ...]
    capabilities: tuple[str, ...]
    required: bool = False
    env: Mapping[str, str] = field(default_factory=dict)
    start_seconds: float = 60.0
    method_s: float = 0.0
    late_s: float = 0.0
    family: str = ""
    deaths: Path | None = None


@dataclass(frozen=True, kw_only=True)
class RestartPolicy:
    """How a worker that died is started again.

    Attributes:
        first_s: Seconds before the first new start, which hardly anybody shall notice; doubles
            with each crash in the window.
        cap_s: The most seconds between two starts.
        jitter: Fraction by which a delay is varied, so that workers do not start in step.
        breaker: Crashes in the window that open the breaker.
        window_s: Seconds that a crash counts.
        retry_s: Seconds between tries while the breaker is open.
    """

    first_s: float = 0.05
    cap_s: float = 30.0
    jitter: float = 0.2
    breaker: int = 5
    window_s: float = 60.0
    retry_s: float = 300.0

    def delay(self, crashes: int, noise: float = 0.0) -> float:
        """Return the seconds to wait after the given number of crashes in the window.

        Args:
            crashes: At least 1.
            noise: From -1 to 1, scaled by :attr:`jitter`.
        """
        if self.broken(crashes):
            return self.retry_s
        return min(self.cap_s, self.first_s * 2.0 ** (crashes - 1)) * (1 + self.jitter * noise)

    def broken(self, crashes: int) -> bool:
        """Return whether so many crashes open the breaker."""
        return crashes >= self.breaker


@dataclass(frozen=True, kw_only=True)
class KernelLimits:
    """What one kernel holds at most.

    Attributes:
        open_requests: Requests that one client may have open.
        queued: Requests that wait for a worker, over all clients.
        outbox_entries: Messages that wait for one slow client.
        outbox_bytes: Their size in bytes.
        journal_entries: Events that are kept of one request for ``resume``.
        journal_bytes: Their size in bytes.
        finished: Finished requests that are remembered.
        finished_bytes: Size of what is remembered of them.
        finished_s: Seconds that they are remembered.
        learning: Requests for which something is being learned, over all clients.
        learning_at_once: The same for one client.
        learned_per_minute: Methods that one client may begin to have learned in a minute.
    """

    open_requests: int = 64
    queued: int = 1000
    outbox_entries: int = 1000
    outbox_bytes: int = 4 * 1024 * 1024
    journal_entries: int = 1000
    journal_bytes: int = 4 * 1024 * 1024
    finished: int = 2000
    finished_bytes: int = 64 * 1024 * 1024
    finished_s: float = 600.0
    learning: int = 32
    learning_at_once: int = 8
    learned_per_minute: int = 30


@dataclass(frozen=True, kw_only=True)
class KernelSettings:
    """What a kernel needs to know.

    Attributes:
        runtime_dir: Private folder for lock, keys, sockets and connection file.
        log_dir: Folder for the logs of the kernel and its workers.
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        line_port: Port of the founding line protocol on 127.0.0.1; 0 for none.
        drain_s: Seconds that running work gets at a stop.
        beat_s: Seconds between two beats of a worker.
        liveness: Beats that may be missed before a worker counts as silent.
        kill_silent_s: Seconds of silence after which a worker is ended.
        restart: How workers are started again.
        limits: What the kernel holds at most.
        writable: Folders that the kernel and what it starts may write once it is ready; None
            leaves it unconfined.
        version: Shown in ``kernel.status``.
        companion: Process that it ends with; 0 for none.
        started: What it was started with, shown there as well: ``salt`` and ``settings`` (see
            :mod:`batos.kernel.base.started`).
    """

    runtime_dir: Path
    log_dir: Path
    host: str = "127.0.0.1"
    port: int = 5555
    line_port: int = 0
    drain_s: float = 30.0
    beat_s: float = 1.0
    liveness: int = 3
    kill_silent_s: float = 15.0
    restart: RestartPolicy = field(default_factory=RestartPolicy)
    limits: KernelLimits = field(default_factory=KernelLimits)
    writable: tuple[Path, ...] | None = None
    version: str = ""
    companion: int = 0
    started: SettingsDigest = field(default_factory=SettingsDigest)
