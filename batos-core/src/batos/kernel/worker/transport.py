"""How a worker reaches the kernel: a socket pair, or ZeroMQ with keys.

Both let any thread send, and one thread at a time (the switchboard's leader) receive.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self

import msgspec
import zmq

from batos.errors import KernelNotRunningError
from batos.kernel.base.streams import FrameReader, join_frames
from batos.wire.dealer import Dealer
from batos.wire.keys import KeyRing, Role, write_private

__all__ = ["RouterTransport", "StreamTransport", "Transport", "WorkerLink", "dial"]

_FD = "fd:"
_READ = 256 * 1024
_CONNECT_MS = 10_000
_LAST_MS = 1000
"""Milliseconds that a kernel which does not read is waited for with the last words."""
_STREAK_S = 500e-6
"""Messages that follow each other within this time are a streak."""


class Transport(Protocol):
    """A connection to the kernel."""

    def send(self, frames: list[bytes]) -> None:
        """Send a message, from any thread."""
        ...

    def receive(self, timeout_s: float) -> list[bytes] | None:
        """Return the next message, or None after the time or a :meth:`wake`; one thread only.

        Raises:
            KernelNotRunningError: The kernel has closed the connection.
        """
        ...

    def wake(self) -> None:
        """Let :meth:`receive` return; safe in a signal handler."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class WorkerLink(msgspec.Struct, kw_only=True):
    """The file that tells workers which the kernel has not started itself where it is.

    Attributes:
        endpoint: Where workers connect.
        server_key: The kernel's public key.
        keys: Folder of the worker's key pair.
    """

    endpoint: str
    server_key: str
    keys: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the link.

        Raises:
            KernelNotRunningError: There is no such file, or it is damaged.
        """
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError) as error:
            raise KernelNotRunningError(
                f"No kernel offers work at {str(path)!r}.", hint="start it with: batos up"
            ) from error

    def write(self, path: Path) -> None:
        """Write the file, for its owner only."""
        write_private(path, msgspec.json.encode(self).decode())


def dial(link: str) -> Transport:
    """Return a connection to the kernel.

    Args:
        link: ``fd:N`` for an inherited socket, else the path of a link file.
    """
    if link.startswith(_FD):
        return StreamTransport(socket.socket(fileno=int(link.removeprefix(_FD))))
    return RouterTransport(WorkerLink.read(Path(link)))


class StreamTransport:
    """The worker's end of a socket pair.

    Args:
        end: The socket.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(True)
        end.set_inheritable(False)  # the worker's own children have no part in it
        self._end = end
        self._reader = FrameReader()
        self._writing = threading.Lock()
        self._timeout = -1.0
        self._streak = False
        self._woken = False

    def send(self, frames: list[bytes]) -> None:
        """Send a message; waits while the kernel is behind with reading."""
        data = join_frames(frames)
        # A broken pipe is the kernel's end, which receive() reports.
        with self._writing, contextlib.suppress(OSError):
            self._end.sendall(data)

    def receive(self, timeout_s: float) -> list[bytes] | None:
        """Return the next message, or None."""
        frames = self._reader.next()
        if frames is not None or self._woken:
            return frames
        started = time.perf_counter()
        data = self._watch(started) if self._streak else None
        if not data:
            data = self._block(timeout_s)
        self._streak = data is not None and time.perf_counter() - started < _STREAK_S
        if data is None:
            return None
        self._reader.feed(data)
        return self._reader.next()

    def _watch(self, started: float) -> bytes | None:
        """Wait awake for a moment: in a streak of messages the next one is about to come.

        Waking a sleeping process costs more than a trivial method does (measured: half of a
        round trip). Outside of streaks nothing is spent on it.
        """
        while time.perf_counter() - started < _STREAK_S:
            try:
                return self._end.recv(_READ, socket.MSG_DONTWAIT)
            except OSError:  # nothing there; anything worse is met again when blocking
                _yield_processor()
        return None

    def _block(self, timeout_s: float) -> bytes | None:
        if timeout_s != self._timeout:
            # The system's own time-out: one system call a message, where settimeout() takes two.
            whole = int(timeout_s)
            value = struct.pack("ll", whole, max(1000, int((timeout_s - whole) * 1_000_000)))
            self._end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
            self._timeout = timeout_s
        try:
            data = self._end.recv(_READ)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError as error:
            raise _ended() from error
        if not data:
            if self._woken:
                return None
            raise _ended()
        return data

    def wake(self) -> None:
        """End reading for good: this is only called at the end."""
        self._woken = True
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        """Close the socket."""
        self._end.close()


class RouterTransport:
    """A DEALER to the kernel's worker port.

    Args:
        link: Where that is.
        role: Whose key it has.

    Raises:
        KernelNotRunningError: The kernel cannot be reached.
    """

    def __init__(self, link: WorkerLink, role: Role = "worker") -> None:
        keys = KeyRing(Path(link.keys)).load(role)
        self._dealer = Dealer(link.endpoint, keys, link.server_key)
        self._outgoing: deque[list[bytes]] = deque()
        self._woken = False
        self._closed = False
        # Whoever ends a worker need not be the thread that receives.
        self._turn = threading.Lock()
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)
        self._poller = zmq.Poller()
        self._poller.register(self._dealer.socket, zmq.POLLIN)
        self._poller.register(self._wake_reader, zmq.POLLIN)
        if not self._dealer.socket.poll(_CONNECT_MS, zmq.POLLOUT):
            self.close()
            raise KernelNotRunningError(f"No kernel answers at {link.endpoint}.")

    def send(self, frames: list[bytes]) -> None:
        """Send a message: the receiving thread does it, because the socket is its own."""
        self._outgoing.append(frames)
        self.wake()

    def receive(self, timeout_s: float) -> list[bytes] | None:
        """Return the next message, or None."""
        with self._turn:
            return None if self._closed else self._received(timeout_s)

    def _received(self, timeout_s: float) -> list[bytes] | None:
        self._flush()
        frames = self._dealer.receive(0)
        if frames is not None:
            return frames
        wait_ms = int(timeout_s * 1000)
        self._poller.poll(min(wait_ms, 20) if self._outgoing else wait_ms)
        with contextlib.suppress(BlockingIOError):
            self._wake_reader.recv(4096)
        self._woken = False
        self._flush()
        return self._dealer.receive(0)

    def wake(self) -> None:
        """Let :meth:`receive` return."""
        if not self._woken:
            self._woken = True
            with contextlib.suppress(OSError):  # full: it is awake already
                self._wake_writer.send(b"x")

    def close(self) -> None:
        """Send what was posted and close the sockets; waits a moment for a slow kernel."""
        self.wake()
        with self._turn:
            self._closed = True
            self._flush(_LAST_MS)
            self._dealer.close(_LAST_MS)
            self._wake_reader.close()
            self._wake_writer.close()

    def _flush(self, wait_ms: int = 0) -> None:
        while self._outgoing and self._dealer.send(self._outgoing[0], wait_ms):
            self._outgoing.popleft()


# Not every system has the call.
_yield_processor: Callable[[], None] = getattr(os, "sched_yield", lambda: time.sleep(0))


def _ended() -> KernelNotRunningError:
    return KernelNotRunningError("The kernel has ended.")
