"""What a step of a heartbeat works with, how far it may go, and what it has found."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from batos.care import Care
from batos.config import HeartbeatConfig
from batos.heartbeat.way import Way
from batos.inference import CancelToken
from batos.learning.cycle.host import Host
from batos.learning.messages.learner import Learner
from batos.learning.resuming.interrupted import Resumer
from batos.stewardship.retention.retention import Retention

__all__ = ["Found", "Organs", "Pace", "SpentError", "Work"]


class SpentError(Exception):
    """The budget is used up: what is left is for the next heartbeat."""


class Pace:
    """How far a heartbeat may go, and whom it gives way to.

    Args:
        way: Who else is at work.
        cancel: Stops it.
        config: Its budget.
        worked: Seconds that it has worked before it was interrupted.
        waited: Seconds in which it gave way before.
        calls: Completions that it has asked for before.

    Attributes:
        waited: Seconds in which it gave way.
        calls: Completions that it has asked for.
    """

    def __init__(
        self,
        way: Way,
        cancel: CancelToken,
        config: HeartbeatConfig,
        *,
        worked: float = 0.0,
        waited: float = 0.0,
        calls: int = 0,
    ) -> None:
        self.way = way
        self.cancel = cancel
        self.waited = waited
        self.calls = calls
        self._config = config
        self._began = time.monotonic() - worked - waited

    @property
    def worked(self) -> float:
        """Seconds of work so far."""
        return time.monotonic() - self._began - self.waited

    def go_on(self) -> None:
        """Do nothing, perhaps after a while, where the work may go on.

        Raises:
            CancelledError: It was cancelled.
            SpentError: The time is over.
        """
        self.waited += self.way.wait(self.cancel)
        if self.worked > self._config.seconds:
            raise SpentError

    def stops(self) -> bool:
        """Return, perhaps after a while, whether work must stop that cannot be left otherwise."""
        try:
            self.go_on()
        except SpentError:
            return True
        return False

    def may_ask(self, calls: int) -> bool:
        """Return whether so many completions are left."""
        return self.calls + calls <= self._config.model_calls


@dataclass(frozen=True)
class Organs:
    """The parts of a living image that a heartbeat looks after.

    Attributes:
        host: The image, what judges methods, and who thinks.
        learner: Carries missions out.
        resumer: Goes on with interrupted cycles.
        retention: Removes what is too old.
        care: Checks the image.
    """

    host: Host
    learner: Learner
    resumer: Resumer
    retention: Retention
    care: Care


@dataclass(frozen=True)
class Work:
    """What a step works with.

    Attributes:
        organs: The parts of the image.
        config: When it is done, and how far it may go.
        pace: Says whether it may go on.
        began: When the heartbeat began, ISO text in UTC.
        tell: Told what is done just now.
    """

    organs: Organs
    config: HeartbeatConfig
    pace: Pace
    began: str
    tell: Callable[[str], None]


@dataclass(frozen=True)
class Found:
    """What a step has found.

    Attributes:
        text: It in a sentence.
        lines: What a person should look at, a line each.
        counts: How many there were, by what they are.
        state: ``done``, ``part`` where the time was over before its end, or ``skipped``.
    """

    text: str
    lines: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    state: str = "done"
