"""A timer around a method: it interrupts slow steps that no fuel is asked for.

Fuel counts steps; a single step can be slow, such as a lookup among keys that all collide. The
alarm rings between two instructions of the interpreter, so only a single call of C code that does
not end is out of its reach; against that one the process is killed.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Self

from batos.guardian.dialect.budget import Budget
from batos.guardian.running.compiler import METHOD_FILE

__all__ = ["Alarm"]

_AGAIN = 0.05
"""Seconds until it rings again: a ring inside a finalizer is lost."""


class Alarm:
    """Stops the method that runs under a budget when its time is up.

    Takes the process's ``SIGALRM`` and its interval timer, so it belongs into a process that runs
    nothing but methods. Python delivers signals in the main thread only: :meth:`here` gives None
    in any other.
    """

    def __init__(self) -> None:
        self._budget: Budget | None = None
        signal.signal(signal.SIGALRM, self._ring)

    @classmethod
    def here(cls) -> Self | None:
        """Return an alarm, or None where there can be none."""
        if not hasattr(signal, "setitimer"):
            return None
        return cls() if threading.current_thread() is threading.main_thread() else None

    def start(self, budget: Budget, seconds: float) -> None:
        """Begin to count the time of a method."""
        self._budget = budget
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)

    def stop(self) -> None:
        """Stop counting."""
        # First the name: a ring that is already on its way then finds nobody.
        self._budget = None
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        """Use the budget up.

        Raises:
            Breach: While a method runs.
        """
        del number
        budget = self._budget
        if budget is None:
            return
        budget.breach = budget.breach or "it ran for too long"
        # One that has just ended must not be stopped: nobody would be there to catch it.
        if _runs_method(frame):
            budget.stop(budget.breach)


def _runs_method(frame: FrameType | None) -> bool:
    """Whether the code of a method is on the stack."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(METHOD_FILE):
            return True
        frame = frame.f_back
    return False
