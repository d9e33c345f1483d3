"""ROUTER sockets and the peers behind them."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from typing import Protocol, cast

import zmq

from batos.kernel.base.outbox import Entry, Outbox, Stream
from batos.kernel.base.settings import KernelLimits
from batos.wire.keys import KeyPair
from batos.wire.messages.frame import MAX_FRAMES

# Plain numbers: the library's enumerations cost more than the calls that they are passed to.
_EVENTS = int(zmq.EVENTS)
_POLLIN = int(zmq.POLLIN)
_RCVMORE = int(zmq.RCVMORE)
_NOBLOCK = int(zmq.NOBLOCK)
_MORE = int(zmq.NOBLOCK | zmq.SNDMORE)

__all__ = ["Carrier", "Link", "Peer", "Sent"]


class Sent(enum.Enum):
    """What became of a message handed to the transport."""

    OK = 1
    FULL = 2
    GONE = 3


class Carrier(Protocol):
    """What peers are reached by."""

    def send(self, identity: bytes, frames: list[bytes]) -> Sent:
        """Hand a message to the transport."""
        ...

    def hold(self, peer: Peer) -> None:
        """Remember a peer that something waits for."""
        ...

    def lose(self, peer: Peer) -> None:
        """Forget a peer that is gone."""
        ...

    def overrun(self, peer: Peer) -> None:
        """Give up what waits for a peer that is hopelessly behind."""
        ...


class Peer:
    """One connection: a client's or a worker's.

    Attributes:
        link: What it is reached by.
        identity: The routing id that the library gave it; it is no proof of who it is.
        session: Session that its last ``hello`` named.
        name: How it calls itself.
        open: Requests that it has open.
        strikes: Messages with a wrong magic.
        ignored_until: Monotonic time until which it is not listened to.
        complained_at: Monotonic time of the last answer to a header that could not be read.
        behind: Whether it reads nothing of what it is sent; then it is sent nothing that would
            have to wait.
        last_seen: Monotonic time of its last message.
        member: Whether it is registered on the bus: others wait for what it answers.
        gone: Whether the transport has lost it.
    """

    __slots__ = (
        "behind",
        "complained_at",
        "gone",
        "identity",
        "ignored_until",
        "last_seen",
        "link",
        "member",
        "name",
        "open",
        "outbox",
        "session",
        "strikes",
    )

    def __init__(self, link: Carrier, identity: bytes, limits: KernelLimits) -> None:
        self.link = link
        self.identity = identity
        self.outbox = Outbox(limits.outbox_entries, limits.outbox_bytes)
        self.session = ""
        self.name = ""
        self.open = 0
        self.strikes = 0
        self.ignored_until = 0.0
        self.complained_at = 0.0
        self.behind = False
        self.last_seen = time.monotonic()
        self.member = False
        self.gone = False

    def deliver(self, entry: Entry, *, closes: Stream | None = None) -> None:
        """Send an entry now, or keep it until the peer can take it."""
        if self.gone:
            return
        if not self.outbox:
            sent = self.link.send(self.identity, entry.frames)
            if sent is Sent.OK:
                self.behind = False
                return
            if sent is Sent.GONE:
                self.link.lose(self)
                return
        if self.behind:
            return
        if self.outbox.push(entry, closes=closes):
            self.link.hold(self)
        else:
            self.link.overrun(self)

    def flush(self) -> None:
        """Send what waits, as far as the peer takes it."""
        self.outbox.flush(self._try)

    def _try(self, frames: list[bytes]) -> bool:
        sent = self.link.send(self.identity, frames)
        if sent is Sent.GONE:
            self.link.lose(self)
        return sent is Sent.OK


class Link:
    """A ROUTER socket, read and written without ever blocking.

    Args:
        context: Its ZeroMQ context.
        max_message: Bytes of a frame beyond which the transport cuts the connection. It is
            twice what the protocol allows, so that most oversized messages get an answer.
        limits: What is kept for one peer.
        on_hold: Called when a message has to wait, so that somebody flushes later.
        of_workers: Whether its peers are workers, not clients.

    Attributes:
        peers: Who has been heard, by routing id.
        waiting: Those that something waits for.
        armed: Whether the descriptor fired or may have lost an edge: any send may use one up.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        *,
        max_message: int,
        limits: KernelLimits,
        on_hold: Callable[[], None],
        of_workers: bool = False,
    ) -> None:
        self._of_workers = of_workers
        self.socket: zmq.Socket[bytes] = context.socket(zmq.ROUTER)
        self.peers: dict[bytes, Peer] = {}
        self.waiting: set[Peer] = set()
        self.armed = True
        self._limits = limits
        self._on_hold = on_hold
        for option, value in (
            (zmq.ROUTER_MANDATORY, 1),  # without it a full or gone peer loses messages in silence
            (zmq.LINGER, 0),  # draining is the kernel's own work
            (zmq.SNDHWM, 1000),
            (zmq.RCVHWM, 1000),
            (zmq.MAXMSGSIZE, max_message),
            (zmq.HANDSHAKE_IVL, 3000),
            # No heartbeats of the library's from this side: where a peer that floods is gone before
            # it is read, their timer ends the process (libzmq 4.3.5: "Assertion failed:
            # !_io_error"). The system finds out instead whether a peer is still there.
            (zmq.TCP_KEEPALIVE, 1),
            (zmq.TCP_KEEPALIVE_IDLE, 4),
            (zmq.TCP_KEEPALIVE_INTVL, 2),
            (zmq.TCP_KEEPALIVE_CNT, 3),
        ):
            self.socket.setsockopt(option, value)

    def secure(self, keys: KeyPair, domain: str) -> None:
        """Demand CURVE with a key that the doorkeeper knows in this domain."""
        self.socket.curve_server = True
        self.socket.curve_secretkey = keys.secret.encode("ascii")
        self.socket.curve_publickey = keys.public.encode("ascii")
        self.socket.zap_domain = domain.encode("ascii")

    def bind(self, endpoint: str) -> str:
        """Bind and return the endpoint that clients connect to."""
        self.socket.bind(endpoint)
        return self.socket.getsockopt_string(zmq.LAST_ENDPOINT)

    def readable(self) -> bool:
        """Return whether a message waits. Asking also re-arms the socket's descriptor."""
        return bool(cast(int, self.socket.getsockopt(_EVENTS)) & _POLLIN)

    def receive(self) -> tuple[Peer, list[bytes]] | None:
        """Return the next message and who sent it, or None.

        Of a message with too many frames only one more than allowed is kept: the transport
        has no limit of its own, and a million frames are 300 MiB of objects.
        """
        socket = self.socket
        try:
            identity = socket.recv(_NOBLOCK)
        except zmq.Again:
            return None
        frames: list[bytes] = []
        while socket.getsockopt(_RCVMORE):
            frame = socket.recv(_NOBLOCK)
            if len(frames) <= MAX_FRAMES:
                frames.append(frame)
        peer = self.peers.get(identity)
        if peer is None:
            peer = self.peers[identity] = Peer(self, identity, self._limits)
        return peer, frames

    def send(self, identity: bytes, frames: list[bytes]) -> Sent:
        """Hand a message to the transport."""
        self.armed = True
        send = self.socket.send
        try:
            send(identity, _MORE)
            for frame in frames[:-1]:
                send(frame, _MORE)
            send(frames[-1], _NOBLOCK)
        except zmq.Again:
            return Sent.FULL
        except zmq.ZMQError as error:
            if error.errno == zmq.EHOSTUNREACH:
                return Sent.GONE
            raise
        return Sent.OK

    def hold(self, peer: Peer) -> None:
        """Remember a peer that something waits for."""
        if not self.waiting:
            self._on_hold()
        self.waiting.add(peer)

    def flush(self) -> bool:
        """Send what waits for slow peers; return whether anything still waits."""
        for peer in list(self.waiting):
            peer.flush()
            if not peer.outbox:
                self.waiting.discard(peer)
        return bool(self.waiting)

    def overrun(self, peer: Peer) -> None:
        """Give up what waits for a peer that is hopelessly behind.

        A client stays who it is: one that only sends must not be a new one each time. A worker or
        a member of the bus that missed a request would be waited for.
        """
        if self._of_workers or peer.member:
            self.lose(peer)
            return
        peer.behind = True
        peer.outbox.clear()
        self.waiting.discard(peer)

    def lose(self, peer: Peer) -> None:
        """Forget a peer that the transport has lost."""
        peer.gone = True
        peer.outbox.clear()
        self.waiting.discard(peer)
        if self.peers.get(peer.identity) is peer:
            del self.peers[peer.identity]

    def forget_idle(self, before: float) -> None:
        """Forget peers without open requests that were last heard before a monotonic time."""
        for peer in list(self.peers.values()):
            if not peer.open and peer.last_seen < before and peer.ignored_until < before:
                self.lose(peer)

    def close(self) -> None:
        """Close the socket."""
        self.socket.close(0)
