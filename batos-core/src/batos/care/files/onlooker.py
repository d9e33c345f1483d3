"""Who looks on while something long is done: is told of it, and may have it wait or stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from batos.errors import CancelledError

__all__ = ["NOBODY", "Onlooker", "Pause", "Progress", "never", "silent"]

Pause = Callable[[], bool]
"""Called between the parts of long work; may wait, and returns whether to stop."""
Progress = Callable[[str], None]
"""Told what is done just now."""


def never() -> bool:
    """Neither wait nor stop."""
    return False


def silent(_text: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Onlooker:
    """Whoever looks on.

    Attributes:
        tell: Told what is done.
        pause: Called now and then; may wait, and returns whether to stop.
    """

    tell: Progress = silent
    pause: Pause = never

    def go_on(self, stopped: str) -> None:
        """Do nothing, perhaps after a while, where the work may go on.

        Args:
            stopped: What is told where it may not.

        Raises:
            CancelledError: It is to stop.
        """
        if self.pause():
            raise CancelledError(stopped)


NOBODY = Onlooker()
"""Nobody looks on."""
