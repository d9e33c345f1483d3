"""Plain Python values in the shape that msgpack can carry.

What msgpack lacks travels as a map with one key, which :func:`from_wire` undoes:

===============  =================================================================================
``{"$int": t}``  an integer beyond 64 bits: decimal digits, or ``0x...`` where there are very many
``{"$text": t}`` a text with half of a surrogate pair, which UTF-8 cannot hold, as JSON writes it
``{"$map": p}``  a dict as pairs, where its keys would become the same text (``1`` and ``"1"``), or
                 where it looks like one of these three itself
===============  =================================================================================
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import json
from collections.abc import Callable, Mapping, Set
from typing import Any, get_args

import msgspec

__all__ = ["TAG_MARK", "from_wire", "to_wire", "wire_fields", "wire_text"]

TAG_MARK = b"$"
"""What every message holds in which :func:`from_wire` finds something."""

_INT, _TEXT, _MAP = "$int", "$text", "$map"
_MIN_INT = -(2**63)
_MAX_INT = 2**64 - 1
_MOST_DECIMAL = 1 << 10_000
"""Longer integers are written in hexadecimal: many readers refuse them in decimal, and it is
slow."""
_SCALARS = frozenset({float, bool, type(None), bytes})
_MAX_REPR = 200
_MOST_ALIKE = 1_000
"""Keys of a dict whose hashes may collide, which somebody has made for that."""


def to_wire(value: Any) -> Any:
    """Return ``value`` made of maps with text keys, lists, texts, numbers, bytes and None.

    Tuples become lists, sets sorted lists, dates ISO texts. Anything else becomes its ``repr``,
    cut to 200 characters: an answer that is shown beats one that is lost.

    Of a Struct, and of a dataclass, the fields travel; its own plain form where it has one.
    """
    kind = type(value)
    if kind is str:
        return value if value.isascii() or _is_whole(value) else {_TEXT: json.dumps(value)}
    if kind in _SCALARS:
        return value
    if kind is int:
        return value if _MIN_INT <= value <= _MAX_INT else {_INT: _digits(value)}
    if kind is dict:
        return _to_map(value)
    if kind is list or kind is tuple:
        return [to_wire(item) for item in value]
    return _rare(value)


def wire_text(text: str) -> str:
    """Return a text that UTF-8 can hold: half of a surrogate pair becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _digits(value: int) -> str:
    return str(value) if -_MOST_DECIMAL < value < _MOST_DECIMAL else hex(value)


def _to_map(value: Mapping[Any, Any]) -> dict[str, Any]:
    made = {}
    for key, item in value.items():
        text = key if type(key) is str and key.isascii() else _key(key)
        if text is None or text in made:
            return _pairs(value)
        made[text] = to_wire(item)
    if len(made) == 1 and not made.keys().isdisjoint(_DECODERS):
        return _pairs(value)
    return made


def _pairs(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {_MAP: [[_pair_key(key), to_wire(item)] for key, item in value.items()]}


def _pair_key(key: Any) -> Any:
    if key is None or isinstance(key, (str, int, float, bytes, tuple)):
        return to_wire(key)
    return wire_text(repr(key))


def _key(key: Any) -> str | None:
    """Return the text that stands for a key; None where there is no such text."""
    if isinstance(key, str):
        return str(key) if _is_whole(key) else None
    if isinstance(key, enum.Enum):
        return _key(key.value)
    if isinstance(key, int) and not isinstance(key, bool):
        return _digits(int(key))
    wired = to_wire(key)
    if isinstance(wired, (list, dict)):
        wired = key
    text = str(wired)
    return text if _is_whole(text) else None


def _rare(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _fields(value)
    if hasattr(kind := type(value), "to_plain"):
        return to_wire(value.to_plain())
    if dataclasses.is_dataclass(kind):
        return {each.name: to_wire(getattr(value, each.name)) for each in dataclasses.fields(kind)}
    if isinstance(value, enum.Enum):
        return to_wire(value.value)
    if isinstance(value, Mapping):
        return _to_map(value)
    if isinstance(value, Set):
        return _in_order(value)
    if isinstance(value, (str, int, float)):  # subclasses of scalars
        plain = next(base for base in (bool, int, float, str) if isinstance(value, base))
        return to_wire(plain(value))
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, (decimal.Decimal, fractions.Fraction, complex)):
        return str(value)
    if isinstance(value, (range, tuple, list)) or type(value).__name__ == "deque":
        return [to_wire(item) for item in value]
    text = repr(value)
    return wire_text(text if len(text) <= _MAX_REPR else text[: _MAX_REPR - 1] + "…")


def wire_fields(message: msgspec.Struct) -> msgspec.Struct:
    """Return a message whose free values are made of what msgpack can carry."""
    made = {
        name: to_wire(given) for name in _free(type(message)) if (given := getattr(message, name))
    }
    return msgspec.structs.replace(message, **made) if made else message


@functools.cache
def _free(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields that may hold anything."""
    return tuple(each.name for each in msgspec.structs.fields(kind) if _holds_any(each.type))


def _holds_any(kind: Any) -> bool:
    return kind is Any or any(map(_holds_any, get_args(kind)))


def _fields(message: msgspec.Struct) -> dict[str, Any]:
    """Return a message as a map; a field that is as it is by default is left out."""
    form = message.__struct_config__
    omits = form.omit_defaults
    tag = {form.tag_field: form.tag} if form.tag_field else {}
    return tag | {
        each.encode_name: to_wire(given)
        for each in msgspec.structs.fields(message)
        if (given := getattr(message, each.name)) is not msgspec.UNSET
        and not (omits and given == _default(each))
    }


def _default(field: msgspec.structs.FieldInfo) -> Any:
    made = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()


def _in_order(values: Set[Any]) -> list[Any]:
    try:
        ordered = sorted(values)
    except TypeError:  # mixed types have no order of their own
        ordered = sorted(values, key=repr)
    return [to_wire(item) for item in ordered]


def from_wire(value: Any) -> Any:
    """Return ``value`` with what :func:`to_wire` has tagged as it was."""
    if isinstance(value, dict):
        if len(value) == 1:
            ((tag, content),) = value.items()
            decode = _DECODERS.get(tag)
            if decode is not None:
                try:
                    return decode(content)
                except (TypeError, ValueError):  # another's map, which is no tag
                    return value
        return {key: from_wire(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    return value


def _to_int(content: str) -> int:
    return int(content, 16) if "x" in content[:3] else int(content)


def _to_text(content: str) -> str:
    text = json.loads(content)
    if not isinstance(text, str):
        raise TypeError("it is no text")
    return text


def _to_dict(content: list[Any]) -> dict[Any, Any]:
    pairs = [(_frozen(from_wire(key)), item) for key, item in content]
    if len(pairs) - len({hash(key) for key, _ in pairs}) > _MOST_ALIKE:
        # Making the dict would take a time in the square of their number.
        raise ValueError("too many keys are alike")
    return {key: from_wire(item) for key, item in pairs}


def _frozen(key: Any) -> Any:
    return tuple(map(_frozen, key)) if isinstance(key, list) else key


_DECODERS: Mapping[str, Callable[[Any], Any]] = {_INT: _to_int, _TEXT: _to_text, _MAP: _to_dict}
