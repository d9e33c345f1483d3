"""The budget of one top-level send: fuel, time and output, shared by all nested sends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any, NoReturn

from batos.guardian.dialect import MAX_PRINTED

__all__ = ["FUEL", "SECONDS", "Breach", "Budget", "look", "running", "seconds_left", "stop"]

FUEL = 3_000_000
"""Ticks of a send. Three million run in 0.06 to 0.25 seconds; 200,000 are ordinary work."""

SECONDS = 5.0
_FIRST, _SMALL, _LARGE = 16, 16, 128
_SLOW = 0.01


class Breach(BaseException):
    """A method went over its budget.

    Not an ``Exception``: no handler that a method may write can catch it.
    """


class Budget:
    """Counts what a send uses.

    A tick is one item of a C iterator, and true. What loops go over is compressed by the ticks,
    which costs a few nanoseconds a step; a call would cost forty, a counter in Python twice
    that. Every hundred ticks or so the iterator asks for more, and that is when fuel and time are
    checked. When that fails the iterator has ended for good, and with it every loop that still
    turns: whoever runs a method takes one more tick after it, and so learns of it.

    Args:
        fuel: Ticks that may be used.
        seconds: Wall-clock time that may be used.

    Attributes:
        ticks: What compiled code takes a tick from for each step of a loop or comprehension.
        tick: Called by compiled code in functions; takes one of the ticks.
        breach: Why the budget is used up, or an empty text. Never taken back.
        printed: What the method printed, truncated.
    """

    __slots__ = (
        "_checked",
        "_left",
        "bound",
        "breach",
        "deadline",
        "fuel",
        "printed",
        "tick",
        "ticks",
    )

    def __init__(self, fuel: int = FUEL, seconds: float = SECONDS) -> None:
        self.fuel = fuel
        self.bound: dict[str, Callable[..., Any]] = {}
        self.renew(seconds)

    def renew(self, seconds: float = SECONDS) -> None:
        """Begin anew with all of the fuel, for another top-level send.

        Whatever was bound to the budget before has no ticks any more.
        """
        self.breach = ""
        self.printed = ""
        self.bound.clear()
        self._checked = time.monotonic()
        self.deadline = self._checked + seconds
        # Most methods are over before their first check: the first ticks are there already.
        first = self.fuel if self.fuel < _FIRST else _FIRST
        self._left = self.fuel - first
        self.ticks: Iterator[bool] = chain(repeat(True, first), chain.from_iterable(self))
        self.tick: Callable[[], bool] = self.ticks.__next__

    def __iter__(self) -> Iterator[Iterator[bool]]:
        return self

    def __next__(self) -> Iterator[bool]:
        """Return the next batch of ticks.

        Raises:
            Breach: Fuel or time is used up.
        """
        # As `look` does it, without a call: this is what each loop pays.
        if self.breach:
            raise Breach(self.breach)
        now = time.monotonic()
        if now > self.deadline:
            self.stop("it ran for too long")
        # After slow ticks the batches get small, so that the deadline is seen in time.
        batch = _LARGE if now - self._checked < _SLOW else _SMALL
        self._checked = now
        if batch > self._left:
            batch = self._left
            if batch <= 0:
                self.stop(f"it used up its fuel of {self.fuel:,} steps")
        self._left -= batch
        return repeat(True, batch)

    def look(self) -> float:
        """Look at the clock; return what it says.

        Raises:
            Breach: Time is up, or the budget was used up before.
        """
        if self.breach:
            raise Breach(self.breach)
        now = time.monotonic()
        if now > self.deadline:
            self.stop("it ran for too long")
        return now

    def stop(self, reason: str) -> NoReturn:
        """Use the budget up.

        Raises:
            Breach: Always.
        """
        self.breach = self.breach or reason
        raise Breach(reason)

    def notice_end(self) -> None:
        """Note a breach when the tick has ended: at the bottom of a recursion it can."""
        try:
            self.tick()
        except StopIteration:
            self.breach = self.breach or "it called itself too deeply"
        except Breach:
            pass  # noted where it was raised

    @property
    def spent(self) -> int:
        """Ticks used, counted by the batch."""
        return self.fuel - self._left

    def print(self, text: str) -> None:
        """Keep printed text, up to a limit; what is over the limit is dropped."""
        room = MAX_PRINTED - len(self.printed)
        if room > 0:
            self.printed += text[:room]


class _Running(threading.local):
    """What each thread runs.

    Attributes:
        budget: The budget of the method that runs in this thread, if any.
    """

    budget: Budget | None = None


running = _Running()


def look() -> float:
    """Look at the clock between two parts of a long step; return what it says, in seconds.

    Raises:
        Breach: The time of the method that runs in this thread is up.
    """
    budget = running.budget
    return time.monotonic() if budget is None else budget.look()


def seconds_left() -> float:
    """Return the time that the method that runs in this thread still has, in seconds."""
    budget = running.budget
    return SECONDS if budget is None else max(0.0, budget.deadline - time.monotonic())


def stop(reason: str) -> NoReturn:
    """Use up the budget of the method that runs in this thread.

    Raises:
        Breach: Always.
    """
    budget = running.budget
    if budget is not None:
        budget.stop(reason)
    raise Breach(reason)
