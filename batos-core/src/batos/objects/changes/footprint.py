"""Footprints: by what a change in place is noticed that nobody told of.

A list in a slot can be changed by whoever has it, through any function that hands it on, and no
analysis of a method's text can follow all of them. So the first time that a message is handed a
container, a digest of it is kept with its object; at the end of the message it must be the same.
"""

from __future__ import annotations

import io
import marshal
import pickle
from collections.abc import Iterable
from typing import Any

from persistent import Persistent

from batos.objects.prototype import Prototype

__all__ = [
    "CONTAINERS",
    "Footprint",
    "are_unmarked",
    "footprint",
    "is_as_before",
    "keep_footprint",
    "kept_size",
]

Footprint = tuple[int, int]
"""A digest, and the bytes that it was made of."""

CONTAINERS = frozenset({list, dict, set, tuple})
"""Kinds of values that can be changed in place, or hold some that can."""

_PLAIN = 2
"""The last form of marshal in which the same value always gives the same bytes."""


class _Pickler(pickle.Pickler):
    """For what marshal lacks: dates, and objects of the image, which stand for themselves."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, Persistent):
            return str, (str(id(obj)),)
        return NotImplemented


def keep_footprint(holder: Prototype, name: str, value: Any) -> None:
    """Keep the digest of a slot with its object, unless that is there.

    It is kept as long as the object stays in memory as it is stored.
    """
    state = holder.__dict__
    if state.get("_v_footprint_of") != holder._p_serial:
        state["_v_footprint_of"] = holder._p_serial
        state["_v_footprints"] = {}
    footprints = state["_v_footprints"]
    if name not in footprints:
        footprints[name] = footprint(value)


def kept_size(holder: Prototype, name: str) -> int | None:
    """Return the bytes of a digest that is kept, None where there is none."""
    known = _known(holder, name)
    return None if known is None else known[1]


def is_as_before(holder: Prototype, name: str) -> bool:
    """Return whether a slot has the digest that is kept of it."""
    return footprint(holder._slots.get(name)) == _known(holder, name)


def _known(holder: Prototype, name: str) -> Footprint | None:
    state = holder.__dict__
    if state.get("_v_footprint_of") != holder._p_serial:
        return None
    found: Footprint | None = state["_v_footprints"].get(name)
    return found


def footprint(value: Any) -> Footprint:
    """Return a digest of a value and the bytes that it was made of; those tell what it costs."""
    try:
        data = marshal.dumps(value, _PLAIN)
    except ValueError:
        data = _pickled(value)
    return hash(data), len(data)


def _pickled(value: Any) -> bytes:
    stream = io.BytesIO()
    try:
        _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    except Exception as problem:  # it holds what cannot be stored; whoever stores it says so
        return f"{id(value)} {problem!r}".encode("utf-8", "replace")
    return stream.getvalue()


def are_unmarked(touched: Iterable[tuple[Prototype, str]]) -> bool:
    """Whether a container in one of these slots was changed and nobody has marked its object.

    Of one whose footprint was not kept it is not known.
    """
    return any(
        holder._p_changed is False
        and kept_size(holder, name) is not None
        and not is_as_before(holder, name)
        for holder, name in touched
    )
