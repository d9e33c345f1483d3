"""The founding documents' single-map message, understood and answered in kind.

One msgpack map in one frame, or after an empty delimiter frame::

    {"command": "initiate_cognitive_cycle", "target_oid": ...,
     "mission_brief": {"type": ..., "selector": ..., "args": [...], "kwargs": {...}}}

It travels on as a request of type ``founding.<command>`` with the map as its body, and gets
one map back: ``{"status": "COMPLETE", "result": ...}`` or
``{"status": "FAILED", "error": {code, message, ...}}``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

__all__ = ["PREFIX", "founding_answer", "founding_command"]

PREFIX = "founding"
"""Capability under which a worker takes founding messages."""

# First bytes of a msgpack map: fixmap, map 16, map 32.
_MAP_STARTS = frozenset(range(0x80, 0x90)) | {0xDE, 0xDF}


class _Message(msgspec.Struct):
    command: Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[a-z_]+$")]
    mission_brief: msgspec.Raw = msgspec.Raw(b"\x80")


class _Result(msgspec.Struct):
    result: msgspec.Raw


_decode = msgspec.msgpack.Decoder(_Message).decode
_decode_result = msgspec.msgpack.Decoder(_Result).decode


def founding_command(frames: Sequence[bytes]) -> tuple[str, bytes] | None:
    """Return the command and the body if the frames are a founding message, else None."""
    if len(frames) == 2 and not frames[0]:
        frames = frames[1:]
    if len(frames) != 1 or not frames[0] or frames[0][0] not in _MAP_STARTS:
        return None
    try:
        message = _decode(frames[0])
    except Exception:  # any failure to decode means: not such a message
        return None
    return message.command, frames[0]


def founding_answer(body: bytes | None, error: bytes | None = None) -> bytes:
    """Return the one frame that answers a founding message.

    Args:
        body: The body of the reply; its ``result`` is taken if it has one.
        error: The body of the error instead.
    """
    answer: dict[str, Any]
    if error is not None:
        answer = {"status": "FAILED", "error": msgspec.Raw(error)}
    else:
        raw = body or b"\x80"
        try:
            answer = {"status": "COMPLETE", "result": _decode_result(raw).result}
        except msgspec.DecodeError:
            answer = {"status": "COMPLETE", "result": msgspec.Raw(raw)}
    return msgspec.msgpack.encode(answer)
