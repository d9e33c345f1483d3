"""Places in the native server, given out in the order they were asked for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

__all__ = ["SlotPool"]

_LOOK_EVERY_S = 0.05
"""How often one who waits looks whether it should give up."""


class SlotPool:
    """Counts free slots, so that no request queues inside the native server.

    A request that waits there hears nothing, neither of a cancel nor of its deadline.

    Args:
        size: Number of slots.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._free = size
        self._turn = threading.Condition()
        self._queue: deque[object] = deque()

    @property
    def busy(self) -> int:
        """Slots in use."""
        with self._turn:
            return self.size - self._free

    def take(self, count: int, give_up: Callable[[], bool]) -> bool:
        """Wait for ``count`` slots and take them; return whether they were got.

        Args:
            count: How many, at most ``size``.
            give_up: Asked while waiting; a true answer ends the wait with nothing taken.
        """
        ticket = object()
        with self._turn:
            self._queue.append(ticket)
            try:
                while self._queue[0] is not ticket or self._free < count:
                    if give_up():
                        return False
                    self._turn.wait(_LOOK_EVERY_S)
                self._free -= count
                return True
            finally:
                self._queue.remove(ticket)
                self._turn.notify_all()

    def put_back(self, count: int) -> None:
        """Give slots back."""
        with self._turn:
            self._free += count
            self._turn.notify_all()

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until no slot is in use; return whether that came about."""
        with self._turn:
            return self._turn.wait_for(lambda: self._free == self.size, timeout_s)
