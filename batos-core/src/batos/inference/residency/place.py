"""The place of one model: whether it is loaded, what it takes, and who uses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from batos.inference.backend import Backend, DescribedBackend
from batos.inference.residency.footprint import Footprint, least_of

__all__ = ["Place", "PlaceState", "Swap", "now"]


@dataclass(frozen=True)
class PlaceState:
    """How a model is, since when, why, and what to do about that."""

    name: Literal["waiting", "loading", "loaded", "failed"]
    since: str
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Swap:
    """A model was loaded, or was to be, and others have left for it.

    Attributes:
        loaded: Name of the model.
        left: Names of those that have left; they come back when they are asked.
        seconds: From the request for it until it could answer, waiting for answers included.
        takes: What it takes.
        at: When it could answer, ISO text in UTC.
        problem: Why it is not there after all; empty where it is.
    """

    loaded: str
    left: tuple[str, ...]
    seconds: float
    takes: Footprint
    at: str
    problem: str = ""


class Place:
    """The place of a model, loaded or not. Only its residency changes it.

    Args:
        backend: The backend that holds the model.
        make: Makes the same backend again, which lets the model leave; without, it stays.
        key: What tells the model from others; by default its backend.

    Attributes:
        state: How the model is.
        takes: What it takes now.
        measured: What it took when it was last loaded; None before.
        running: Answers that it is giving.
        asked: When it was last asked, ISO text in UTC.
        turn: Grows with each time that a model is asked.
        is_leaving: It ends what it answers, and answers nothing new.
    """

    def __init__(
        self, backend: Backend, make: Callable[[], Backend] | None = None, key: Any = None
    ) -> None:
        self.backend = backend
        self.make = make
        self.key = backend if key is None else key
        self.state = PlaceState("waiting", now())
        self.takes = Footprint()
        self.measured: Footprint | None = None
        self.running = 0
        self.asked = ""
        self.turn = 0
        self.is_leaving = False
        self._facts: Mapping[str, str] = {}

    @property
    def is_open(self) -> bool:
        """Whether it answers."""
        return self.state.name == "loaded" and not self.is_leaving

    @property
    def needs(self) -> Footprint:
        """What it takes when it is loaded: measured the last time, or what is surely needed."""
        return self.measured if self.measured is not None else least_of(self.backend)

    def facts(self) -> Mapping[str, str]:
        """Return facts about the model, for provenance; of the last time where it has left."""
        if isinstance(self.backend, DescribedBackend):
            self._facts = self.backend.details() or self._facts
        return self._facts


def now() -> str:
    """Return what time it is, as ISO text in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
