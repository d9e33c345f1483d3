"""The models of a process: loaded when they are needed, and gone when others need the room."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from batos.errors import BackendError, BatosError, CancelledError, DeadlineError
from batos.inference.backend import Backend, CancelToken, Progress, no_progress
from batos.inference.residency.budget import Budget
from batos.inference.residency.footprint import Footprint, in_use, least_of
from batos.inference.residency.place import Place, PlaceState, Swap, now

__all__ = ["Residency"]

_LOOK_EVERY_S = 0.05
_SWAPS = 20
"""Swaps that are remembered."""


class Residency:
    """Loads models within a budget; the one that was asked longest ago leaves first. Thread safe.

    A model that answers leaves when it has answered: a swap interrupts nobody. One model is loaded
    at a time.

    Args:
        budget: What the models may take together; None for as much as they want.

    Attributes:
        budget: The same; what is loaded stays when it is changed.
        told: Told of each swap, in the thread of whoever has asked for the model.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget
        self.told: Callable[[Swap], None] = lambda _swap: None
        self._changed = threading.Condition()
        self._is_moving = False
        self._places: list[Place] = []
        self._turns = itertools.count(1)
        self._swaps: deque[Swap] = deque(maxlen=_SWAPS)

    @property
    def taken(self) -> Footprint:
        """What the loaded models take."""
        with self._changed:
            return sum((each.takes for each in self._places), Footprint())

    @property
    def swaps(self) -> list[Swap]:
        """The last swaps, the latest at the end."""
        with self._changed:
            return list(self._swaps)

    def place(
        self, backend: Backend, make: Callable[[], Backend] | None = None, key: Any = None
    ) -> Place:
        """Return the place of a model: the one that it has, or a new one.

        Args:
            backend: The backend that holds it; not used where the model has a place already.
            make: As of :class:`Place`.
            key: As of :class:`Place`.
        """
        new = Place(backend, make, key)
        with self._changed:
            known = next((each for each in self._places if each.key == new.key), None)
            if known is None:
                self._places.append(new)
        return known or new

    @contextmanager
    def lent(
        self,
        place: Place,
        progress: Progress = no_progress,
        cancel: CancelToken | None = None,
        seconds: float | None = None,
    ) -> Iterator[Backend]:
        """Lend a loaded backend, which stays as long as it is lent.

        Whoever has one must not ask for another: they could wait for each other.

        Args:
            place: Its place.
            progress: Told how loading goes.
            cancel: Ends the waiting for room.
            seconds: How long others are waited for at most.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: Others had the room for too long.
            BackendError: It has no room, or cannot be loaded.
        """
        self._take(place, _Asker(progress, cancel, seconds))
        try:
            yield place.backend
        finally:
            self._give_back(place)

    def load(
        self, place: Place, progress: Progress = no_progress, *, displace: bool = True
    ) -> bool:
        """Load a model; return whether it is loaded.

        Args:
            place: Its place.
            progress: Told how loading goes.
            displace: Whether others may have to leave for it.

        Raises:
            BackendError: It has no room even alone, or cannot be loaded.
        """
        try:
            self._take(place, _Asker(progress, displaces=displace))
        except _BesideOthersError:
            return False
        self._give_back(place)
        return True

    def retire(self, places: Collection[Place]) -> None:
        """Close the backends of places that nobody asks any more, whatever runs."""
        with self._changed:
            self._places = [each for each in self._places if each not in places]
        for each in places:
            self._close(each, "")

    def _take(self, place: Place, asker: _Asker) -> None:
        """Count a further answer of a model, once it is loaded."""
        with self._changed:
            while not place.is_open and self._is_moving:
                asker.wait(self._changed)
            if place.is_open:
                self._note_use(place)
                return
            self._is_moving = True
        try:
            self._bring(place, asker)
        finally:
            with self._changed:
                self._is_moving = False
                self._changed.notify_all()

    def _give_back(self, place: Place) -> None:
        with self._changed:
            place.running -= 1
            self._changed.notify_all()

    def _note_use(self, place: Place) -> None:
        place.running += 1
        place.turn, place.asked = next(self._turns), now()

    def _bring(self, place: Place, asker: _Asker) -> None:
        """Load a model that is not loaded, after others have left as far as they have to."""
        begun = time.monotonic()
        self._check(place)
        with self._changed:
            if place not in self._places:  # it was retired, and is wanted after all
                self._places.append(place)
        left = self._make_room(place, place.needs, asker)
        place.takes = place.measured = self._load(place, asker.progress)
        try:
            self._check(place)
            left += self._make_room(place, Footprint(), asker)
        except BatosError as error:
            failed = not isinstance(error, (_BesideOthersError, CancelledError, DeadlineError))
            self._close(place, error.message, error.hint, failed=failed)
            raise
        with self._changed:
            place.state = PlaceState("loaded", now())
            self._note_use(place)
        if left:
            self._tell(place, left, time.monotonic() - begun)

    def _tell(self, place: Place, left: list[str], seconds: float) -> None:
        swap = Swap(
            loaded=place.backend.model,
            left=tuple(left),
            seconds=seconds,
            takes=place.takes,
            at=place.state.since,
        )
        with self._changed:
            self._swaps.append(swap)
        self.told(swap)

    def _load(self, place: Place, progress: Progress) -> Footprint:
        """Load a model, and return what it takes.

        Memory that one before has left to the process does not grow it: then what it takes at
        least, by the backend's own word or by its files, is the better one.
        """
        before = in_use()
        place.state = PlaceState("loading", now())
        try:
            place.backend.load(progress)
        except BatosError as error:
            place.state = PlaceState("failed", now(), error.message, error.hint)
            raise
        except BaseException:
            place.state = PlaceState("waiting", now())
            raise
        return (in_use() - before) | least_of(place.backend)

    def _check(self, place: Place) -> None:
        if self.budget is not None:
            self.budget.check(place.backend.model, place.needs)

    def _missing(self, needed: Footprint) -> Footprint:
        if self.budget is None:
            return Footprint()
        return self.budget.missing(needed, self.taken)

    def _make_room(self, place: Place, needed: Footprint, asker: _Asker) -> list[str]:
        """Have models leave until there is room; return their names.

        Where none is left that could, the room may still be enough: a model that only seems to
        have too little is not refused.
        """
        left = []
        while missing := self._missing(needed):
            if not asker.displaces:
                raise _BesideOthersError("There is no room for it beside the others.")
            going = self._next_to_leave(place, missing)
            if going is None:
                break
            left.append(going.backend.model)
            self._let_leave(going, asker)
            self._close(going, f"It has made room for {place.backend.model!r}.")
        return left

    def _next_to_leave(self, place: Place, missing: Footprint) -> Place | None:
        with self._changed:
            able = [
                each
                for each in self._places
                if each is not place and each.make and each.is_open and each.takes.shares(missing)
            ]
            return min(able, key=lambda each: (each.running > 0, each.turn), default=None)

    def _let_leave(self, place: Place, asker: _Asker) -> None:
        """Wait until a model has answered everything; from now on it takes nothing new."""
        with self._changed:
            place.is_leaving = True
            try:
                while place.running:
                    asker.wait(self._changed)
            except BaseException:
                place.is_leaving = False
                raise

    def _close(self, place: Place, reason: str, hint: str = "", *, failed: bool = False) -> None:
        place.facts()  # they are asked for after the answer
        place.backend.close()
        with self._changed:
            if place.make is not None:
                place.backend = place.make()
            place.state = PlaceState("failed" if failed else "waiting", now(), reason, hint)
            place.takes = Footprint()
            place.is_leaving = False
            self._changed.notify_all()


class _BesideOthersError(BackendError):
    """A model has no room while others stay."""


class _Asker:
    """Who waits for a model, how long, and whether others leave for that."""

    def __init__(
        self,
        progress: Progress,
        cancel: CancelToken | None = None,
        seconds: float | None = None,
        *,
        displaces: bool = True,
    ) -> None:
        self.progress = progress
        self.displaces = displaces
        self._cancel = cancel
        self._seconds = math.inf if seconds is None else seconds
        self._until = time.monotonic() + self._seconds

    def wait(self, changed: threading.Condition) -> None:
        """Wait for a change, which the caller has locked; not longer than it is worth."""
        if self._cancel is not None:
            self._cancel.raise_if_cancelled()
        if time.monotonic() >= self._until:
            raise DeadlineError(
                f"Other models had the memory for all of {self._seconds:g} s.",
                hint="Give it more time, raise inference.memory_mb, or use a smaller model.",
            )
        changed.wait(_LOOK_EVERY_S)
