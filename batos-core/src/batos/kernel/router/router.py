"""The router: sockets on the loop, messages to where they belong."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import time
from collections.abc import Callable, Mapping

import zmq

from batos.errors import BatosError, PortInUseError
from batos.kernel.base.links import Link, Peer
from batos.kernel.base.outbox import Entry
from batos.kernel.base.settings import KernelSettings
from batos.kernel.base.streams import StreamLink
from batos.kernel.router.bus import Bus
from batos.kernel.router.complaints import Complaints, readable_header
from batos.kernel.router.dispatcher import Dispatcher
from batos.kernel.router.engines import Engine, EngineBoard
from batos.kernel.router.lines import LinePort
from batos.kernel.router.ports import holder_of
from batos.kernel.router.workerport import WorkerPort
from batos.wire.codec import Body, encode_body, encode_header, pack, unpack
from batos.wire.doorkeeper import Doorkeeper
from batos.wire.faults import (
    BodyInvalidError,
    LimitExceededError,
    error_to_body,
    incident_body,
)
from batos.wire.founding import PREFIX, founding_answer, founding_command
from batos.wire.keys import KeyRing
from batos.wire.messages.bus import BatGram
from batos.wire.messages.frame import MAGIC, MAX_BODY, MAX_WORKER_BODY, Header
from batos.wire.messages.kernel import Hello, KernelState
from batos.wire.messages.request import Notice

__all__ = ["Router"]

_LOG = logging.getLogger(__name__)
_BATCH = 8
"""Messages of clients that are read before workers are heard again: one that floods sends more."""
_ACK_AFTER_S = 0.02
_FLUSH_EVERY_S = 0.005
_IDLE_S = 120.0
_SLOW_S = 0.05


class Router:
    """The kernel's sockets and what is done with what they bring.

    Args:
        settings: Where to listen and what to hold.
        loop: The loop that it is served by.
        kill: Called when a worker's process has to be ended.
        on_engine: Called after an engine registered or changed its state.

    Attributes:
        inc: Incarnation of the kernel.
        board: The workers.
        dispatcher: The requests.
        state: starting, ready or draining.
        endpoint: Where clients connect.
        worker_endpoint: Where workers connect.
        lag_s: How late the loop was at its last beat, in seconds.
        walls: What the system holds around the kernel, in words.
        control: What the kernel answers itself, by the type that is asked.
    """

    def __init__(
        self,
        settings: KernelSettings,
        loop: asyncio.AbstractEventLoop,
        *,
        kill: Callable[[Engine, str], None],
        on_engine: Callable[[Engine], None],
    ) -> None:
        self.settings = settings
        self.limits = settings.limits
        self.beat_s = settings.beat_s
        self.inc = secrets.token_hex(8)
        self.board = EngineBoard()
        self.dispatcher = Dispatcher(
            self.board,
            inc=self.inc,
            limits=settings.limits,
            kill=kill,
            on_unacked=self._ack_soon,
        )
        self.state = "starting"
        self.endpoint = ""
        self.worker_endpoint = ""
        self.lag_s = 0.0
        self.walls = ""
        self.control: Mapping[str, Callable[[Peer, Header, bytes], Body]] = {}
        self._complaints = Complaints(self.inc)
        self._loop = loop
        self._port = WorkerPort(
            self.board,
            self.dispatcher,
            inc=self.inc,
            beat_s=settings.beat_s,
            liveness=settings.liveness,
            kill_silent_s=settings.kill_silent_s,
            request=self._request,
            kill=kill,
            on_engine=on_engine,
        )
        self._bus = Bus(self.board, self._port)
        self._lines = LinePort(self._bus, settings.line_port, self.limits, self.poke)
        self._started = time.monotonic()
        self._pumping = False
        self._flushing = False
        self._acking = False
        keys = KeyRing(settings.runtime_dir / "keys")
        keys.ensure()
        self._server_keys = keys.load("kernel")
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._doorkeeper = Doorkeeper(
            self._context,
            {
                "client": {keys.load("client").public: "client"},
                "worker": {keys.load("worker").public: "worker"},
            },
        )
        self._clients = self._link(MAX_BODY)
        self._workers = self._link(MAX_WORKER_BODY, of_workers=True)
        self._links = (self._workers, self._clients)

    @property
    def server_key(self) -> str:
        """The kernel's public key."""
        return self._server_keys.public

    def _link(self, max_body: int, *, of_workers: bool = False) -> Link:
        return Link(
            self._context,
            max_message=2 * max_body,
            limits=self.limits,
            on_hold=self._flush_soon,
            of_workers=of_workers,
        )

    # -- sockets ---------------------------------------------------------------------------

    def bind(self) -> None:
        """Bind both sockets.

        Raises:
            PortInUseError: Another program has the port.
        """
        host, port = self.settings.host, self.settings.port
        self._clients.secure(self._server_keys, "client")
        try:
            self.endpoint = self._clients.bind(f"tcp://{host}:{port or '*'}")
        except zmq.ZMQError as error:
            if error.errno not in (zmq.EADDRINUSE, 13):  # 13: the system reserves the port
                raise
            holder = holder_of(port)
            raise PortInUseError(
                f"Port {port} is in use{f' by {holder}' if holder else ''}.",
                hint="Stop that program, or choose another port: BATOS_KERNEL__PORT=0",
                details={"port": port, "holder": holder},
            ) from error
        self._workers.secure(self._server_keys, "worker")
        self.worker_endpoint = self._workers.bind("tcp://127.0.0.1:*")
        self._lines.bind()

    def attach(self, end: socket.socket) -> StreamLink:
        """Serve the kernel's end of a worker's socket pair.

        Args:
            end: The socket; closed with the connection.
        """
        return StreamLink(
            end,
            self._loop,
            limits=self.limits,
            on_message=self._from_stream,
            on_read=self._pump,
            # What the end of the stream means is said by the end of the process.
            on_end=lambda _peer: None,
        )

    def _from_stream(self, peer: Peer, frames: list[bytes]) -> None:
        self._take(None, peer, frames)

    def listen(self) -> None:
        """Serve the sockets from the loop."""
        door = self._doorkeeper
        self._loop.add_reader(door.socket.fileno(), door.answer_waiting)
        door.answer_waiting()
        for link in self._links:
            self._loop.add_reader(link.socket.fileno(), self._fired, link)
        self._listening = self._loop.create_task(self._lines.listen())
        self._pump()

    def close(self) -> None:
        """Take the sockets off the loop and close them; unsent messages are dropped."""
        self._lines.close()
        for open_socket in (self._doorkeeper.socket, *(link.socket for link in self._links)):
            if not open_socket.closed:
                self._loop.remove_reader(open_socket.fileno())
                open_socket.close(0)
        self._context.term()

    def _fired(self, link: Link) -> None:
        link.armed = True
        self._pump()

    def _pump(self) -> None:
        """Read what waits on both sockets, a fair share at a time."""
        started = time.monotonic()
        for _ in range(_BATCH):
            idle = True
            for link in self._links:
                if not link.armed:
                    continue
                link.armed = link.readable()
                received = link.receive() if link.armed else None
                if received is not None:
                    idle = False
                    self._take(link, *received)
            if idle:
                break
        else:
            self.poke()
        spent = time.monotonic() - started
        if spent > _SLOW_S:
            _LOG.warning("the loop was held for %.0f ms", spent * 1000)

    def poke(self) -> None:
        """After sending from outside of the pump: look whether an edge was used up."""
        if not self._pumping:
            self._pumping = True
            self._loop.call_soon(self._poked)

    def _poked(self) -> None:
        self._pumping = False
        self._pump()

    # -- messages --------------------------------------------------------------------------

    def _take(self, link: Link | None, peer: Peer, frames: list[bytes]) -> None:
        now = time.monotonic()
        peer.last_seen = now
        if self._complaints.ignores(peer, now):
            return
        header: Header | None = None
        try:
            if link is self._clients and frames and frames[0] != MAGIC:
                founding = founding_command(frames)
                if founding is not None:
                    self._found(peer, frames, *founding)
                    return
            limit = MAX_BODY if link is self._clients else MAX_WORKER_BODY
            header, raw = unpack(frames, limit)
            if link is not self._clients:
                self._port.take(peer, header, raw)
            else:
                self._from_client(peer, header, raw)
        except BatosError as error:
            self._port.spoilt(peer, header or readable_header(frames), error)
            self._complaints.answer(peer, frames, header, error, now)
        except Exception:
            body = incident_body("kernel")
            _LOG.exception("incident %s", body["incident"])
            if header is not None and header.id:
                answer = Header(kind="err", type=header.type, re=header.id, inc=self.inc)
                peer.deliver(Entry(pack(answer, body)))

    def _found(self, peer: Peer, frames: list[bytes], command: str, body: bytes) -> None:
        header = Header(kind="req", type=f"{PREFIX}.{command}", id=secrets.token_hex(16))
        delimiter = frames[:1] if len(frames) > 1 else []
        if len(body) > MAX_BODY:
            error = LimitExceededError(
                f"The message has {len(body)} bytes; at most {MAX_BODY} are allowed."
            )
            answer = founding_answer(None, encode_body(error_to_body(error)))
            peer.deliver(Entry([*delimiter, answer]))
            return
        self.dispatcher.accept(peer, header, body, founding=delimiter)

    def _from_client(self, peer: Peer, header: Header, raw: bytes) -> None:
        if header.kind != "req" and self._bus.take(peer, header, raw):
            return
        if header.kind not in ("req", "ctl"):
            raise BodyInvalidError(f"A client sends requests, not {header.kind!r}.")
        self._request(peer, header, raw)

    def _request(self, peer: Peer, header: Header, raw: bytes) -> None:
        if not header.id:
            raise BodyInvalidError("A request needs an id.")
        if header.type == BatGram.TYPE:
            raw = self._bus.addressed(peer, header, raw)
        answer = self.control.get(header.type)
        if answer is None:
            self.dispatcher.accept(peer, header, raw)
            return
        self._reply(peer, header, answer(peer, header, raw))

    def _reply(self, peer: Peer, header: Header, body: Body) -> None:
        kind_type = "welcome" if header.type == Hello.TYPE else header.type
        reply = Header(kind="rep", type=kind_type, re=header.id, inc=self.inc)
        peer.deliver(Entry([MAGIC, encode_header(reply), encode_body(body)]))

    def engine_gone(self, engine: Engine, cause: str) -> None:
        """End what a worker had, after its process has ended."""
        self._port.gone(engine, cause)
        self.poke()

    def tell_workers(self, type_: str) -> None:
        """Send a control message to every worker."""
        for engine in self.board:
            if engine.peer is not None:
                engine.peer.deliver(Entry(pack(Header(kind="ctl", type=type_, inc=self.inc))))
        self.poke()

    def tell_clients(self, told: Notice) -> None:
        """Send an event that belongs to no request to every client."""
        for peer in list(self._clients.peers.values()):
            peer.deliver(Entry(pack(Header(kind="evt", type=told.TYPE, inc=self.inc), told)))
        self.poke()

    # -- time ------------------------------------------------------------------------------

    def beat(self, late_s: float) -> None:
        """Do what is due once a beat: leases, deadlines, forgetting.

        Args:
            late_s: How late the loop is, in seconds.
        """
        self.lag_s = late_s
        now = time.monotonic()
        self._port.check_leases(now, late_s)
        self.dispatcher.expire()
        for link in self._links:
            link.forget_idle(now - _IDLE_S)
        self.poke()

    def _ack_soon(self) -> None:
        if not self._acking:
            self._acking = True
            self._loop.call_later(_ACK_AFTER_S, self._ack_due)

    def _ack_due(self) -> None:
        self._acking = False
        if self.dispatcher.ack_waiting(time.monotonic() - _ACK_AFTER_S / 2):
            self._ack_soon()
        self.poke()

    def _flush_soon(self) -> None:
        if not self._flushing:
            self._flushing = True
            self._loop.call_later(_FLUSH_EVERY_S, self._flush_due)

    def _flush_due(self) -> None:
        self._flushing = False
        waiting = [link.flush() for link in self._links]
        if any(waiting):
            self._flush_soon()
        self.poke()

    def unsent(self) -> bool:
        """Return whether something still waits for a slow peer."""
        return any(link.waiting for link in self._links)

    def watch_doomed(self) -> None:
        """Look again when the next hard cancel is due."""
        due = self.dispatcher.end_doomed()
        if due is not None:
            self._loop.call_later(max(0.0, due - time.monotonic()), self.watch_doomed)

    def status(self) -> KernelState:
        """Return what ``kernel.status`` answers."""
        return {
            "state": self.state,
            "inc": self.inc,
            "version": self.settings.version,
            "endpoint": self.endpoint,
            "uptime_s": round(time.monotonic() - self._started, 1),
            "lag_ms": round(self.lag_s * 1000, 1),
            "queued": self.dispatcher.lanes.sizes(),
            "open": len(self.dispatcher.jobs),
            "clients": len(self._clients.peers),
            "engines": [engine.summary() for engine in self.board],
            "walls": self.walls,
            "started": self.settings.started,
            "counters": {**self._complaints.counters, "keys_refused": self._doorkeeper.refused},
        }
