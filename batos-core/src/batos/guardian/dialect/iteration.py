"""The facades of what goes over items: ``itertools``, ``functools``, ``heapq`` and ``bisect``."""

from __future__ import annotations

import bisect
import functools
import heapq
import itertools
import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

from batos.guardian.dialect import FACADES, MAX_ITEMS, MAX_WIDTH
from batos.guardian.dialect.budget import look
from batos.guardian.dialect.built_ins import check_range, check_tuples, still
from batos.guardian.dialect.facade import Facade, facade
from batos.guardian.dialect.kinds import CONTAINERS
from batos.guardian.dialect.measure import (
    bounded,
    breach,
    compared,
    held,
    light,
    lightly,
    materialised,
    taken,
    too_many,
    watched,
)
from batos.guardian.dialect.operators import add

__all__ = ["iteration_facades", "seen"]

_MOST_TWINS = 64
"""Iterators over the same items."""

# -- order -----------------------------------------------------------------------------------------


def _ranked(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(n: int, source: Any, key: Any = None) -> list[Any]:
        found = bounded(source)
        if key is None:
            compared(found)
        best: list[Any] = function(n, watched(found), lightly(key))
        return best

    return call


def _heapify(heap: list[Any]) -> None:
    heapq.heapify(compared(heap))


def _heappush(heap: list[Any], item: Any) -> None:
    heapq.heappush(heap, light(item))


def _heappop(heap: list[Any]) -> Any:
    last = heap.pop()
    return _replaced(heap, last) if heap else last


def _heapreplace(heap: list[Any], item: Any) -> Any:
    return _replaced(heap, item)


def _heappushpop(heap: list[Any], item: Any) -> Any:
    return _replaced(heap, item) if heap and heap[0] < light(item) else item


def _replaced(heap: list[Any], item: Any) -> Any:
    """Return the smallest item of a heap, in the place of which comes another.

    As :mod:`heapq` does it, but each item is weighed before it is compared: what is in the list
    need not have come there by being pushed.
    """
    smallest, count, place = heap[0], len(heap), 0
    while (child := 2 * place + 1) < count:
        if child + 1 < count and not light(heap[child]) < heap[child + 1]:
            child += 1
        heap[place] = heap[child]
        place = child
    heap[place] = light(item)
    while place and item < heap[(place - 1) // 2]:
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = item
    return smallest


def _placing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that compares an item with those of a sorted list."""

    def call(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Any = None) -> Any:
        return function(a, light(x), lo, hi, key=lightly(key))

    return call


class _Comparable:
    """What :func:`functools.cmp_to_key` gives; a million of its own inside each other crash."""

    __slots__ = ("_compare", "obj")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, compare: Callable[[Any, Any], Any], obj: Any) -> None:
        self._compare = compare
        self.obj = obj

    def __lt__(self, other: _Comparable) -> bool:
        return bool(self._compare(self.obj, other.obj) < 0)

    def __gt__(self, other: _Comparable) -> bool:
        return bool(self._compare(self.obj, other.obj) > 0)

    def __le__(self, other: _Comparable) -> bool:
        return bool(self._compare(self.obj, other.obj) <= 0)

    def __ge__(self, other: _Comparable) -> bool:
        return bool(self._compare(self.obj, other.obj) >= 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Comparable) and bool(self._compare(self.obj, other.obj) == 0)


def _cmp_to_key(mycmp: Callable[[Any, Any], Any]) -> Callable[[Any], _Comparable]:
    return lambda obj: _Comparable(mycmp, obj)


def _reduce(function: Callable[[Any, Any], Any], source: Any, *initial: Any) -> Any:
    return functools.reduce(function, _paced(source), *initial)


# -- iteration -------------------------------------------------------------------------------------


def seen(item: Any) -> Any:
    """Return an item, after a look at the clock."""
    look()
    return item


def _paced(source: Any) -> Any:
    """Return what C code may go over that calls a function with each item.

    Of an iterator no more is taken than was asked for.
    """
    if type(source) in CONTAINERS:
        return watched(still(source))
    return map(seen, source) if isinstance(source, Iterator) else source


def _eager(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an iterator function that has finished before it returns (see `held`)."""

    def call(*arguments: Any, **named: Any) -> Iterator[Any]:
        return iter(held(function(*map(_paced, arguments), **named)))

    return call


def _accumulate(source: Any, func: Any = None, *, initial: Any = None) -> Iterator[Any]:
    return iter(held(itertools.accumulate(_paced(source), func or add, initial=initial)))


def _zip_longest(*sources: Any, fillvalue: Any = None) -> Iterator[Any]:
    pools = [materialised(source) for source in sources]
    check_tuples(max(map(len, pools), default=0), len(pools))
    return iter(list(itertools.zip_longest(*pools, fillvalue=fillvalue)))


def _counted(function: Callable[..., Any], count: Callable[[int, int], int]) -> Callable[..., Any]:
    """Return combinations of a pool, once it is known that there are not too many."""

    def call(source: Any, r: int | None = None) -> Iterator[Any]:
        pool = list(materialised(source))
        size = len(pool) if r is None else r
        if size > MAX_WIDTH:
            breach("there are too many combinations")
        if size >= 0:
            check_tuples(count(len(pool), size), size)
        made: Iterator[Any] = function(pool, size)
        return made

    return call


def _product(*sources: Any, repeat: int = 1) -> Iterator[Any]:
    pools = [list(materialised(source)) for source in sources]
    total = math.prod(len(pool) for pool in pools)
    if repeat > 64:
        breach("there are too many combinations")
    check_tuples(total**repeat, len(pools) * repeat)
    return itertools.product(*pools, repeat=repeat)


def _count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    check_range(MAX_ITEMS, start, step)
    return _endless(itertools.count(start, step))


def _cycle(source: Any) -> Iterator[Any]:
    return _again(list(materialised(source)))


def _repeat(value: Any, times: int = sys.maxsize) -> Iterator[Any]:
    return itertools.islice(_again([value]), max(0, times))


def _again(pool: list[Any]) -> Iterator[Any]:
    """Return the items of a list again and again.

    They are held by the list: a million bare `itertools.repeat` inside each other crash CPython.
    """
    if not pool:
        return iter(pool)
    return _endless(itertools.chain.from_iterable(itertools.repeat(pool)))


def _endless(source: Iterator[Any]) -> Iterator[Any]:
    """Return the items of an iterator that has no end, until they are too many.

    It does not just end there: that would be a result, and a wrong one. There is one item more
    than a list may have, for what asks the first of two iterators once too often.
    """
    return itertools.chain(itertools.islice(source, MAX_ITEMS + 1), too_many())


def _groupby(source: Any, key: Any = None) -> Iterator[Any]:
    found = bounded(source)
    if key is None:
        compared(found)
    made = itertools.groupby(watched(found), lightly(key))
    return iter([(name, iter(list(group))) for name, group in made])


def _tee(source: Any, n: int = 2) -> tuple[Iterator[Any], ...]:
    if n > _MOST_TWINS:
        breach("there are too many iterators")
    pool, goes_on = taken(source)
    return tuple(itertools.chain(pool, too_many() if goes_on else ()) for _ in range(n))


def _itertools() -> Facade:
    eager = "islice takewhile dropwhile filterfalse starmap pairwise compress"
    members: dict[str, Any] = {name: _eager(getattr(itertools, name)) for name in eager.split()}
    chain = _eager(itertools.chain)
    from_iterable = _eager(itertools.chain.from_iterable)
    return facade(
        "itertools",
        {
            **members,
            "chain": facade("chain", {"from_iterable": from_iterable}, call=chain),
            "combinations": _counted(itertools.combinations, math.comb),
            "combinations_with_replacement": _counted(
                itertools.combinations_with_replacement,
                lambda count, size: math.comb(count + size - 1, size) if count else 0,
            ),
            "permutations": _counted(itertools.permutations, math.perm),
            "accumulate": _accumulate,
            "zip_longest": _zip_longest,
            "product": _product,
            "groupby": _groupby,
            "count": _count,
            "cycle": _cycle,
            "repeat": _repeat,
            "tee": _tee,
        },
    )


def iteration_facades() -> dict[str, Facade]:
    """Return the facades of what goes over items and compares them, by name."""
    return {
        "itertools": _itertools(),
        "functools": facade("functools", {"reduce": _reduce, "cmp_to_key": _cmp_to_key}),
        "bisect": facade(
            "bisect", {name: _placing(getattr(bisect, name)) for name in FACADES["bisect"]}
        ),
        "heapq": facade(
            "heapq",
            {
                "heapify": _heapify,
                "heappop": _heappop,
                "heappush": _heappush,
                "heappushpop": _heappushpop,
                "heapreplace": _heapreplace,
                "nlargest": _ranked(heapq.nlargest),
                "nsmallest": _ranked(heapq.nsmallest),
            },
        ),
    }
