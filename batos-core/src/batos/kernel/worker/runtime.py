"""The worker's side: register, beat, run handlers, answer exactly once."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.as_json import allow_long_numbers
from batos.errors import BatosError, CancelledError, WireError
from batos.kernel.base.blame import Blame
from batos.kernel.base.context import Exchange, Handler, JobContext, OwnWork
from batos.kernel.base.desk import Desk
from batos.kernel.base.logs import configure_logging
from batos.kernel.worker.lifeline import tie_to_parent
from batos.kernel.worker.switchboard import Switchboard
from batos.kernel.worker.transport import Transport, dial
from batos.wire.codec import decode_body, encode_body, encode_header, pack, unpack
from batos.wire.faults import LimitExceededError, error_to_body, incident_body
from batos.wire.messages.frame import MAGIC, MAX_WORKER_BODY, Header, new_id
from batos.wire.messages.request import read
from batos.wire.messages.workers import (
    Beat,
    Note,
    Refused,
    Register,
    Registered,
    State,
    StopJob,
    WorkerState,
)

__all__ = ["Report", "WorkerArgs", "WorkerRuntime", "parse_worker_args"]

_LOG = logging.getLogger(__name__)
_END_S = 2.0

Report = Callable[[State, str], None]
"""Tells the kernel the worker's state (starting, ready, degraded) and what it means."""


@dataclass(frozen=True)
class WorkerArgs:
    """What the kernel adds to a worker's command.

    Attributes:
        link: ``fd:N`` of an inherited socket, or the path of a link file.
        name: The worker's name on the bus.
        parent: The kernel's process, 0 if the worker was not started by it.
        desk: Where to note what runs, or None.
        blamed: Methods that have ended workers: no worker may serve before they are in
            quarantine.
    """

    link: str
    name: str
    parent: int
    desk: Path | None = None
    blamed: tuple[Blame, ...] = ()


def parse_worker_args(argv: Sequence[str] | None = None) -> tuple[WorkerArgs, list[str]]:
    """Return the kernel's arguments and the worker's own ones."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--link", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--parent", type=int, default=0)
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--blamed", type=json.loads, default=[])
    known, rest = parser.parse_known_args(sys.argv[1:] if argv is None else list(argv))
    blamed = tuple(Blame.from_plain(plain) for plain in known.blamed)
    return WorkerArgs(known.link, known.name, known.parent, known.desk, blamed), rest


class _Here(threading.local):
    """Whether a thread is one of those for jobs, and whether its job has stepped aside."""

    hired = False
    waits = False


class WorkerRuntime:
    """Runs a worker process; the calling (main) thread does the I/O.

    Args:
        args: From :func:`parse_worker_args`.
        handlers: What to run for each type of message.
        capabilities: First parts of types; by default those of the handlers.
        quick: Types whose handlers are usually done within milliseconds. They run without a
            hop between threads; one that takes longer does no harm.
        early: Types that are answered while ``start`` still runs.
        idempotent: Types that do no harm when they are run again after this worker has died.
        shards: Where in the body of a type the object is named whose messages are to come to
            one of several such workers, such as ``brief.receiver``.
        topics: Where in the body of a type the conversation is named that it is a turn of.
        desk: Where what runs is noted; by default one that nobody reads.
        walls: What the system holds around this process, in words.
        max_parallel: Requests that run at once.
        version: Shown in ``kernel.status``.
        log: File of the log; None is the standard error.
        max_body: Bytes of an answer.
        start: Run in a thread of its own after registering, with a :data:`Report`; the worker is
            ``starting`` until it returns. A BatosError from it ends the worker, and reaches
            the user.
        stop: Run at the end, after the last handler.
    """

    def __init__(
        self,
        args: WorkerArgs,
        handlers: Mapping[str, Handler],
        *,
        capabilities: Sequence[str] = (),
        quick: Collection[str] = (),
        early: Collection[str] = (),
        idempotent: Collection[str] = (),
        shards: Mapping[str, str] | None = None,
        topics: Mapping[str, str] | None = None,
        desk: Desk | None = None,
        walls: str = "",
        max_parallel: int = 4,
        version: str = "",
        log: Path | None = None,
        max_body: int = MAX_WORKER_BODY,
        start: Callable[[Report], None] | None = None,
        stop: Callable[[], None] | None = None,
    ) -> None:
        self._args = args
        self._handlers = dict(handlers)
        self._capabilities = list(
            capabilities or dict.fromkeys(type_.partition(".")[0] for type_ in handlers)
        )
        self._quick = frozenset(quick)
        self._early = sorted(early)
        self._idempotent = sorted(idempotent)
        self._shards = dict(shards or {})
        self._topics = dict(topics or {})
        self._desk = desk or Desk(args.desk)
        self._walls = walls
        self._max_parallel = max_parallel
        self._version = version
        self._log = log
        self._max_body = max_body
        self._session = new_id()
        self._refused = ""
        self._start = start
        self._stop = stop
        self._state: tuple[State, str] = ("starting", "starting") if start else ("ready", "")
        self._running: dict[str, JobContext] = {}
        self._places = threading.Lock()
        self._hired = 0
        self._waiting = 0
        self._here = _Here()
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._stopping = False
        self._exit_code = 0

    def run(self) -> int:
        """Serve until the kernel or a signal ends it; return the exit code."""
        tie_to_parent(self._args.parent)
        allow_long_numbers()
        self._logging = configure_logging(self._args.name, self._log)
        self._handle_signals()
        self._transport = self._dialled()
        self._board = Switchboard(self._transport, on_message=self._on_message, on_tick=self._beat)
        self._exchange = Exchange(self._transport.send, self._step_aside)
        try:
            self._transport.send(self._registration())
            for _ in range(self._max_parallel):
                self._hire()
            if self._start is not None:
                self._spawn(self._starting, "start")
            self._board.serve()
        finally:
            self._end_handlers()
            if self._stop is not None:
                self._stop()
            self._leave()
            self._transport.close()
        return 1 if self._board.lost else self._exit_code

    def report(self, state: State, text: str = "") -> None:
        """Tell the kernel how this worker is: ``starting``, ``ready`` or ``degraded``."""
        self._state = (state, text)
        self._tell(WorkerState(state, text))

    def own_work(self) -> OwnWork:
        """Return a context for work that nobody asked for; to be had once :meth:`run` runs."""
        return OwnWork(self._exchange)

    # -- start and stop --------------------------------------------------------------------

    def _dialled(self) -> Transport:
        return dial(self._args.link)

    def _leave(self) -> None:
        """Say goodbye: the end of a worker's process says it for it."""

    def _handle_signals(self) -> None:
        def end(_number: int, _frame: object) -> None:
            self._end(0)

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the kernel's to handle
        faulthandler.enable()  # the stacks of a crash, into the log
        if hasattr(signal, "SIGUSR1"):
            faulthandler.register(signal.SIGUSR1, all_threads=True)

    def _registration(self) -> list[bytes]:
        state, text = self._state
        note = Register(
            name=self._args.name,
            capabilities=self._capabilities,
            types=sorted(self._handlers),
            early=self._early,
            idempotent=self._idempotent,
            shards=self._shards,
            topics=self._topics,
            walls=self._walls,
            version=self._version,
            max_parallel=self._max_parallel,
            pid=os.getpid(),
            state=state,
            text=text,
            jobs=list(self._running),
        )
        return pack(Header(kind="ctl", type=note.TYPE, sess=self._session), note)

    def _tell(self, note: Note) -> None:
        self._transport.send(pack(Header(kind="ctl", type=note.TYPE), note))

    def _starting(self) -> None:
        assert self._start is not None
        try:
            self._start(self.report)
        except BatosError as error:
            _LOG.error("start failed: %s", error.message)
            self._fail(error_to_body(error))
        except Exception:
            body = incident_body(f"{self._args.name} worker")
            _LOG.exception("incident %s", body["incident"])
            self._fail(body)
        else:
            if self._state[0] == "starting":
                self.report("ready")

    def _fail(self, body: dict[str, Any]) -> None:
        self._transport.send(pack(Header(kind="ctl", type="failed"), body))
        self._end(int(body.get("exit_code", 1)) or 1)

    def _end(self, code: int) -> None:
        self._stopping = True
        self._exit_code = code
        self._board.close()

    def _end_handlers(self) -> None:
        """Ask what still runs to stop, and give it a moment: ``stop`` takes its ground away."""
        for context in list(self._running.values()):
            context.cancel()
        deadline = time.monotonic() + _END_S
        while self._running and time.monotonic() < deadline:
            time.sleep(0.01)

    def _spawn(self, target: Callable[[], None], name: str) -> None:
        threading.Thread(target=target, name=name, daemon=True).start()

    # -- the leader's part -----------------------------------------------------------------

    def _beat(self) -> None:
        state, text = self._state
        self._tell(Beat(len(self._running), state, text))

    def _on_message(self, frames: list[bytes]) -> None:
        try:
            header, raw = unpack(frames, MAX_WORKER_BODY)
        except WireError:
            _LOG.exception("the kernel sent what cannot be read")
            return
        if header.kind == "req":
            self._take(header, raw)
        elif header.kind in ("evt", "rep", "err"):
            self._exchange.arrived(header, raw)
        elif header.type == StopJob.TYPE:
            context = self._running.get(header.re)
            if context is not None:
                context.cancel()
        elif header.type == Registered.TYPE:
            self._board.tick_s = read(Registered, decode_body(raw)).beat_s
        elif header.type == "unregistered":
            self._transport.send(self._registration())
        elif header.type == Refused.TYPE:
            self._refused = read(Refused, decode_body(raw)).reason
            _LOG.error("the kernel refuses this worker: %s", self._refused)
            self._end(1)
        elif header.type == "drain":
            self._end(0)

    def _take(self, header: Header, raw: bytes) -> None:
        context = JobContext(header, self._exchange)
        self._running[header.id] = context

        def task() -> None:
            self._execute(context, raw)

        if header.type in self._quick:
            self._board.inline(task)
        else:
            self._tasks.put(task)

    # -- the handlers' part ----------------------------------------------------------------

    def _hire(self) -> None:
        self._hired += 1
        self._spawn(self._work, f"job-{self._hired}")

    def _work(self) -> None:
        here = self._here
        here.hired = True
        while True:
            task = self._tasks.get()
            if task is None:
                return
            task()
            if here.waits:
                here.waits = False
                with self._places:
                    self._waiting -= 1

    def _step_aside(self, job: str) -> None:
        """Let others go on while the job of this thread waits for something."""
        here = self._here
        if here.hired and not here.waits:
            here.waits = True
            with self._places:
                self._waiting += 1
                # Those that wait are many at most as long as they wait; the threads stay.
                if self._hired - self._waiting < self._max_parallel:
                    self._hire()
        self._transport.send(pack(Header(kind="ctl", type="aside", re=job)))
        self._board.step_aside()

    def _execute(self, context: JobContext, raw: bytes) -> None:
        seat = self._desk.sit(context.job, context.step_aside)
        try:
            kind, answer = self._answer(context, raw)
            del self._running[context.job]
            header = Header(
                kind="rep" if kind == "rep" else "err", type=context.type, re=context.job
            )
            self._transport.send([MAGIC, encode_header(header), answer])
        finally:
            self._desk.rise(seat)

    def _answer(self, context: JobContext, raw: bytes) -> tuple[str, bytes]:
        """Return what goes back; whatever a handler does or holds, something can be sent."""
        try:
            if context.cancelled:
                raise CancelledError("Cancelled.")
            handler = self._handlers[context.type]
            answer = handler(context.type, decode_body(raw, MAX_WORKER_BODY), context)
            return "rep", self._within_limit(encode_body(answer))
        except BatosError as error:
            with contextlib.suppress(Exception):  # details that cannot be sent are a bug as well
                return "err", self._within_limit(encode_body(error_to_body(error)))
            return "err", self._incident(context)
        except BaseException:  # a handler must not end the worker, not even by SystemExit
            return "err", self._incident(context)

    def _incident(self, context: JobContext) -> bytes:
        body = incident_body(f"{self._args.name} worker")
        _LOG.exception("incident %s", body["incident"], extra={"job": context.job})
        return encode_body(body)

    def _within_limit(self, answer: bytes) -> bytes:
        if len(answer) > self._max_body:
            raise LimitExceededError(
                f"The answer has {len(answer)} bytes; at most {self._max_body} are carried.",
                hint="Send a message that answers with a part of it.",
                details={"limit": self._max_body, "size": len(answer)},
            )
        return answer
