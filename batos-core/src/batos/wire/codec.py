"""Frames to messages and back, with every limit checked before anything is decoded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

import msgspec

from batos.errors import ProtocolError
from batos.wire.faults import BodyInvalidError, LimitExceededError, VersionMismatchError
from batos.wire.messages.frame import (
    MAGIC,
    MAX_BODY,
    MAX_DEPTH,
    MAX_FRAMES,
    MAX_HEADER,
    PROTOCOL,
    Header,
)
from batos.wire.values import TAG_MARK, from_wire, to_wire, wire_fields

__all__ = [
    "EMPTY_BODY",
    "Body",
    "decode_body",
    "decode_header",
    "encode_body",
    "encode_header",
    "pack",
    "unpack",
]


def _refuse_extension(code: int, _data: memoryview) -> Any:
    raise ValueError(f"extension type {code} is not part of the protocol")


# Encoders and decoders hold no state between calls.
_encode = msgspec.msgpack.Encoder().encode
_decode_header = msgspec.msgpack.Decoder(Header).decode
_decode_body = msgspec.msgpack.Decoder(dict[str, Any], ext_hook=_refuse_extension).decode

EMPTY_BODY = b"\x80"


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


Body = Mapping[str, Any] | msgspec.Struct | _Dataclass
"""What a body is made of: one of the messages, or a map where there is none for it."""


def encode_header(header: Header) -> bytes:
    """Return the header frame."""
    return _encode(header)


def encode_body(body: Body | None) -> bytes:
    """Return the body frame; values that msgpack lacks are brought into its shape."""
    if not body:
        return EMPTY_BODY
    try:
        if isinstance(body, msgspec.Struct):
            return _encode_message(body)
        return _encode(to_wire(body))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise BodyInvalidError(f"The body cannot be sent: {error}.") from error


def _encode_message(message: msgspec.Struct) -> bytes:
    try:
        return _encode(wire_fields(message))
    except (ValueError, OverflowError):  # a text or a number of its own is none of msgpack's
        return _encode(to_wire(message))


def decode_header(frame: bytes) -> Header:
    """Return the header.

    Raises:
        LimitExceededError: The frame is longer than 4 KiB.
        ProtocolError: It is not a header.
    """
    if len(frame) > MAX_HEADER:
        raise _too_long("header", len(frame), MAX_HEADER)
    try:
        return _decode_header(frame)
    except Exception as error:  # msgspec also raises RecursionError and UnicodeDecodeError
        raise ProtocolError(
            f"The header cannot be read: {_reason(error)}.", details={"start": frame[:16].hex()}
        ) from error


def decode_body(frame: bytes, limit: int = MAX_BODY) -> dict[str, Any]:
    """Return the body.

    Raises:
        LimitExceededError: The frame is longer than ``limit`` bytes.
        BodyInvalidError: It is not a map of plain values, or nested deeper than 96.
    """
    if len(frame) > limit:
        raise _too_long("body", len(frame), limit)
    try:
        body: dict[str, Any] = _decode_body(frame)
    except Exception as error:  # as above
        raise BodyInvalidError(f"The body cannot be read: {_reason(error)}.") from error
    # Each level costs a byte, so that a short body cannot be too deep.
    if len(frame) > MAX_DEPTH and _deeper_than(body, MAX_DEPTH):
        raise BodyInvalidError(f"The body is nested deeper than {MAX_DEPTH} levels.")
    if TAG_MARK in frame:
        body = from_wire(body)
        if not isinstance(body, dict):
            raise BodyInvalidError("The body is not a map.")
    return body


def pack(header: Header, body: Body | None = None) -> list[bytes]:
    """Return the three frames of a message."""
    return [MAGIC, _encode(header), encode_body(body)]


def unpack(frames: Sequence[bytes], limit: int = MAX_BODY) -> tuple[Header, bytes]:
    """Return the header and the undecoded body of a message.

    Raises:
        VersionMismatchError: The first frame is not ``BAT1``.
        LimitExceededError: Too many frames, or one is too long.
        ProtocolError: The header cannot be read.
    """
    if not frames or frames[0] != MAGIC:
        raise VersionMismatchError(
            "The message does not speak this protocol.",
            details={"supported": [PROTOCOL, PROTOCOL], "magic": MAGIC.decode()},
        )
    if len(frames) > MAX_FRAMES:
        raise LimitExceededError(
            f"A message has at most {MAX_FRAMES} frames.", details={"limit": MAX_FRAMES}
        )
    if len(frames) < 2:
        raise ProtocolError("The message has no header.")
    header = decode_header(frames[1])
    if len(frames) == 2:
        return header, EMPTY_BODY
    body = frames[2]
    if len(body) > limit:
        raise _too_long("body", len(body), limit)
    return header, body


def _too_long(what: str, size: int, limit: int) -> LimitExceededError:
    return LimitExceededError(
        f"The {what} has {size} bytes; at most {limit} are allowed.",
        details={"limit": limit, "size": size},
    )


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error).rstrip(".") or type(error).__name__


def _deeper_than(value: Any, limit: int) -> bool:
    level: list[Any] = [value]
    for _ in range(limit):
        level = [
            item
            for container in level
            for item in (container.values() if type(container) is dict else container)
            if type(item) is dict or type(item) is list
        ]
        if not level:
            return False
    return True
