"""The open missions: one for a receiver and a selector, however many ask for it."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

from batos.errors import CancelledError
from batos.inference import CancelToken
from batos.learning.cycle.runner import SuspendedError
from batos.learning.model.outcome import Outcome

__all__ = ["OpenMission", "OpenMissions", "joined"]

_LOOK = 0.1
"""Seconds between two looks at whether somebody who waits has given up."""


@dataclass
class OpenMission:
    """A mission that somebody carries out, or that waits for somebody to go on with it.

    Attributes:
        receiver: Address of the object that learns; empty where an object is made, of which there
            is one of a name, whatever it is like.
        selector: Name of the method, or of the object.
        cycle: The interrupted cycle to go on with; empty for a new one.
        words: What was asked for.
        begun: Whether somebody is at it.
        ended: How it ended; None where that says nothing to whoever joined.
    """

    receiver: str
    selector: str
    cycle: str = ""
    words: str = ""
    begun: bool = True
    ended: Future[Outcome | None] = field(default_factory=Future)


class OpenMissions:
    """The table of missions of one process. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._table: dict[tuple[str, str], OpenMission] = {}

    def enter(self, receiver: str, selector: str, words: str = "") -> tuple[OpenMission, bool]:
        """Return the mission for a method, and whether the caller is to carry it out.

        Who is to carry it out must :meth:`leave` it at the end; everybody else waits for it.
        """
        with self._lock:
            mission = self._table.get((receiver, selector))
            if mission is None:
                mission = OpenMission(receiver, selector, words=words)
                self._table[receiver, selector] = mission
                return mission, True
            mine = not mission.begun
            mission.begun = True
            return mission, mine

    def enter_alone(self, receiver: str, selector: str) -> OpenMission | None:
        """Return a new mission for a method, to be left at the end; None where there is one."""
        with self._lock:
            if (receiver, selector) in self._table:
                return None
            mission = self._table[receiver, selector] = OpenMission(receiver, selector)
            return mission

    def begin(self, mission: OpenMission) -> bool:
        """Take a mission that waits; return whether it was still to be had."""
        with self._lock:
            mine = self._table.get((mission.receiver, mission.selector)) is mission
            mine = mine and not mission.begun
            mission.begun = mission.begun or mine
            return mine

    def promise(self, receiver: str, selector: str, cycle: str, words: str = "") -> bool:
        """Put an interrupted cycle in; whoever asks for its method first goes on with it.

        Returns:
            Whether there was room: no mission for the same method is under way.
        """
        with self._lock:
            if (receiver, selector) in self._table:
                return False
            mission = OpenMission(receiver, selector, cycle, words, begun=False)
            self._table[receiver, selector] = mission
            return True

    def promised(self) -> list[OpenMission]:
        """Return the missions that wait for somebody to go on with them."""
        with self._lock:
            return [mission for mission in self._table.values() if not mission.begun]

    def leave(self, mission: OpenMission) -> None:
        """Take a mission that was carried out off the table."""
        with self._lock:
            self._table.pop((mission.receiver, mission.selector), None)


def joined(mission: OpenMission, cancel: CancelToken) -> Outcome | None:
    """Wait for a mission of somebody else.

    Returns:
        How it ended; None when nothing came of it that would answer another one who asks, such
        as when it was they who cancelled it.

    Raises:
        CancelledError: The one who waits has given up, or the image is being closed.
        BatosError: What ended the mission.
    """
    while True:
        cancel.raise_if_cancelled()
        try:
            return mission.ended.result(timeout=_LOOK)
        except (TimeoutError, CancelledError, KeyboardInterrupt) as error:
            theirs = mission.ended.done() and mission.ended.exception() is error
            if theirs and isinstance(error, SuspendedError):
                raise
            if theirs and not isinstance(error, TimeoutError):
                return None
            # A look that ended without an answer is no error; everything else is.
            if theirs or not isinstance(error, TimeoutError):
                raise
