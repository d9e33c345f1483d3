"""Workers as processes: started, watched, their deaths explained, started again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batos.kernel.base.autopsy import Autopsy, autopsy, crashed_thread
from batos.kernel.base.blame import Blames, ProcessorUse, Work
from batos.kernel.base.desk import Load, prepare_desk
from batos.kernel.base.logs import last_lines, make_room
from batos.kernel.base.settings import RestartPolicy, WorkerSpec
from batos.kernel.process.child import Child, cause_of_death, watch_process
from batos.kernel.router.engines import Engine

if TYPE_CHECKING:
    from batos.kernel.router.router import Router

__all__ = ["LINK_FILE", "Supervisor"]

_LOG = logging.getLogger(__name__)
LINK_FILE = "workers.json"
_LAST_LOOK_S = 0.05
"""Seconds between the decision to end a worker and its end: for its stacks and its pulse."""
_LOOKS = 10
"""How often that time is given again while it is not clear which method holds the others up."""
_CRASH_LINES = 400
"""Lines of a log in which a crash is told, with the stacks of all threads."""
_LOAD_S = 10.0
"""Seconds that a record may take to be loaded, whatever a method may take."""
_TERM_AFTER_S = 2.0
_KILL_AFTER_S = 5.0


class Supervisor:
    """Starts the workers of a kernel and keeps them up.

    Args:
        router: Whose workers they are.
        loop: The loop, in the main thread (on Linux a child is tied to the thread that
            started it).
        specs: The workers.
        log_dir: Where their logs go: ``<name>.log``.
        policy: How they are started again.
        link: The link file, for systems where a socket cannot be handed to a child.
        on_death: Called after a worker's process ended unasked.
    """

    def __init__(
        self,
        router: Router,
        loop: asyncio.AbstractEventLoop,
        specs: Sequence[WorkerSpec],
        *,
        log_dir: Path,
        policy: RestartPolicy,
        link: Path,
        on_death: Callable[[Engine], None],
    ) -> None:
        self._router = router
        self._loop = loop
        self._policy = policy
        self._link = link
        self._on_death = on_death
        self._stopping = False
        self._noise = random.Random()  # noqa: S311 - jitter, not a secret
        self._children: dict[str, Child] = {}
        families: dict[str, Blames] = {}
        for spec in specs:
            engine = router.board.expect(
                spec.name, spec.capabilities, required=spec.required, late_s=spec.late_s
            )
            log = log_dir / f"{spec.name}.log"
            desk = link.with_name(f"desk-{spec.name}.bin")
            blames = families.setdefault(spec.family or spec.name, Blames(spec.deaths))
            self._children[spec.name] = Child(spec, engine, log, desk, blames)

    def start(self) -> None:
        """Start every worker."""
        for child in self._children.values():
            self._start(child)

    def end(self, engine: Engine, reason: str) -> None:
        """End a worker's process now; it is started again."""
        child = self._children.get(engine.name)
        if child is None or child.process is None or child.end_reason:
            return
        child.end_reason = reason
        _LOG.warning("ending worker %s: %s", engine.name, reason)
        child.pulse = ProcessorUse(child.process.pid, child.works())
        child.send_signal(getattr(signal, "SIGUSR1", None))  # its stacks, into its log
        child.killers.append(self._loop.call_later(_LAST_LOOK_S, self._kill, child, _LOOKS))

    def _kill(self, child: Child, looks: int) -> None:
        if child.pulse is not None and not child.pulse.clear and looks:
            # On a busy machine even a thread that computes may have to wait for its turn.
            later = self._loop.call_later(_LAST_LOOK_S, self._kill, child, looks - 1)
            child.killers.append(later)
            return
        if child.pulse is not None:
            child.guilty = child.pulse.guilty()
            if child.hung and child.guilty:
                child.end_reason = _hanging(child.guilty)
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))

    def check(self, now: float) -> None:
        """End workers that have a method running, or a record loading, for longer than any may.

        Args:
            now: Monotonic time.
        """
        for child in self._children.values():
            limit = child.spec.method_s
            if not limit or child.process is None or child.end_reason:
                continue
            late = [
                work
                for work in child.works()
                if now - work.started > (max(limit, _LOAD_S) if isinstance(work, Load) else limit)
            ]
            if late:
                child.hung = True
                self.end(child.engine, _hanging(late))

    def serving(self, engine: Engine) -> None:
        """Note that a worker is ready: what was to be put into quarantine is there."""
        child = self._children.get(engine.name)
        if child is not None and engine.state in ("ready", "degraded"):
            # Others of the family may serve all the time without having been told of anything.
            child.blames.served(child.told)
            child.told = []

    async def stop(self, drain_s: float) -> None:
        """Ask every worker to end, and end those that do not.

        Args:
            drain_s: Seconds before a worker is ended by a signal.
        """
        self._stopping = True
        for child in self._children.values():
            if child.timer is not None:
                child.timer.cancel()
        self._router.tell_workers("drain")
        for number, wait in (
            (None, drain_s),
            (signal.SIGTERM, _TERM_AFTER_S),
            (getattr(signal, "SIGKILL", signal.SIGTERM), _KILL_AFTER_S),
        ):
            living = [child for child in self._children.values() if child.process is not None]
            for child in living:
                # One that never registered was not told to drain.
                unheard = number is None and child.engine.peer is None
                child.send_signal(signal.SIGTERM if unheard else number)
            deadline = self._loop.time() + wait
            while self._loop.time() < deadline and any(child.process for child in living):
                await asyncio.sleep(0.01)
        for child in self._children.values():
            child.engine.state = "stopped"

    # -- one process -----------------------------------------------------------------------

    def _start(self, child: Child) -> None:
        child.timer = None
        child.end_reason = ""
        child.pulse = None
        child.guilty = []
        child.hung = False
        child.engine.fault = None
        child.engine.asked = False
        make_room(child.log)
        mine, theirs = socket.socketpair() if os.name == "posix" else (None, None)
        link = f"fd:{theirs.fileno()}" if theirs is not None else str(self._link)
        argv = [*child.spec.argv, "--link", link, "--name", child.spec.name]
        argv += ["--parent", str(os.getpid()), *self._desk(child)]
        child.reliable = theirs is not None
        try:
            with child.log.open("ab") as log:
                child.log_start = log.seek(0, os.SEEK_END)
                child.process = subprocess.Popen(  # noqa: S603 - the composition's own command
                    argv,
                    stdin=subprocess.PIPE,  # its end tells the worker of the kernel's
                    stdout=log,
                    stderr=log,
                    env={**os.environ, **child.spec.env},
                    pass_fds=() if theirs is None else (theirs.fileno(),),
                    **_OWN_GROUP,
                )
        except OSError as error:
            child.engine.cause = f"cannot be started: {error.strerror}"
            if mine is not None:
                mine.close()
            self._crashed(child)
            return
        finally:
            if theirs is not None:
                theirs.close()
        engine = child.engine
        engine.state = "starting"
        engine.text = "starting" if not engine.crashes else f"started again after {engine.cause}"
        engine.pid = child.process.pid
        _LOG.info("worker %s started as process %d", engine.name, engine.pid)
        if mine is not None:
            child.stream = self._router.attach(mine)
        watch_process(child.process, self._loop, lambda: self._ended(child))

    @staticmethod
    def _desk(child: Child) -> list[str]:
        """Return the arguments that tell a worker of its desk, and whom to put into quarantine."""
        child.noted = False
        child.told = []
        try:
            prepare_desk(child.desk)
            child.noted = True
        except OSError as error:
            _LOG.warning("worker %s has no desk: %s", child.spec.name, error.strerror)
            return []
        child.told = child.blames.condemned()
        condemned = [blame.to_plain() for blame in child.told]
        blamed = ["--blamed", json.dumps(condemned)] if condemned else []
        return ["--desk", str(child.desk), *blamed]

    def _ended(self, child: Child) -> None:
        process, child.process = child.process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        for killer in child.killers:
            killer.cancel()
        child.killers.clear()
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # what it has left behind
        engine = child.engine
        if child.stream is not None:
            child.stream.finish()  # its last words: a reply, or why its start failed
            child.stream = None
        if self._stopping:
            engine.state = "stopped"
            self._router.engine_gone(engine, "the kernel is stopping")
            return
        engine.cause = child.end_reason or cause_of_death(process.returncode)
        if engine.fault:
            engine.cause = str(engine.fault.get("message", engine.cause)).rstrip(".")
        lines = last_lines(child.log, _CRASH_LINES, since=child.log_start)
        self._find_guilty(child, process.returncode, lines)
        _LOG.error(
            "worker %s ended: %s", engine.name, engine.cause, extra={"last_lines": lines[-20:]}
        )
        self._crashed(child)

    def _find_guilty(self, child: Child, returncode: int, lines: Sequence[str]) -> None:
        """Note what a dead worker had begun, and whose fault its end was."""
        engine = child.engine
        seats = child.seats()
        # Over the other kind of link an answer may be on its way when the seat is free again.
        known = seats is not None and child.reliable
        engine.begun = frozenset(seat.job for seat in seats or ()) if known else None
        ended = engine.asked or (not child.end_reason and returncode in (0, -signal.SIGTERM))
        found = Autopsy()
        if not ended:  # by somebody's wish
            thread = 0 if child.end_reason else crashed_thread(lines)
            found = autopsy(
                seats or (),
                child.loads(),
                now=time.monotonic(),
                thread=thread,
                hung=child.guilty if child.end_reason else None,
                # Whoever kills a process from outside has nothing against its messages.
                message=(lambda key: _message(engine, key)) if thread or child.end_reason else None,
            )
        child.explained = bool(found.culprits)
        engine.suspects = child.blames.death(found, engine.cause)
        for culprit in found.culprits:
            _LOG.error("worker %s: %s %s", engine.name, culprit.kind, culprit.shown)
        self._router.dispatcher.admission.bar(
            mark for each in self._children.values() for mark in each.blames.barred()
        )

    def _crashed(self, child: Child) -> None:
        engine = child.engine
        now = time.monotonic()
        if not child.explained:
            # What has ended it is put out of the way; that is no reason to give the worker up.
            child.deaths.append(now)
        child.explained = False
        engine.crashes += 1
        recent = sum(1 for when in child.deaths if now - when < self._policy.window_s)
        delay = self._policy.delay(max(1, recent), self._noise.uniform(-1, 1))
        broken = self._policy.broken(recent)
        engine.state = "unavailable" if broken else "restarting"
        engine.text = f"{engine.cause}; next start in {delay:.1f} s"
        self._router.engine_gone(engine, engine.cause)
        self._router.dispatcher.tell_state(engine)
        self._router.poke()
        self._on_death(engine)
        if not self._stopping:
            child.timer = self._loop.call_later(delay, self._start, child)


def _message(engine: Engine, key: str) -> tuple[str, str] | None:
    """Return what tells a message from all others, and its type; None for one that is unknown."""
    job = engine.running.get(key)
    if job is None:
        return None
    return job.mark, job.type


def _hanging(works: Sequence[Work]) -> str:
    """Return what is told of methods that do not end, and of records that load for ever."""
    loads = [work for work in works if isinstance(work, Load)]
    names = dict.fromkeys(
        f"loading @{work.oid}" if isinstance(work, Load) else work.text for work in loads or works
    )
    seconds = max(time.monotonic() - work.started for work in works)
    return f"{', '.join(names)} still ran after {seconds:.0f} s and could not be stopped"


# Ctrl-C in the kernel's terminal must not reach the workers.
_OWN_GROUP: dict[str, Any] = (
    {"creationflags": 0x00000200} if sys.platform == "win32" else {"process_group": 0}
)
