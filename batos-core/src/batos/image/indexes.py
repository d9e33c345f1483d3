"""Indexes of an image that are made when they are first needed, among what it knows of itself."""

from __future__ import annotations

from typing import Any

from BTrees.OOBTree import OOBTree

from batos.image.root import Root
from batos.objects import UvmObject

__all__ = ["index_of", "made_index", "method_key"]


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
