"""The frame of every message on the wire (BATP/1).

A message is three frames: the magic, the header and the body. The header is a typed msgpack
map, the body a msgpack map with text keys. The kernel reads headers only; a body is opened by
the side that works on it.

The conversation about one request::

    req ──▶                      id, type, sess, inc, ttl_ms, lane
        ◀── ack                  within 50 ms, unless the terminal itself is there by then
        ◀── evt evt evt ...      seq 1, 2, 3 ... without holes; evt ``gap`` stands for lost ones
        ◀── rep | err            exactly one

``ctl`` is the kernel's own traffic with its workers (register, beat, cancel ...).
"""

from __future__ import annotations

import secrets
import time
from typing import Annotated, Any, Literal

import msgspec

__all__ = [
    "MAGIC",
    "MAX_BODY",
    "MAX_DEPTH",
    "MAX_FRAMES",
    "MAX_HEADER",
    "MAX_WORKER_BODY",
    "MINOR",
    "PROTOCOL",
    "Header",
    "Kind",
    "Lane",
    "new_id",
]

PROTOCOL = 1
"""Major version: one that others do not speak is refused."""
MINOR = 1
"""Minor version: 1 has typed requests, and refuses a field that a request does not have."""
MAGIC = b"BAT1"
MAX_FRAMES = 11
"""Frames of one message, without the routing id."""
MAX_HEADER = 4 * 1024
"""Bytes of a header."""
MAX_BODY = 1024 * 1024
"""Bytes of a body on the client port."""
MAX_WORKER_BODY = 16 * 1024 * 1024
"""Bytes of a body on the worker port."""
MAX_DEPTH = 96
"""Containers within containers in a body: more than a slot may hold, which is 64."""

Kind = Literal["req", "ack", "evt", "rep", "err", "ctl"]
Lane = Literal["control", "interactive", "batch"]
_Id = Annotated[str, msgspec.Meta(max_length=64)]
_Name = Annotated[str, msgspec.Meta(max_length=128)]


class Header(msgspec.Struct, kw_only=True, omit_defaults=True, gc=False):
    """What every message carries.

    Unknown fields are ignored, so that a later minor version can add some.

    Attributes:
        v: Minor version of the sender.
        kind: What the message is in its conversation.
        type: Dotted name, such as ``kernel.status``.
        id: Of a request: unique, also its idempotency key.
        re: The id of the request that this message answers.
        sess: Session of the client, stable over reconnects.
        inc: Incarnation of the kernel. A request that names another one is not executed.
        seq: Number of an event within its request, from 1, without holes.
        ts: Seconds since the epoch at the sender.
        ttl_ms: Milliseconds after ``ts`` (or arrival) when a request loses its point.
        lane: Which queue a request waits in.
        to: Address, such as ``persona/alfred``; free for workers to read.
        parent: Of a worker's own request: the job that it is made for.
        key: Waiting events of one request with the same key replace each other.
        tp: W3C trace parent, carried through.
    """

    v: int = 0
    kind: Kind
    type: _Name = ""
    id: _Id = ""
    re: _Id = ""
    sess: _Id = ""
    inc: _Id = ""
    seq: int = 0
    ts: float = 0.0
    ttl_ms: int = 0
    lane: Lane = "interactive"
    to: _Name = ""
    parent: _Id = ""
    key: _Name = ""
    tp: _Name = ""


def new_id() -> str:
    """Return a UUIDv7 as 32 hex digits: sortable by time, unique over processes."""
    millis = time.time_ns() // 1_000_000
    noise = secrets.randbits(74)
    variant = 0x8 | (noise >> 60 & 0x3)
    return f"{millis:012x}7{noise >> 62:03x}{variant:x}{noise & (1 << 60) - 1:015x}"


class ErrorBody(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The body of an ``err``.

    Attributes:
        code: From the closed list in :mod:`batos.wire.faults`.
        message: One sentence for a person.
        hint: What to do about it.
        retryable: Whether the same request may succeed later.
        retry_after_ms: When to try again, if known.
        details: Plain data.
        incident: Id of the traceback in the kernel's or the worker's log.
        exit_code: What the command line exits with.
    """

    code: str
    message: str
    hint: str = ""
    retryable: bool = False
    retry_after_ms: int = 0
    details: dict[str, Any] = {}
    incident: str = ""
    exit_code: int = 1
