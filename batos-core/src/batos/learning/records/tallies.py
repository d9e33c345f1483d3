"""How many records of cycles and entries of the trail an image holds, without counting them.

How many sentences each reader has read is noted alike.

The length of a BTree is known only by going through all of it. A tally beside it costs one small
record a commit, and two processes that add to it never conflict.
"""

from __future__ import annotations

from typing import Any, Literal

from BTrees.Length import Length

from batos.image import Root
from batos.learning.model.commands import Reader

__all__ = ["Tally", "add_to_tally", "read_tally"]

Tally = Literal["cycles", "trail"] | Reader


def add_to_tally(root: Root, name: Tally, count: int) -> None:
    """Note that so many were added, or with a minus sign removed, in the running transaction.

    To be called before the change, so that a tally that is new counts what was there.
    """
    key = _key(name)
    found: Any = root.meta.get(key)
    if found is None:
        found = root.meta[key] = Length(_counted(root, name))
    found.change(count)


def read_tally(root: Root, name: Tally) -> int:
    """Return how many there are."""
    found: Any = root.meta.get(_key(name))
    return int(found()) if found is not None else _counted(root, name)


def _key(name: Tally) -> str:
    return f"tally_{name}"


def _counted(root: Root, name: Tally) -> int:
    """Return how many there are where none was noted: in an image of a version before that did."""
    held = {"cycles": root.cycles, "trail": root.trail}
    return len(held.get(name, ()))
