"""Which of several workers a request goes to: the one of its receiver, or the least busy one.

Messages for one receiver go to one worker as long as that worker lives: its cache is warm, two
cycles for one method meet there, and messages for different objects, which never conflict, run
beside each other. Which worker that is follows from the names alone (rendezvous hashing), so that
the end of a worker moves its own receivers and no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from batos.kernel.router.engines import Engine
    from batos.kernel.router.jobs import Job

__all__ = ["choose", "home_of", "shard_of"]

_DEFAULT = "genesis"
"""Who is meant where a message names nobody."""

# A decoder holds no state between calls; what is not asked for is passed over undecoded.
_fields = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


def shard_of(raw: bytes, path: str) -> str:
    """Return what is the same for all messages to one object, or an empty text.

    The kernel knows no image: names in different spellings are one, but a name and the oid of
    the same object are not. That costs a conflict at worst.

    Args:
        raw: The body, undecoded.
        path: Where in it the object is named, such as ``brief.receiver``.
    """
    try:
        found: Any = raw
        for name in path.split("."):
            found = _fields(found).get(name)
            if found is None:
                return _DEFAULT
        value = msgspec.msgpack.decode(found)
    except Exception:  # msgspec also raises RecursionError and UnicodeDecodeError
        return ""  # the worker will tell what is wrong with it
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return _DEFAULT if value is None else ""
    # An address may name a method as well: genesis.count_vowels.
    text = str(value).strip().partition(".")[0].lower()
    text = text.removesuffix("_obj").removesuffix("_prototype").removeprefix("@")
    return text or _DEFAULT


def home_of(job: Job, engines: Iterable[Engine]) -> Engine | None:
    """Return the worker of a request's receiver, or None while none serves.

    Whoever has a request for the receiver in hand keeps it, even when another one that died has
    come back: a cycle that runs must be joined, not begun twice.

    Args:
        job: A request with a shard.
        engines: Those that answer its type.
    """
    best: Engine | None = None
    most = -1
    for engine in engines:
        if job.shard in engine.hands:
            return engine
        if engine.serves(job.type):
            weight = _weight(job, engine.name)
            if weight > most:
                best, most = engine, weight
    return best


def choose(job: Job, engines: Iterable[Engine]) -> Engine | None:
    """Return the worker that takes a request now, or None where it has to wait."""
    if job.shard:
        home = home_of(job, engines)
        return home if home is not None and home.serves(job.type) and home.free() else None
    free = [engine for engine in engines if engine.serves(job.type) and engine.free()]
    return min(free, key=lambda engine: len(engine.running), default=None)


def _weight(job: Job, name: str) -> int:
    weight = job.weights.get(name)
    if weight is None:
        digest = blake2b(f"{name}\0{job.shard}".encode(), digest_size=8).digest()
        weight = job.weights[name] = int.from_bytes(digest, "big")
    return weight
