"""Kinds of values that the dialect tells apart, and two of its own."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

from batos.objects.uvm import UvmObject

__all__ = ["ATOMS", "CONTAINERS", "HASHED", "TEXTS", "DefaultDict", "Deque"]


class Deque(deque[Any]):
    """A deque; a million plain ones inside each other crash CPython when they are freed."""

    __slots__ = ()


class DefaultDict(defaultdict[Any, Any]):
    """A defaultdict, for the same reason as :class:`Deque`."""

    __slots__ = ()


# In texts they have the names that whoever wrote the method knows.
Deque.__name__ = "deque"
DefaultDict.__name__ = "defaultdict"

TEXTS = (str, bytes)
ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes, UvmObject})
"""What a comparison or a hash goes over at once."""
CONTAINERS = frozenset(
    {list, tuple, str, bytes, dict, set, frozenset, range, Counter, OrderedDict, Deque, DefaultDict}
)
HASHED: Any = (dict, set, frozenset)
"""What has hashed its items already."""
