"""Times and ratios that stay honest on a busy machine.

What is compared is measured in turns, and the ratio is taken within each turn: a neighbour that
wakes up in the middle slows both sides.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

__all__ = ["in_turns", "median_ratio", "nanoseconds", "seconds_of", "share"]

Timed = Callable[[], float]


def in_turns(sides: Mapping[str, Timed], rounds: int) -> dict[str, list[float]]:
    """Measure each side once a round and return the measurements by side.

    Every second round goes through the sides backwards, so that none always comes after the
    same one.
    """
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in list(sides)[:: -1 if number % 2 else 1]:
            found[name].append(sides[name]())
    return found


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of each round.

    Raises:
        ValueError: The sides were not measured equally often, or not at all.
    """
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def share(part: float, whole: float) -> float:
    """Return a part of a whole as a fraction; nothing of nothing is 0."""
    return part / whole if whole else 0.0


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long a piece of work took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def nanoseconds(work: Callable[[int], object], count: int) -> float:
    """Return the nanoseconds of one turn of a loop, as processor time of this thread.

    Unlike the clock on the wall it does not count what others on the machine take.

    Args:
        work: Runs the loop the given number of times.
        count: How often.
    """
    begun = time.thread_time_ns()
    work(count)
    return (time.thread_time_ns() - begun) / count
