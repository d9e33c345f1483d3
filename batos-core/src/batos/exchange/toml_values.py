"""Plain values as TOML can hold them.

Built on the tagged form of :mod:`batos.guardian.trial.tagged`. TOML lacks a null, integers beyond
64 bits, and text that is not valid Unicode; an object graph also holds references and blobs. They
travel as ``{"$" = kind, ...}`` like the rest.
"""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from persistent import Persistent

from batos.guardian.trial.tagged import NotPlainError, decode, encode

__all__ = ["NotPlainError", "Refer", "Resolve", "from_toml", "to_toml"]

Refer = Callable[[Persistent], dict[str, Any]]
"""Returns what stands for an object in a text: a map with a ``$``."""
Resolve = Callable[[Mapping[str, Any]], Any]
"""Returns the object that such a map stands for."""

_DEEPEST = 64
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_SEQUENCES: Mapping[str, Callable[[Iterable[Any]], Any]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}
_REFERENCES = frozenset({"object", "blob"})


def to_toml(value: Any, refer: Refer | None = None, _depth: int = 0) -> Any:
    """Return a value made of what TOML has.

    Args:
        value: Plain data.
        refer: What to write for objects of the image; without it they cannot travel.

    Raises:
        NotPlainError: Something in it cannot travel, or it is nested too deeply.
    """
    kind = type(value)
    if kind is bool or kind is float:
        return value
    if value is None:
        return {"$": "none"}
    if kind is int:
        return value if _SMALLEST <= value <= _LARGEST else {"$": "int", "v": hex(value)}
    if kind is str:
        return value if _is_valid(value) else {"$": "text", "v": json.dumps(value)}
    if _depth > _DEEPEST:
        raise NotPlainError("it is nested too deeply")
    if kind is list:
        return [to_toml(item, refer, _depth + 1) for item in value]
    if kind is dict:
        return _dict(value, refer, _depth + 1)
    if kind in (tuple, set, frozenset):
        items = [to_toml(item, refer, _depth + 1) for item in value]
        # Sets in an order of their own, so that the same set is the same text.
        return {"$": kind.__name__, "v": items if kind is tuple else sorted(items, key=repr)}
    return _rare(value, refer)


def _dict(value: Mapping[Any, Any], refer: Refer | None, depth: int) -> dict[str, Any]:
    if all(type(key) is str and _is_valid(key) for key in value) and "$" not in value:
        return {key: to_toml(item, refer, depth) for key, item in value.items()}
    pairs = [[to_toml(k, refer, depth), to_toml(v, refer, depth)] for k, v in value.items()]
    return {"$": "dict", "v": pairs}


def _rare(value: Any, refer: Refer | None) -> Any:
    if isinstance(value, Persistent):
        if refer is None:
            raise NotPlainError("it holds an object of the image")
        return refer(value)
    zone = getattr(value, "tzinfo", None)
    if type(zone) is zoneinfo.ZoneInfo and zone.key:
        text = value.replace(tzinfo=None).isoformat()
        return {"$": type(value).__name__, "v": text, "zone": zone.key, "fold": value.fold}
    return encode(value)


def from_toml(value: Any, resolve: Resolve | None = None) -> Any:
    """Return the value that :func:`to_toml` was given.

    Args:
        value: What was read.
        resolve: Finds objects; without it a reference is refused.

    Raises:
        NotPlainError: It is not such a value.
    """
    try:
        return _decode(value, resolve, 0)
    except (TypeError, ValueError, KeyError, OverflowError, RecursionError) as problem:
        if isinstance(problem, NotPlainError):
            raise
        raise NotPlainError(f"a value is damaged: {problem}") from None


def _decode(value: Any, resolve: Resolve | None, depth: int) -> Any:
    if depth > _DEEPEST * 2:  # a tag is a level of its own in the text
        raise NotPlainError("it is nested too deeply")
    if type(value) is list:
        return [_decode(item, resolve, depth + 1) for item in value]
    if type(value) is not dict:
        return value
    if "$" not in value:
        return {key: _decode(item, resolve, depth + 1) for key, item in value.items()}
    tag = value["$"]
    if tag in _REFERENCES:
        if resolve is None:
            raise NotPlainError(f"it refers to an {tag}, which cannot stand here")
        return resolve(value)
    if tag == "none" and len(value) == 1:
        return None
    if set(value) == {"$", "v", "zone", "fold"}:
        return _zoned(value)
    if set(value) != {"$", "v"}:
        raise NotPlainError(f"a value of kind {str(tag)[:40]!r} has other fields than it should")
    return _tagged(tag, value["v"], resolve, depth + 1)


def _tagged(tag: Any, content: Any, resolve: Resolve | None, depth: int) -> Any:
    if tag == "text":
        text = json.loads(content)
        if type(text) is not str:
            raise NotPlainError("a text is damaged")
        return text
    if tag == "dict":
        pairs = [
            [_decode(part, resolve, depth + 1) for part in (key, item)] for key, item in content
        ]
        found = {_key(key): item for key, item in pairs}
        if len(found) != len(pairs):
            raise NotPlainError("a dict has the same key twice")
        return found
    if tag in _SEQUENCES:
        if type(content) is not list:
            raise NotPlainError(f"a {tag} is damaged")
        items = [_decode(item, resolve, depth + 1) for item in content]
        made = _SEQUENCES[tag](items if tag == "tuple" else [_key(item) for item in items])
        if len(made) != len(items):
            raise NotPlainError(f"a {tag} has the same value twice")
        return made
    return decode({"$": tag, "v": content})


def _key(value: Any) -> Any:
    """Return a key of a dict, or a value of a set, if it can be found again."""
    for part in value if type(value) is tuple else (value,):
        if part != part:  # noqa: PLR0124 - how a NaN is known in every type that has one
            raise NotPlainError("a key is not a number (NaN), so that it could never be found")
    return value


def _zoned(value: Mapping[str, Any]) -> Any:
    kinds: Mapping[str, Any] = {"datetime": dt.datetime, "time": dt.time}
    # Names are looked up in files: those that are no names of zones are refused by zoneinfo.
    try:
        zone = zoneinfo.ZoneInfo(value["zone"])
    except (zoneinfo.ZoneInfoNotFoundError, OSError) as problem:
        raise NotPlainError(f"it names a time zone that is not known here: {problem}") from None
    moment = kinds[value["$"]].fromisoformat(value["v"])
    return moment.replace(tzinfo=zone, fold=int(value["fold"]))


def _is_valid(text: str) -> bool:
    """Return whether a text can be written as UTF-8."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
