"""Fixtures: what brings requests to workers, with real sockets and no process."""

from collections.abc import Callable
from contextlib import ExitStack, closing

import pytest
import zmq

from batos.kernel.base.links import Link
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.bus import Bus as RouterBus
from batos.kernel.router.dispatcher import Dispatcher
from batos.kernel.router.engines import EngineBoard
from batos.kernel.router.workerport import WorkerPort
from batos.wire.codec import decode_body, pack, unpack
from batos.wire.messages.bus import BatGram
from batos.wire.messages.frame import Header
from batos.wire.messages.workers import Register

INC = "i1"
BEAT_S, LIVENESS, KILL_S = 1.0, 3, 15.0


class Far:
    """The other end of a connection: a client or a worker."""

    def __init__(self, socket, read):
        self.socket = socket
        self._read = read

    def say(self, kind, type_, body=None, **fields):
        """Send a message, and let the kernel's side read it."""
        header = Header(kind=kind, type=type_, **fields)
        self.socket.send_multipart(pack(header, body))
        self._read()

    def ask(self, type_, id_, body=None, **fields):
        self.say("req", type_, body, id=id_, **fields)

    def heard(self):
        """Return all that has come, each as its header and its body."""
        found = []
        while self.socket.poll(0):
            header, raw = unpack(self.socket.recv_multipart())
            found.append((header, decode_body(raw)))
        return found

    def kinds(self):
        """Return the kinds of all that has come, and which request each belongs to."""
        return [(header.kind, header.re) for header, _ in self.heard()]

    def join(self, **said):
        """Register as a worker."""
        self.say("ctl", Register.TYPE, Register(**{"name": "w", "types": ["do"], "pid": 7, **said}))
        return self

    def jobs(self):
        """Return the kernel's names of the requests that have come."""
        return [header.id for header, _ in self.heard() if header.kind == "req"]


class Bus:
    """The router's parts between two sockets, read in the thread of the test.

    Attributes:
        killed: The workers that were to be ended, each with the reason.
        changed: The workers that have registered or changed their state.
        unacked: How often a request came to wait for its ack.
    """

    def __init__(self, stack: ExitStack, **limits: float) -> None:
        self.killed: list[tuple[str, str]] = []
        self.changed: list[str] = []
        self.unacked = 0
        self.board = EngineBoard()
        self._context = stack.enter_context(zmq.Context())
        self._stack = stack
        self._names = 0
        held = KernelLimits(**limits)
        self.dispatcher = Dispatcher(
            self.board,
            inc=INC,
            limits=held,
            kill=lambda engine, reason: self.killed.append((engine.name, reason)),
            on_unacked=self._count_unacked,
        )
        self.port = WorkerPort(
            self.board,
            self.dispatcher,
            inc=INC,
            beat_s=BEAT_S,
            liveness=LIVENESS,
            kill_silent_s=KILL_S,
            request=self.dispatcher.accept,
            kill=lambda engine, reason: self.killed.append((engine.name, reason)),
            on_engine=lambda engine: self.changed.append(engine.name),
        )
        self.bus = RouterBus(self.board, self.port)
        self._clients = self._listen("clients", held)
        self._workers = self._listen("workers", held, of_workers=True)

    def _count_unacked(self) -> None:
        self.unacked += 1

    def _listen(self, name: str, limits: KernelLimits, *, of_workers: bool = False) -> Link:
        link = Link(
            self._context,
            max_message=1 << 20,
            limits=limits,
            on_hold=lambda: None,
            of_workers=of_workers,
        )
        self._stack.enter_context(closing(link))
        link.bind(f"inproc://{name}")
        return link

    def _far(self, name: str, link: Link, take: Callable[..., None]) -> Far:
        def read() -> None:
            while (received := link.receive()) is not None:
                peer, frames = received
                take(peer, *unpack(frames))

        self._names += 1
        socket = self._stack.enter_context(self._context.socket(zmq.DEALER))
        socket.linger = 0
        socket.routing_id = f"{name}-{self._names}".encode()
        socket.connect(f"inproc://{name}")
        return Far(socket, read)

    def client(self) -> Far:
        return self._far("clients", self._clients, self._take)

    def _take(self, peer, header, raw) -> None:
        """Take in what comes from the clients' port, as the router does."""
        if header.kind != "req" and self.bus.take(peer, header, raw):
            return
        if header.type == BatGram.TYPE:
            raw = self.bus.addressed(peer, header, raw)
        self.dispatcher.accept(peer, header, raw)

    def member(self, name: str = "brick", **said: object) -> Far:
        """Return a member of the bus that has registered, and that has heard that it is."""
        far = self.client().join(name=name, **said)
        far.heard()
        return far

    def worker(self, **said: object) -> Far:
        """Return a worker that has registered, and that has heard that it is."""
        far = self.stranger().join(**said)
        far.heard()
        return far

    def stranger(self) -> Far:
        """Return the far end of a connection to the workers' port that has said nothing."""
        return self._far("workers", self._workers, self.port.take)


@pytest.fixture
def bus_of():
    """Makes the router's parts, with limits."""
    with ExitStack() as stack:
        yield lambda **limits: Bus(stack, **limits)


@pytest.fixture
def bus(bus_of):
    return bus_of()
