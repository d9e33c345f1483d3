"""The bus: engines and interfaces on the clients' port, registered by name, and their grams.

A member of the bus is a worker with the key of a client. It registers and beats as every worker
does, but answers nothing except grams, and those by its name. A gram that is asked is a request
like any other: it waits in its lane for its target, and gets exactly one answer. One that is
posted is passed on at once, or its sender is told why not.
"""

from __future__ import annotations

import msgspec

from batos.errors import BatosError
from batos.kernel.base.links import Peer
from batos.kernel.base.outbox import Entry
from batos.kernel.router.engines import Engine, EngineBoard, same_name
from batos.kernel.router.losses import way_up
from batos.kernel.router.refusals import read_own, unknown_target
from batos.kernel.router.workerport import WorkerPort
from batos.wire.codec import encode_header
from batos.wire.faults import BusyError, EngineUnavailableError
from batos.wire.messages.bus import CLIENT, BatGram, Name
from batos.wire.messages.frame import MAGIC, Header
from batos.wire.messages.workers import Register, WorkerState

__all__ = ["Bus"]

_RESERVED = (CLIENT, "kernel", "worker")
_OF_MEMBERS = frozenset({"beat", WorkerState.TYPE, "aside", "failed", "leave"})
"""What a member tells of itself, beside its registration."""
_POSTED = encode_header(Header(kind="evt", type=BatGram.TYPE))


class _Gram(msgspec.Struct):
    """A gram, of which the payload stays closed."""

    target: Name
    method: Name
    payload: msgspec.Raw = msgspec.Raw(b"\xc0")
    source: str = ""


# Neither holds state between calls.
_open = msgspec.msgpack.Decoder(_Gram).decode
_close = msgspec.msgpack.Encoder().encode


class Bus:
    """Lets members in, and grams through.

    Args:
        board: The workers and the members.
        port: Takes in what members tell of themselves.
    """

    def __init__(self, board: EngineBoard, port: WorkerPort) -> None:
        self._board = board
        self._port = port

    def take(self, peer: Peer, header: Header, raw: bytes) -> bool:
        """Take in what a member tells, or a gram that is posted; return False for all else.

        Raises:
            BatosError: It cannot be understood, or not be handed on.
        """
        if header.kind == "evt" and header.type == BatGram.TYPE and not header.re:
            self._post(peer, raw)
        elif header.kind == "ctl" and header.type == Register.TYPE:
            self._join(peer, header, read_own(Register, raw))
        elif (header.kind == "ctl" and header.type in _OF_MEMBERS) or (
            header.kind in ("evt", "rep", "err") and self._board.of_peer(peer) is not None
        ):
            self._port.take(peer, header, raw)
        else:
            return False
        return True

    def left(self, peer: Peer) -> None:
        """End what a member had whose connection has ended."""
        engine = self._board.of_peer(peer)
        if engine is not None:
            self._port.gone(engine, "its connection ended")

    def addressed(self, peer: Peer, header: Header, raw: bytes) -> bytes:
        """Write the target of a gram into its header; return the gram as it is handed on.

        Raises:
            BodyInvalidError: It is no gram; the sentence names the field.
        """
        try:
            gram = _open(raw)
        except Exception:  # msgspec also raises RecursionError and UnicodeDecodeError
            read_own(BatGram, raw)
            raise
        engine = self._board.of_peer(peer)
        gram.source = engine.name if engine is not None else CLIENT
        header.to = gram.target
        return _close(gram)

    def _post(self, peer: Peer, raw: bytes) -> None:
        header = Header(kind="evt")
        raw = self.addressed(peer, header, raw)
        engine = self._board.get(header.to)
        if engine is None or not engine.member:
            raise unknown_target(header.to, self._board.members())
        reader = engine.peer
        if reader is None:
            raise _away(engine)
        if reader.outbox.is_full():
            raise BusyError(
                f"{engine.named()} does not keep up with what it is told; this gram is not kept.",
                hint="Send it again in a moment.",
            )
        reader.deliver(Entry([MAGIC, _POSTED, raw]))
        if reader.gone:
            raise _away(engine)

    def _join(self, peer: Peer, header: Header, said: Register) -> None:
        if refusal := self._refusal(peer, said):
            self._port.refuse(peer, refusal)
            return
        self._port.look_after(said.name)
        # Whatever else it says: a member answers no types.
        member = Register(
            name=said.name,
            idempotent=said.idempotent,
            version=said.version,
            max_parallel=said.max_parallel,
            pid=said.pid,
            state=said.state,
            text=said.text,
            jobs=said.jobs,
        )
        peer.member = True
        self._port.register(peer, member, session=header.sess or peer.identity.hex())

    def _refusal(self, peer: Peer, said: Register) -> str:
        """Return why a name cannot be had, as a sentence, or an empty text."""
        name = said.name
        if not name.isprintable() or " " in name:
            return "A name on the bus has no spaces and no characters that nobody sees."
        engine = self._board.get(name)
        if name.casefold() in _RESERVED or (engine is not None and not engine.member):
            return f"The name {name!r} is the system's own; choose another one."
        own = self._board.of_peer(peer)
        if own is not None and not same_name(own.name, name):
            return f"This connection is {own.name!r} on the bus; another name needs another one."
        return ""


def _away(engine: Engine) -> BatosError:
    return EngineUnavailableError(
        f"{engine.named()} is gone: {engine.cause or 'its connection is lost'}; this gram is not "
        "kept.",
        hint=f"Send it again when it is back; {way_up(engine)}.",
        details={"engine": engine.name},
    )
