"""The kernel as a process: start, serve, drain, end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from pathlib import Path

from batos.errors import (
    BatosError,
    ConfigError,
    DiskError,
    ImageDamagedError,
    ImageLockedError,
    KeyRefusedError,
    PortInUseError,
)
from batos.guardian.trial.confine import confine_worker
from batos.kernel.base.logs import configure_logging
from batos.kernel.base.settings import KernelSettings, WorkerSpec
from batos.kernel.process.startup import StartupStatus
from batos.kernel.process.supervisor import LINK_FILE, Supervisor
from batos.kernel.router.control import Control
from batos.kernel.router.engines import Engine
from batos.kernel.router.router import Router
from batos.kernel.worker.transport import WorkerLink
from batos.wire.connection import Connection, process_start
from batos.wire.faults import (
    EngineUnavailableError,
    KernelAlreadyRunningError,
    error_from_body,
    error_to_body,
    incident_body,
)
from batos.wire.keys import make_private_folder
from batos.wire.lock import KernelLock
from batos.wire.messages.frame import PROTOCOL
from batos.wire.messages.kernel import Bye

__all__ = ["Kernel", "KernelExit", "ending_signals", "run_kernel"]

_LOG = logging.getLogger(__name__)
_FLUSH_S = 2.0
_CANCEL_S = 2.0
_CLOSE_S = 10.0


class KernelExit(IntEnum):
    """What a kernel process exits with, for whatever watches it.

    0 and 64 to 78 are those of ``sysexits.h``; a watchdog restarts after 70, 75 and signals.
    """

    STOPPED = 0
    INTERNAL = 70
    TEMPORARY = 75
    PERMISSION = 77
    CONFIG = 78
    IMAGE_DAMAGED = 82

    @classmethod
    def of(cls, error: BatosError) -> KernelExit:
        """Return the code for an error that ended the start."""
        if isinstance(error, ConfigError):
            return cls.CONFIG
        if isinstance(error, KeyRefusedError):
            return cls.PERMISSION
        if isinstance(error, ImageDamagedError):
            return cls.IMAGE_DAMAGED
        if isinstance(error, (PortInUseError, KernelAlreadyRunningError, ImageLockedError)):
            return cls.TEMPORARY
        return cls.INTERNAL


def ending_signals() -> tuple[signal.Signals, ...]:
    """Return the signals that mean a clean end: Ctrl-C, the system's, and a terminal that closes.

    A hang-up that the caller has ignored, as ``nohup`` does, stays ignored.
    """
    hangup: signal.Signals | None = getattr(signal, "SIGHUP", None)
    if hangup is None or signal.getsignal(hangup) is signal.SIG_IGN:
        return (signal.SIGINT, signal.SIGTERM)
    return (signal.SIGINT, signal.SIGTERM, hangup)


def run_kernel(settings: KernelSettings, workers: Sequence[WorkerSpec]) -> int:
    """Run a kernel in the foreground until it is stopped; return its exit code.

    An expected error is one sentence on stderr, and in the runtime folder for whoever started
    this process in the background.
    """
    status = StartupStatus(pid=os.getpid())
    handler: logging.Handler | None = None
    root, level = logging.getLogger(), logging.getLogger().level
    try:
        make_private_folder(settings.runtime_dir)
        status.write(settings.runtime_dir)
        handler = configure_logging("kernel", settings.log_dir / "kernel.log")
        # The selector loop: the only one that serves ZeroMQ's descriptors on every system.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(Kernel(settings, workers, status).run())
    except BatosError as error:
        _LOG.error("%s", error.message)
        _report(settings, status, error_to_body(error))
        print(f"{error.message} {error.hint}".strip(), file=sys.stderr)  # noqa: T201
        return KernelExit.of(error)
    except OSError as error:
        # A folder that cannot be written, a full disk: for the user to mend, not a bug.
        worded = DiskError(error)
        _LOG.exception("the start failed")
        _report(settings, status, error_to_body(worded))
        print(f"{worded.message} {worded.hint}", file=sys.stderr)  # noqa: T201
        return KernelExit.of(worded)
    except Exception:
        body = incident_body("kernel")
        _LOG.exception("incident %s", body["incident"])
        _report(settings, status, body)
        print(body["message"], body["hint"], file=sys.stderr)  # noqa: T201
        return KernelExit.INTERNAL
    finally:
        if handler is not None:
            root.removeHandler(handler)
            root.setLevel(level)
            handler.close()
    return KernelExit.STOPPED


def _report(settings: KernelSettings, status: StartupStatus, body: dict[str, object]) -> None:
    if status.state != "ready":
        status.state, status.error = "failed", body
        with contextlib.suppress(OSError, BatosError):  # the folder itself may be the trouble
            status.write(settings.runtime_dir)


class Kernel:
    """One life of a kernel.

    Args:
        settings: Where it lives.
        workers: What it starts.
        status: Where it tells how its start goes.
    """

    def __init__(
        self, settings: KernelSettings, workers: Sequence[WorkerSpec], status: StartupStatus
    ) -> None:
        self._settings = settings
        self._specs = workers
        self._status = status
        self._lock = KernelLock(settings.runtime_dir)
        self._stop = asyncio.Event()
        self._engines_changed = asyncio.Event()
        self._reason = "stopped"
        self._drain_s = settings.drain_s
        self._urgency = 0
        self._companion = process_start(settings.companion) if settings.companion else None

    async def run(self) -> None:
        """Start, serve until asked to stop, drain and end.

        Raises:
            BatosError: The start failed.
        """
        loop = asyncio.get_running_loop()
        self._lock.acquire()
        try:
            self._router = Router(
                self._settings,
                loop,
                kill=self._kill,
                on_engine=self._on_engine,
            )
            self._router.control = Control(self._router, self.shutdown).answers
            try:
                self._router.bind()
                await self._serve(loop)
            finally:
                self._router.close()
        finally:
            self._lock.release()

    def shutdown(self, reason: str, drain_s: float | None = None) -> None:
        """Begin to stop; a second call asks running work to stop, a third one does not wait."""
        self._urgency += 1
        if self._urgency == 1:
            self._reason = reason
            if drain_s is not None:
                self._drain_s = drain_s
            self._router.state = "draining"
            self._router.dispatcher.admission.draining = True
            self._router.dispatcher.cancel_own(reason)
            _LOG.info("stopping: %s", reason)
        elif self._urgency == 2:
            self._router.dispatcher.cancel_all(reason)
        self._stop.set()
        self._router.poke()

    async def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        router = self._router
        folder = self._settings.runtime_dir
        router.listen()
        link = folder / LINK_FILE
        WorkerLink(
            endpoint=router.worker_endpoint,
            server_key=router.server_key,
            keys=str(folder / "keys"),
        ).write(link)
        connection = Connection(
            pid=os.getpid(),
            start_time=process_start(os.getpid()) or 0.0,
            inc=router.inc,
            endpoint=router.endpoint,
            server_key=router.server_key,
            protocol=PROTOCOL,
        )
        connection.publish(folder)
        self._handle_signals(loop)
        self._supervisor = Supervisor(
            router,
            loop,
            self._specs,
            log_dir=self._settings.log_dir,
            policy=self._settings.restart,
            link=link,
            on_death=lambda _engine: self._engines_changed.set(),
        )
        beat = loop.create_task(self._beat(connection))
        try:
            self._supervisor.start()
            await self._until_ready()
            self._confine()
            await self._stop.wait()
            await self._drain()
        finally:
            beat.cancel()
            connection.withdraw(folder)
            link.unlink(missing_ok=True)
            await self._supervisor.stop(_CLOSE_S if self._urgency < 3 else 0.0)

    def _on_engine(self, engine: Engine) -> None:
        self._supervisor.serving(engine)
        self._tell_start()
        self._engines_changed.set()

    def _handle_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        def later(number: int, _frame: object) -> None:
            loop.call_soon_threadsafe(self.shutdown, signal.Signals(number).name)

        for number in ending_signals():
            try:
                loop.add_signal_handler(number, self.shutdown, number.name)
            except NotImplementedError:  # Windows
                signal.signal(number, later)

    async def _until_ready(self) -> None:
        """Wait until every required worker serves, and say how it goes.

        Raises:
            BatosError: What a required worker failed with.
        """
        started = time.monotonic()
        waiting = {spec.name: spec for spec in self._specs if spec.required}
        while waiting and not self._stop.is_set():
            for name, spec in list(waiting.items()):
                engine = self._starting(name)
                if engine is None:
                    del waiting[name]
                    continue
                self._check_start(engine, spec, time.monotonic() - started)
            self._tell_start()
            self._engines_changed.clear()
            if waiting:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wait_for_news(), 0.5)
        if self._router.state == "starting":
            self._router.state = "ready"
        self._status.state = "ready"
        self._status.write(self._settings.runtime_dir)
        _LOG.info("ready at %s", self._router.endpoint)

    def _confine(self) -> None:
        """Give up all but the system's own folders and programs, now that it is up.

        The limits reach what this thread starts: workers that are started again live inside
        them, whatever else they give up themselves.
        """
        folders = self._settings.writable
        if folders is None:
            self._router.walls = "none: switched off by guardian.confine"
            return
        programs = {Path(spec.argv[0]) for spec in self._specs}
        held = confine_worker(folders, programs=sorted(programs))
        self._router.walls = held.describe()
        _LOG.info("confined: %s", self._router.walls)

    async def _wait_for_news(self) -> None:
        news = [asyncio.ensure_future(e.wait()) for e in (self._engines_changed, self._stop)]
        try:
            await asyncio.wait(news, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in news:
                task.cancel()

    def _starting(self, name: str) -> Engine | None:
        engine = self._router.board.get(name)
        return None if engine is None or engine.state in ("ready", "degraded") else engine

    def _tell_start(self) -> None:
        """Tell whoever started it what the required workers do."""
        if self._status.state != "starting":
            return
        # Of several that do the same, one speaks for all.
        families: dict[str, str] = {}
        for spec in self._specs:
            engine = self._starting(spec.name) if spec.required else None
            if engine is not None:
                families.setdefault(
                    spec.family or spec.name, f"{spec.name}: {engine.text or engine.state}"
                )
        self._status.tell(", ".join(families.values()), self._settings.runtime_dir)

    def _check_start(self, engine: Engine, spec: WorkerSpec, waited: float) -> None:
        log = self._settings.log_dir / f"{engine.name}.log"
        if engine.fault is not None and engine.state != "starting":
            raise error_from_body(engine.fault)
        if engine.crashes:
            raise EngineUnavailableError(
                f"The {engine.name} worker ended while it was starting: {engine.cause}.",
                hint=f"Its log tells more: {log}",
                details={"engine": engine.name, "cause": engine.cause},
            )
        if waited > spec.start_seconds:
            raise EngineUnavailableError(
                f"The {engine.name} worker was not ready after {spec.start_seconds:.0f} s.",
                hint=f"Its log tells more: {log}",
                details={"engine": engine.name},
            )

    async def _beat(self, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        every = self._settings.beat_s
        while True:
            due = loop.time() + every
            await asyncio.sleep(every)
            try:
                self._router.beat(max(0.0, loop.time() - due))
            except Exception:  # a fault must not stop the beats, which end what hangs
                _LOG.exception("incident in a beat")
            self._check_companion()
            self._supervisor.check(time.monotonic())
            # A full disk, or a folder that is gone: the next beat tries again.
            with contextlib.suppress(OSError):
                if connection.restore(self._settings.runtime_dir):
                    _LOG.warning("the connection file was gone or changed; it is there again")

    def _check_companion(self) -> None:
        """Stop when the process that this one belongs to has ended."""
        pid = self._settings.companion
        if not pid or self._urgency:
            return
        now = process_start(pid)
        # 0.0 is what a wall around this process leaves of the answer.
        if now is None or (now and self._companion and now != self._companion):
            self.shutdown(f"process {pid} has ended", 0.0)

    async def _drain(self) -> None:
        """Let running work end, ask what is left to stop, then say goodbye."""
        dispatcher = self._router.dispatcher
        await self._until(lambda: not dispatcher.jobs or self._urgency > 1, self._drain_s)
        if dispatcher.jobs:
            dispatcher.cancel_all("the kernel is stopping")
            self._router.poke()
            await self._until(lambda: not dispatcher.jobs or self._urgency > 2, _CANCEL_S)
        for job in dispatcher.jobs:
            engine = self._router.board.get(job.engine)
            if engine is not None:
                engine.asked = True
                self._kill(engine, "the kernel is stopping")
        await self._until(lambda: not dispatcher.jobs, _CANCEL_S)
        self._router.tell_clients(Bye(self._router.inc, self._reason))
        await self._until(lambda: not self._router.unsent(), _FLUSH_S)
        # What was handed to the transport leaves with its I/O thread; give it a moment, because
        # closing with linger 0 drops what is still inside.
        await asyncio.sleep(0.05)

    async def _until(self, done: Callable[[], bool], seconds: float) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not done() and loop.time() < deadline:
            await asyncio.sleep(0.01)

    def _kill(self, engine: Engine, reason: str) -> None:
        self._supervisor.end(engine, reason)
