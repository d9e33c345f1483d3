"""Indexes of an image that are made when they are first needed, among what it knows of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from BTrees.OOBTree import OOBTree

from batos.errors import UsageError
from batos.image.root import Root
from batos.objects import UvmObject

__all__ = ["index_of", "made_index", "method_key", "named"]

_LEAST_PREFIX = 4
"""Characters of an id that name what has it when no other begins so."""


def index_of(root: Root, name: str) -> Any:
    """Return an index for reading; an empty dict where it was never needed."""
    return root.meta.get(name, {})


def made_index(root: Root, name: str) -> Any:
    """Return an index for writing."""
    if name not in root.meta:
        root.meta[name] = OOBTree()
    return root.meta[name]


def method_key(receiver: UvmObject, selector: str) -> tuple[int, str]:
    """Return what a method of a stored object is found by, whatever the object is called."""
    return int.from_bytes(receiver._p_oid, "big"), selector


def named(name: str, by_id: Mapping[str, Any], by_address: Mapping[str, Any], kind: str) -> Any:
    """Return what has an id, an address, or alone an id that begins so; None where nothing has.

    Args:
        name: What a person wrote.
        by_id: What there is, by id.
        by_address: The same by ``OBJECT.SELECTOR``.
        kind: What it is, for the error.

    Raises:
        UsageError: Several ids begin so.
    """
    if name in by_id or name in by_address:
        return by_id[name] if name in by_id else by_address[name]
    begun = [each for each in by_id if each.startswith(name)]
    if len(name) < _LEAST_PREFIX or not begun:
        return None
    if len(begun) > 1:
        raise UsageError(f"Several {kind}s begin with {name!r}: {', '.join(begun)}.")
    return by_id[begun[0]]
