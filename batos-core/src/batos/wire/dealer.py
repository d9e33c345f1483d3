"""A DEALER socket with its monitor, so that refused keys do not look like a dead kernel."""

from __future__ import annotations

import enum

import zmq
from zmq.utils.monitor import parse_monitor_message

from batos.errors import KeyRefusedError, ProtocolError
from batos.wire.connection import Connection
from batos.wire.keys import KeyPair

__all__ = ["Dealer", "LinkState"]

_EVENTS = (
    zmq.EVENT_HANDSHAKE_SUCCEEDED
    | zmq.EVENT_HANDSHAKE_FAILED_AUTH
    | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
    | zmq.EVENT_DISCONNECTED
)


class LinkState(enum.Enum):
    """What the monitor has seen last."""

    CONNECTING = "connecting"
    UP = "up"
    DOWN = "down"
    KEY_REFUSED = "key refused"
    OTHER_KERNEL = "other kernel"
    OTHER_PROTOCOL = "other protocol"


class Dealer:
    """A blocking client socket with a context of its own.

    Args:
        endpoint: Where to connect.
        keys: The client's key pair, or None on a transport that file modes protect.
        server_key: The kernel's public key.

    Attributes:
        link: What the monitor has seen last.
    """

    def __init__(self, endpoint: str, keys: KeyPair | None, server_key: str = "") -> None:
        self.link = LinkState.CONNECTING
        self._reconnected = False
        self._failures = 0
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.socket: zmq.Socket[bytes] = self._context.socket(zmq.DEALER)
        for option, value in (
            (zmq.LINGER, 0),
            (zmq.IMMEDIATE, 1),  # a request must not wait for a later kernel and run there
            (zmq.RECONNECT_IVL, 100),
            (zmq.RECONNECT_IVL_MAX, 5000),
            (zmq.HEARTBEAT_IVL, 2000),
            (zmq.HEARTBEAT_TIMEOUT, 6000),
            (zmq.HANDSHAKE_IVL, 3000),
            (zmq.RCVHWM, 10_000),
        ):
            self.socket.setsockopt(option, value)
        if keys is not None:
            self.socket.curve_serverkey = server_key.encode("ascii")
            self.socket.curve_publickey = keys.public.encode("ascii")
            self.socket.curve_secretkey = keys.secret.encode("ascii")
        self._monitor: zmq.Socket[bytes] = self.socket.get_monitor_socket(_EVENTS)
        self._monitor.linger = 0
        self._timeout = -2
        self.socket.connect(endpoint)

    def send(self, frames: list[bytes], timeout_ms: int) -> bool:
        """Send a message; return False if the link is not up within the time."""
        try:
            self.socket.send_multipart(frames, zmq.NOBLOCK, copy=True)
        except zmq.Again:
            if not timeout_ms or not self.socket.poll(timeout_ms, zmq.POLLOUT):
                return False
            return self.send(frames, 0)
        return True

    def receive(self, timeout_ms: int) -> list[bytes] | None:
        """Return the next message, or None after the time."""
        if timeout_ms != self._timeout:
            self.socket.rcvtimeo = self._timeout = timeout_ms
        try:
            return self.socket.recv_multipart()
        except zmq.Again:
            return None

    def drop_partial(self) -> None:
        """After an interrupt: read away what is left of a message that was half read."""
        while self.socket.getsockopt(zmq.RCVMORE):
            self.socket.recv(zmq.NOBLOCK)

    def poll_monitor(self, timeout_ms: int) -> None:
        """Take in what the monitor saw."""
        while self._monitor.poll(timeout_ms):
            timeout_ms = 0
            event = parse_monitor_message(self._monitor.recv_multipart())["event"]
            if event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
                self._reconnected = self.link is LinkState.DOWN
                self.link = LinkState.UP
            elif event == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                self.link = LinkState.KEY_REFUSED
            elif event == zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL:
                self.link = LinkState.OTHER_PROTOCOL
            elif event == zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL:
                # A kernel with another key ends each handshake without a word, but so does one
                # that is just dying: the second failure in a row decides.
                self._failures += 1
                if self._failures > 1:
                    self.link = LinkState.OTHER_KERNEL
            elif event == zmq.EVENT_DISCONNECTED and self.link is LinkState.UP:
                self.link = LinkState.DOWN

    def take_reconnected(self) -> bool:
        """Return whether the link was lost and is up again since the last call."""
        was, self._reconnected = self._reconnected, False
        return was

    def check(self, connection: Connection) -> None:
        """Raise what a failed handshake means.

        Raises:
            KeyRefusedError: One of the two sides does not know the other's key.
            ProtocolError: What listens there is no kernel.
        """
        if self.link is LinkState.KEY_REFUSED:
            raise KeyRefusedError(
                "The kernel does not allow this key.",
                hint="The keys changed after the kernel started: batos down, then batos up",
            )
        if self.link is LinkState.OTHER_KERNEL:
            raise KeyRefusedError(
                f"What listens at {connection.endpoint} is not the kernel of the connection file.",
                hint="Start the kernel again: batos down, then batos up",
            )
        if self.link is LinkState.OTHER_PROTOCOL:
            raise ProtocolError(f"What listens at {connection.endpoint} is not a kernel.")

    def close(self, linger_ms: int = 0) -> None:
        """Close the socket.

        Args:
            linger_ms: How long to wait for what is not sent yet; then it is dropped.
        """
        if self.socket.closed:
            return
        self.socket.disable_monitor()
        self._monitor.close(0)
        self.socket.close(linger_ms)
        self._context.term()
