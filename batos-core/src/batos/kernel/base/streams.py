"""The short way between a kernel and the workers that it starts: one socket pair each.

ZeroMQ passes each message through an I/O thread on both sides; on a pair of stream sockets the
two event loops meet directly, which halves the time of a round trip through a worker. Nobody
else can reach such a pair, so that it needs no keys, and its end tells of the other's death.

A message is ``BAT1``, the lengths of header and body (little-endian, 32 bits), header, body.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator

from batos.errors import ProtocolError
from batos.kernel.base.links import Peer, Sent
from batos.kernel.base.settings import KernelLimits
from batos.wire.messages.frame import MAGIC, MAX_HEADER, MAX_WORKER_BODY

__all__ = ["FrameReader", "StreamLink", "join_frames"]

_PREFIX = struct.Struct("<4sII")
_READ = 256 * 1024
_ROUNDS = 16


def join_frames(frames: list[bytes]) -> bytes:
    """Return the bytes of a three-frame message on a stream."""
    magic, header, body = frames
    return b"".join((_PREFIX.pack(magic, len(header), len(body)), header, body))


class FrameReader:
    """Cuts a stream of bytes into messages."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> None:
        """Take in what was read."""
        self._buffer = self._buffer + data if self._buffer else data

    def __iter__(self) -> Iterator[list[bytes]]:
        """Return every message that is complete.

        Raises:
            ProtocolError: The stream is out of step; it cannot be read any further.
        """
        while (frames := self.next()) is not None:
            yield frames

    def next(self) -> list[bytes] | None:
        """Return the next message that is complete, or None.

        Raises:
            ProtocolError: As for iteration.
        """
        buffer = self._buffer
        if len(buffer) < _PREFIX.size:
            return None
        magic, header_size, body_size = _PREFIX.unpack_from(buffer)
        # Twice the limits: a message that is a little too long is answered, not cut off.
        if magic != MAGIC or header_size > 2 * MAX_HEADER or body_size > 2 * MAX_WORKER_BODY:
            raise ProtocolError("The stream of messages is out of step.")
        middle = _PREFIX.size + header_size
        end = middle + body_size
        if len(buffer) < end:
            return None
        self._buffer = buffer[end:]
        return [magic, buffer[_PREFIX.size : middle], buffer[middle:end]]


class StreamLink:
    """The kernel's end of a socket pair.

    Args:
        end: The socket; this object closes it.
        loop: The loop that it is served by.
        limits: What is kept for the worker if it does not read.
        on_message: Called with the peer and the frames of each message.
        on_read: Called after one or several messages.
        on_end: Called when the other end is closed.
    """

    def __init__(
        self,
        end: socket.socket,
        loop: asyncio.AbstractEventLoop,
        *,
        limits: KernelLimits,
        on_message: Callable[[Peer, list[bytes]], None],
        on_read: Callable[[], None],
        on_end: Callable[[Peer], None],
    ) -> None:
        end.setblocking(False)
        self._end = end
        self._loop = loop
        self._on_message = on_message
        self._on_read = on_read
        self._on_end = on_end
        self._reader = FrameReader()
        self._rest = b""
        self._closed = False
        self._ending = False
        self.peer = Peer(self, b"", limits)
        loop.add_reader(end.fileno(), self._readable)

    def send(self, _identity: bytes, frames: list[bytes]) -> Sent:
        """Write a message, or as much of it as fits; the rest follows by itself."""
        if self._rest:
            return Sent.FULL
        data = join_frames(frames)
        try:
            written = self._end.send(data)
        except BlockingIOError:
            written = 0
        except OSError:
            # The other end reads no more. What it wrote before, such as why its start failed, is
            # still to be read; the reader will notice the end.
            return Sent.OK
        if written < len(data):
            self._rest = data[written:]
            self._loop.add_writer(self._end.fileno(), self._writable)
        return Sent.OK

    def hold(self, _peer: Peer) -> None:
        """Nothing to do: what waits is sent as soon as the socket takes it."""

    def overrun(self, peer: Peer) -> None:
        """Close the connection: a worker that missed a request would be waited for."""
        self.lose(peer)

    def lose(self, peer: Peer) -> None:
        """Close the connection."""
        peer.gone = True
        peer.outbox.clear()
        if not self._closed:
            self._closed = True
            self._loop.remove_reader(self._end.fileno())
            self._loop.remove_writer(self._end.fileno())
            self._end.close()

    def finish(self) -> None:
        """Take in what the other end wrote before it ended, and close."""
        self._ending = True
        self._read()
        self.lose(self.peer)

    def _readable(self) -> None:
        self._read()
        self._on_read()

    def _read(self) -> None:
        for _ in range(1 << 20 if self._ending else _ROUNDS):
            if self._closed:
                return
            try:
                data = self._end.recv(_READ)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._ended()
                return
            self._reader.feed(data)
            try:
                for frames in self._reader:
                    self._on_message(self.peer, frames)
            except ProtocolError:
                self._ended()
                return
            if len(data) < _READ and not self._ending:
                return

    def _ended(self) -> None:
        if not self._closed and not self._ending:
            self._loop.remove_reader(self._end.fileno())
            self._on_end(self.peer)

    def _writable(self) -> None:
        try:
            written = self._end.send(self._rest)
        except BlockingIOError:
            return
        except OSError:
            written = len(self._rest)  # the reader will notice the end
        self._rest = self._rest[written:]
        if not self._rest:
            self._loop.remove_writer(self._end.fileno())
            self.peer.flush()
