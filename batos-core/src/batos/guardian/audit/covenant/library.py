"""What offered functions, and methods of plain values, give and change: tables for the analysis."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter, OrderedDict, deque

__all__ = [
    "ANSWERING",
    "CALLING",
    "COLLECTING",
    "FLATTENING",
    "HOLDING_FUNCTIONS",
    "HOLDING_MODULES",
    "ITEM_FUNCTIONS",
    "ITEM_METHODS",
    "METHODS",
    "PAIR_FUNCTIONS",
    "PAIR_METHODS",
    "PICKS",
    "SCALARS",
    "STARTING",
    "VIEW_METHODS",
]

SCALARS = frozenset(
    """abs all any ascii bin bool bytes chr complex divmod float format hasattr hash hex int
    isinstance len now oct ord pow print range repr round sha256 slice str today""".split()
)
"""Offered functions whose result has nothing of their arguments in it."""
PICKS = frozenset({"max", "min", "next"})
"""Offered functions that return one of the items."""
ITEM_METHODS = frozenset({"get", "pop", "setdefault", "popleft", "popitem"})
VIEW_METHODS = frozenset(
    """items values keys copy elements most_common union intersection difference
    symmetric_difference""".split()
)
PAIR_METHODS = frozenset({"items", "most_common"})
PAIR_FUNCTIONS = frozenset(
    """enumerate zip zip_longest pairwise groupby product permutations combinations
    combinations_with_replacement""".split()
)
"""What gives tuples of items."""
HOLDING_MODULES = frozenset(
    """itertools functools collections Counter defaultdict OrderedDict deque copy heapq""".split()
)
ITEM_FUNCTIONS = frozenset(
    {("random", "choice"), ("functools", "reduce"), ("heapq", "heappop")}
    | {("heapq", "heapreplace"), ("heapq", "heappushpop"), ("copy", "copy")}
    | {("statistics", name) for name in ("median", "median_low", "median_high", "mode")}
)
HOLDING_FUNCTIONS = frozenset(
    {("random", "sample"), ("random", "choices"), ("statistics", "multimode"), ("math", "prod")}
)
CALLING = frozenset(
    "map filter sorted defaultdict groupby starmap takewhile dropwhile filterfalse".split()
)
"""Offered functions that call a function or type that they are given, but do not give it back."""
ANSWERING = frozenset({"map", "starmap", "accumulate", "reduce"})
"""Offered functions that give what a function gives that they are given."""
COLLECTING = frozenset({"list", "set", "dict", "sorted", "tuple", "frozenset"})
"""Offered functions that surely give a collection, and no number or text."""
STARTING = frozenset({"sum", "prod"})
"""Offered functions that give back what they start with when there is nothing to add."""
FLATTENING = frozenset({"dict", "Counter", "OrderedDict", "defaultdict", "from_iterable"})
"""Offered functions that take the items out of what they are given: pairs, lists of lists."""

_KINDS: tuple[type, ...] = (
    *(str, bytes, int, float, complex, list, tuple, dict, set, frozenset, range),
    *(deque, Counter, OrderedDict, dt.datetime, dt.date, dt.time, dt.timedelta),
    *(re.Match, re.Pattern, type(hashlib.sha256()), type({}.items())),
)
METHODS = frozenset(name for kind in _KINDS for name in dir(kind) if not name.startswith("_"))
"""Methods of plain values, and no messages: what they give is new, or an item."""
