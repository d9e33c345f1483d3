"""The founding line protocol: a name, then JSON lines, over TCP on this machine alone.

The first line of a connection is a name; after it each line is a gram, ``{"source", "target",
"method", "payload"}``, both ways. Who connects is a member of the bus. The protocol has no keys,
so that whoever may open a port of this machine may speak; it is off unless it is configured.

It has no answers either, only grams. A gram that was asked is answered by the next one that goes
back to its source. What goes wrong is a gram of the kernel's own, with a sentence as ``content``.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from batos.as_json import json_line
from batos.errors import BatosError, CancelledError, PortInUseError, ProtocolError
from batos.kernel.base.links import Peer, Sent
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.bus import Bus
from batos.kernel.router.ports import holder_of
from batos.wire.codec import decode_body, encode_body, unpack
from batos.wire.faults import BodyInvalidError, LimitExceededError, error_to_body
from batos.wire.messages.bus import ANSWER, BatGram, GramAnswer
from batos.wire.messages.frame import MAX_BODY, MAX_WORKER_BODY, Header, new_id
from batos.wire.messages.workers import Beat, Refused, Register, StopJob

__all__ = ["LinePort"]

_HOST = "127.0.0.1"
_MOST = 64
"""Connections at once; each may hold a line that is not at its end."""
_NAMELESS_S = 10.0
"""Seconds in which a connection is to say its name."""
_STRIKES = 20
"""Lines that make no sense, after which a connection is closed."""
_WAITING = 256 * 1024
"""Bytes that wait in the system for a reader, before grams wait in its outbox."""
_ASKED = 64
"""Grams that one connection may be asked at once."""
_AT_A_TIME = 32
"""Lines of a connection that are taken in before others have their turn."""

_read = msgspec.json.Decoder(dict[str, Any]).decode


class LinePort:
    """Listens for connections.

    Args:
        bus: Where they become members.
        port: Where; 0 for nowhere.
        limits: What is kept for a slow reader.
        on_read: Called after something was heard.
    """

    def __init__(
        self, bus: Bus, port: int, limits: KernelLimits, on_read: Callable[[], None]
    ) -> None:
        self._bus = bus
        self._port = port
        self._limits = limits
        self._on_read = on_read
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._lines: set[_Line] = set()

    def bind(self) -> None:
        """Bind the port.

        Raises:
            PortInUseError: Another program has it.
        """
        if not self._port:
            return
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((_HOST, self._port))
        except OSError as error:
            self.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            holder = holder_of(self._port)
            raise PortInUseError(
                f"Port {self._port} is in use{f' by {holder}' if holder else ''}.",
                hint="Stop that program, or choose another one: kernel.line_port; 0 is none.",
                details={"port": self._port, "holder": holder},
            ) from error

    @property
    def endpoint(self) -> str:
        """Where it listens; empty for nowhere."""
        return f"tcp://{_HOST}:{self._port}" if self._server is not None else ""

    async def listen(self) -> None:
        """Take connections."""
        if self._socket is not None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(self._connected, sock=self._socket)

    def close(self) -> None:
        """Close the port and all connections."""
        if self._server is not None:
            self._server.close()
        elif self._socket is not None:
            self._socket.close()
        for line in list(self._lines):
            line.end()

    def _connected(self) -> _Line:
        return _Line(self._bus, self._lines, self._limits, self._on_read)


class _Line(asyncio.Protocol):
    """One connection, and what carries grams to it."""

    def __init__(
        self, bus: Bus, others: set[_Line], limits: KernelLimits, on_read: Callable[[], None]
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._bus = bus
        self._others = others
        self._on_read = on_read
        self._peer = Peer(self, new_id().encode(), limits)
        self._name = ""
        self._rest = bytearray()
        self._seen = 0
        self._strikes = 0
        self._paused = False
        self._asked: deque[tuple[str, str]] = deque()

    # -- the connection --------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "it is a stream"
        self._transport = transport
        transport.set_write_buffer_limits(high=_WAITING)
        if len(self._others) >= _MOST:
            self._close(LimitExceededError(f"There are {_MOST} connections already."))
            return
        self._others.add(self)
        self._loop.call_later(_NAMELESS_S, self._check_name)

    def connection_lost(self, _error: Exception | None) -> None:
        self._others.discard(self)
        self._peer.gone = True
        self._bus.left(self._peer)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        self._drain()

    def _drain(self) -> None:
        """Take in what has come, a few lines at a time: others are on the loop as well."""
        for _ in range(_AT_A_TIME):
            if self._transport.is_closing():
                break
            end = self._rest.find(b"\n", self._seen)
            if end < 0:
                self._seen = len(self._rest)
                if self._seen > MAX_BODY:
                    self._close(LimitExceededError(f"A line has at most {MAX_BODY} bytes."))
                self._transport.resume_reading()
                break
            line = bytes(self._rest[:end])
            del self._rest[: end + 1]
            self._seen = 0
            self._take(line)
        else:
            self._transport.pause_reading()
            self._loop.call_soon(self._drain)
        self._on_read()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._peer.flush()

    def end(self) -> None:
        """Close the connection, what is written to it first."""
        self._transport.close()

    def _check_name(self) -> None:
        if not self._name:
            self._close(BodyInvalidError("The first line is to be a name."))

    def _close(self, error: BatosError) -> None:
        self._complain(error)
        self._transport.close()

    # -- what it says ----------------------------------------------------------------------

    def _take(self, line: bytes) -> None:
        self._peer.last_seen = time.monotonic()
        try:
            if self._name:
                self._hear(_gram(line))
            else:
                self._join(line.strip())
        except BatosError as error:
            # What cannot be handed on is well said all the same.
            self._strikes += isinstance(error, ProtocolError)
            if self._strikes >= _STRIKES or not self._name:
                self._close(error)
            else:
                self._complain(error)
        else:
            self._strikes = 0

    def _join(self, text: bytes) -> None:
        self._name = text.decode("utf-8", "replace")
        note = Register(name=self._name, max_parallel=_ASKED)
        try:
            self._say(Header(kind="ctl", type=note.TYPE), encode_body(note))
        except BatosError:
            self._name = ""
            raise

    def _hear(self, gram: BatGram) -> None:
        target = gram.target.casefold()
        for source, job in self._asked:
            if source == target:
                self._asked.remove((source, job))
                answer = encode_body(GramAnswer(gram.payload))
                self._say(Header(kind="rep", type=gram.TYPE, re=job), answer)
                return
        self._say(Header(kind="evt", type=gram.TYPE), encode_body(gram))

    def _say(self, header: Header, raw: bytes) -> None:
        self._bus.take(self._peer, header, raw)

    # -- what it is told -------------------------------------------------------------------

    def send(self, _identity: bytes, frames: list[bytes]) -> Sent:
        """Write a gram as a line; what else the kernel tells a member is no line."""
        if self._transport.is_closing():
            return Sent.GONE
        header, raw = unpack(frames, MAX_WORKER_BODY)
        if header.type == BatGram.TYPE and header.kind in ("req", "evt"):
            if self._paused:
                return Sent.FULL
            self._tell(header, raw)
        elif header.type == Beat.TYPE:
            self._peer.last_seen = time.monotonic()  # the connection itself is the sign of life
        elif header.type == Refused.TYPE:
            self._name = ""
            self._close(BodyInvalidError(str(decode_body(raw)["reason"])))
        elif header.type == StopJob.TYPE:
            stopped = CancelledError(f"Cancelled: {decode_body(raw)['reason']}.")
            self._loop.call_soon(self._fail, header.re, stopped)
        return Sent.OK

    def hold(self, _peer: Peer) -> None:
        """Nothing to do: what waits is written as soon as the connection takes it."""

    def overrun(self, peer: Peer) -> None:
        """Close the connection: who waits for a gram that it missed is to be told."""
        self.lose(peer)

    def lose(self, peer: Peer) -> None:
        """Close the connection."""
        peer.gone = True
        peer.outbox.clear()
        self._transport.abort()

    def _tell(self, header: Header, raw: bytes) -> None:
        try:
            body = decode_body(raw, MAX_WORKER_BODY)
        except BatosError as error:  # it holds what JSON has no form for
            if header.kind == "req":
                self._asked.append(("", header.id))
                self._loop.call_soon(self._fail, header.id, error)
            else:
                self._complain(error)
            return
        if header.kind == "req":
            self._asked.append((str(body["source"]).casefold(), header.id))
        self._write(body)

    def _fail(self, job: str, error: BatosError) -> None:
        """Answer a gram that was asked with an error, unless it was answered before."""
        for source, asked in list(self._asked):
            if asked == job:
                self._asked.remove((source, asked))
                header = Header(kind="err", type=BatGram.TYPE, re=job)
                self._say(header, encode_body(error_to_body(error)))
                self._on_read()

    def _complain(self, error: BatosError) -> None:
        content = " ".join(filter(None, (error.message, error.hint)))
        told = {"persona": "KERNEL", "content": content, "code": error.code}
        line = {"source": "kernel", "target": self._name, "method": ANSWER, "payload": told}
        if not self._paused:  # one that does not read need not be told
            self._write(line)

    def _write(self, body: dict[str, Any]) -> None:
        self._transport.write(f"{json_line(body)}\n".encode())


def _gram(text: bytes) -> BatGram:
    """Return a gram from a line.

    Raises:
        BodyInvalidError: It is none.
    """
    try:
        found = _read(text)
        return msgspec.convert(found, BatGram)
    except Exception as error:  # msgspec also raises RecursionError and UnicodeDecodeError
        raise BodyInvalidError(f"The line is no gram: {error}.".replace("\n", " ")) from error
