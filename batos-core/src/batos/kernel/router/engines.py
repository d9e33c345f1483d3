"""The workers as the kernel's router sees them: what they can do and how they are."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from batos.wire.messages.bus import BatGram
from batos.wire.messages.kernel import EngineLine
from batos.wire.messages.workers import Register

if TYPE_CHECKING:
    from batos.kernel.base.blame import Suspect
    from batos.kernel.base.links import Peer
    from batos.kernel.router.jobs import Job

__all__ = ["Engine", "EngineBoard", "EngineState", "same_name"]

EngineState = Literal["starting", "ready", "degraded", "restarting", "unavailable", "stopped"]
_SERVING = frozenset({"ready", "degraded"})


@dataclass(eq=False)
class Engine:
    """One worker, over all the processes that it lives through.

    Attributes:
        name: Its name on the bus.
        capabilities: First parts of the types that it answers.
        required: Whether the system is of no use without it.
        supervised: Whether the kernel started it.
        member: Whether it has joined the bus with the key of a client: it answers grams, by its
            name, and nothing else.
        session: Of a member: what tells its process from all others.
        late_s: Seconds past its deadline after which a request ends the process; 0 for never.
        state: How it is.
        text: What that means, in a few words.
        pid: Its process, 0 if there is none.
        shards: Where in the body of a type the object is named whose messages one worker gets.
        peer: Its connection.
        running: Its jobs by name.
        aside: Those of them that have given their place to others while they wait for something.
        hands: How many of them there are for each receiver.
        fault: Body of the error that it reported before it ended.
        cause: What ended its last process.
        crashes: How often it ended unasked.
        begun: The jobs that the last process had begun, or None where that is not known.
        suspects: The jobs whose methods ended it.
        asked: Whether the last process was ended on somebody's wish.
    """

    name: str
    capabilities: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    idempotent: frozenset[str] = frozenset()
    shards: Mapping[str, str] = field(default_factory=dict)
    walls: str = ""
    required: bool = False
    supervised: bool = False
    member: bool = False
    session: str = ""
    late_s: float = 0.0
    state: EngineState = "starting"
    text: str = ""
    version: str = ""
    max_parallel: int = 1
    pid: int = 0
    peer: Peer | None = None
    running: dict[str, Job] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    hands: Counter[str] = field(default_factory=Counter)
    last_seen: float = 0.0
    silent: bool = False
    fault: dict[str, Any] | None = None
    cause: str = ""
    crashes: int = 0
    begun: frozenset[str] | None = None
    suspects: Mapping[str, Suspect] = field(default_factory=dict)
    asked: bool = False

    def answers(self, type_: str, to: str = "") -> bool:
        """Return whether it is the one for a type of message.

        Args:
            type_: The type.
            to: Of a gram: the name of its target.
        """
        if type_ == BatGram.TYPE:
            return self.member and same_name(self.name, to)
        if type_ in self.types:
            return True
        return any(type_ == c or type_.startswith(f"{c}.") for c in self.capabilities)

    def serves(self, type_: str) -> bool:
        """Return whether it can be given such a message in its present state."""
        return self.peer is not None and (self.state in _SERVING or type_ in self.early)

    def named(self) -> str:
        """Return what it is called in a sentence."""
        return f"The {'engine ' + repr(self.name) if self.member else self.name + ' worker'}"

    def free(self) -> bool:
        """Return whether it takes one more job."""
        return len(self.running) - len(self.aside) < self.max_parallel

    def take(self, job: Job) -> None:
        """Note that it has a job."""
        self.running[job.key] = job
        if job.shard:
            self.hands[job.shard] += 1

    def step_aside(self, key: str) -> bool:
        """Note that a job has given its place to others; return whether it has the job."""
        if key not in self.running:
            return False
        self.aside.add(key)
        return True

    def release(self, job: Job) -> None:
        """Note that it has a job no more."""
        self.aside.discard(job.key)
        if self.running.pop(job.key, None) is not None and job.shard:
            self.hands[job.shard] -= 1
            if not self.hands[job.shard]:
                del self.hands[job.shard]

    def summary(self) -> EngineLine:
        """Return what ``kernel.status`` shows."""
        return {
            "name": self.name,
            "state": self.state,
            "text": self.text,
            "pid": self.pid,
            "version": self.version,
            "required": self.required,
            "capabilities": list(self.capabilities),
            "running": len(self.running),
            "aside": len(self.aside),
            "max_parallel": self.max_parallel,
            "crashes": self.crashes,
            "cause": self.cause,
            "silent": self.silent,
            "walls": self.walls,
            "member": self.member,
        }


class EngineBoard:
    """All engines, expected and registered.

    Attributes:
        topics: Where in the body of a type the conversation is named that it is a turn of.
    """

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._by_peer: dict[Peer, Engine] = {}
        self.topics: dict[str, str] = {}

    def __iter__(self) -> Iterator[Engine]:
        return iter(list(self._engines.values()))

    def get(self, name: str) -> Engine | None:
        """Return an engine by name."""
        return self._engines.get(_key(name))

    def members(self) -> list[str]:
        """Return the names of those that answer grams."""
        return sorted(engine.name for engine in self._engines.values() if engine.member)

    def of_peer(self, peer: Peer) -> Engine | None:
        """Return the engine at the other end of a connection."""
        return self._by_peer.get(peer)

    def expect(
        self, name: str, capabilities: Iterable[str], *, required: bool, late_s: float = 0.0
    ) -> Engine:
        """Take in an engine that the kernel is going to start."""
        engine = Engine(
            name,
            tuple(capabilities),
            required=required,
            supervised=True,
            late_s=late_s,
            text="starting",
        )
        self._engines[_key(name)] = engine
        return engine

    def register(self, peer: Peer, said: Register, *, session: str = "") -> Engine | None:
        """Connect a worker with its engine; return None if the name is taken by a living one.

        Args:
            peer: Its connection.
            said: What it says of itself.
            session: Of a member: what tells its process from all others.
        """
        engine = self._engines.get(_key(said.name))
        if engine is None:
            engine = self._engines[_key(said.name)] = Engine(said.name, member=bool(session))
        if engine.peer is not None and engine.peer is not peer:
            # Processes of other machines, or in boxes of their own, may have the same number.
            is_same = engine.session == session if engine.member else engine.pid == said.pid
            if not is_same and not engine.silent:
                return None
            self._by_peer.pop(engine.peer, None)
        engine.peer = peer
        engine.session = session
        engine.capabilities = tuple(dict.fromkeys((*said.capabilities, *engine.capabilities)))
        engine.types = frozenset(said.types)
        engine.early = frozenset(said.early)
        engine.idempotent = frozenset(said.idempotent)
        engine.shards = dict(said.shards)
        engine.walls = said.walls
        self.topics.update(said.topics)
        engine.version = said.version
        engine.max_parallel = said.max_parallel
        engine.pid = said.pid
        engine.state = said.state
        engine.text = said.text
        engine.last_seen = time.monotonic()
        engine.silent = False
        engine.fault = None
        self._by_peer[peer] = engine
        return engine

    def detach(self, engine: Engine) -> list[Job]:
        """Forget an engine's connection and process; return the jobs that it had."""
        if engine.peer is not None:
            self._by_peer.pop(engine.peer, None)
            engine.peer.link.lose(engine.peer)
        jobs = list(engine.running.values())
        engine.running.clear()
        engine.aside.clear()
        engine.hands.clear()
        engine.peer = None
        engine.pid = 0
        engine.silent = False
        engine.last_seen = time.monotonic()
        if engine.member:
            engine.state = "restarting"
            engine.text = engine.cause
        elif not engine.supervised:
            self.forget(engine)
        return jobs

    def forget(self, engine: Engine) -> None:
        """Forget an engine that is gone; its name is free."""
        self._engines.pop(_key(engine.name), None)

    def for_type(self, type_: str, to: str = "") -> list[Engine]:
        """Return the engines that answer a type, whatever their state.

        Args:
            type_: The type.
            to: Of a gram: the name of its target.
        """
        if type_ == BatGram.TYPE:
            found = self.get(to)
            return [found] if found is not None and found.member else []
        # An engine that has listed its types refuses others of its family by not listing them.
        return [
            engine
            for engine in self._engines.values()
            if (type_ in engine.types if engine.types else engine.answers(type_))
        ]

    def types(self) -> list[str]:
        """Return every type that some engine has listed."""
        return sorted({type_ for engine in self._engines.values() for type_ in engine.types})


def same_name(one: str, other: str) -> bool:
    """Return whether two names on the bus are one."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return name.casefold()
