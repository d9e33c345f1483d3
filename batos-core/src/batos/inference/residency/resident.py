"""The models of a process: loaded when they are needed, and gone when others need the room."""

from __future__ import annotations

import itertools
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from batos.errors import BackendError, BatosError, CancelledError, DeadlineError
from batos.inference.backend import Backend, CancelToken, Progress, no_progress
from batos.inference.residency.asker import Asker
from batos.inference.residency.budget import Budget
from batos.inference.residency.footprint import Footprint, in_use, least_of
from batos.inference.residency.place import Place, PlaceState, Swap, now

__all__ = ["Residency"]

_SWAPS = 20
"""Swaps that are remembered."""


class Residency:
    """Loads models within a budget; the one that was asked longest ago leaves first. Thread safe.

    A model that answers leaves when it has answered: a swap interrupts nobody. One model is loaded
    at a time, in a thread of its own, so that whoever has asked for it may give up: it is loaded to
    the end then, for the next one.

    Args:
        budget: What the models may take together; None for as much as they want.

    Attributes:
        budget: The same; what is loaded stays when it is changed.
        told: Told of each swap, with the context variables of whoever has asked for the model.
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
            cancel: Ends the waiting.
            seconds: How long room and loading are waited for at most.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: Others had the room for too long, or loading it takes longer.
            BackendError: It has no room, or cannot be loaded.
        """
        self._take(place, Asker(progress, cancel, seconds))
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
            self._take(place, Asker(progress, displaces=displace))
        except _BesideOthersError:
            return False
        self._give_back(place)
        return True

    def retire(self, places: Collection[Place]) -> None:
        """Close the backends of places that nobody asks any more, whatever runs."""
        with self._changed:
            self._places = [each for each in self._places if each not in places]
        for each in places:
            self._close(each, PlaceState("waiting", now()))

    def _take(self, place: Place, asker: Asker) -> None:
        """Count a further answer of a model, once it is loaded."""
        with self._changed:
            try:
                while not asker.is_served:
                    if place.is_open:
                        self._serve(place, asker)
                        return
                    asker.check(place)  # what has just failed is not begun again
                    if not self._is_moving:
                        self._is_moving = True
                        threading.Thread(
                            target=copy_context().run,
                            args=(self._move, place, asker),
                            name="load",
                            daemon=True,
                        ).start()
                    asker.wait(self._changed, place)
            except BaseException:
                asker.is_gone = True
                raise

    def _move(self, place: Place, asker: Asker) -> None:
        """Bring a model for whoever asked first; its fault is raised where they wait."""
        try:
            self._bring(place, asker)
        except BaseException as error:
            asker.fault = error
        finally:
            with self._changed:
                self._is_moving = False
                self._changed.notify_all()

    def _give_back(self, place: Place) -> None:
        with self._changed:
            place.running -= 1
            self._changed.notify_all()

    def _serve(self, place: Place, asker: Asker) -> None:
        """Count an answer for whoever still waits for it."""
        place.running += 1
        place.turn, place.asked = next(self._turns), now()
        asker.is_served = True

    def _bring(self, place: Place, asker: Asker) -> None:
        """Load a model that is not loaded, after others have left as far as they have to."""
        begun = time.monotonic()
        self._check(place)
        with self._changed:
            if place not in self._places:  # it was retired, and is wanted after all
                self._places.append(place)
        left: list[str] = []
        try:
            self._make_room(place, place.needs, asker, left)
            self._load(place, asker, left)
        except BaseException as error:
            told = error.message if isinstance(error, BatosError) else repr(error)
            self._tell(place, left, time.monotonic() - begun, told)
            raise
        with self._changed:
            place.state = PlaceState("loaded", now())
            if not asker.is_gone:
                self._serve(place, asker)
        self._tell(place, left, time.monotonic() - begun)

    def _tell(self, place: Place, left: list[str], seconds: float, problem: str = "") -> None:
        if not left:
            return
        swap = Swap(
            loaded=place.backend.model,
            left=tuple(left),
            seconds=seconds,
            takes=place.takes,
            at=now(),
            problem=problem,
        )
        with self._changed:
            self._swaps.append(swap)
        self.told(swap)

    def _load(self, place: Place, asker: Asker, left: list[str]) -> None:
        """Load a model, and measure what it takes; where that fails nothing is left of it."""
        place.state = PlaceState("loading", now())
        is_there = False
        try:
            place.takes = place.measured = self._measured(place.backend, asker.progress)
            is_there = True
            self._check(place)
            self._make_room(place, Footprint(), asker, left)
        except BaseException as error:
            _let_go(error)
            if is_there or place.make is not None:
                self._close(place, _after(error))
            else:  # it is tried again as it is
                place.state = _after(error)
            raise

    def _measured(self, backend: Backend, progress: Progress) -> Footprint:
        """Load a model, and return what it takes.

        Memory that one before has left to the process does not grow it: then what it takes at
        least, by the backend's own word or by its files, is the better one.
        """
        before = in_use()
        backend.load(progress)
        return (in_use() - before) | least_of(backend)

    def _check(self, place: Place) -> None:
        if self.budget is not None:
            self.budget.check(place.backend.model, place.needs)

    def _missing(self, needed: Footprint) -> Footprint:
        if self.budget is None:
            return Footprint()
        return self.budget.missing(needed, self.taken)

    def _make_room(self, place: Place, needed: Footprint, asker: Asker, left: list[str]) -> None:
        """Have models leave until there is room; their names go to those that have left.

        Where none is left that could, the room may still be enough: a model that only seems to
        have too little is not refused.
        """
        while missing := self._missing(needed):
            if not asker.displaces:
                raise _BesideOthersError("There is no room for it beside the others.")
            going = self._next_to_leave(place, missing)
            if going is None:
                break
            self._let_leave(going, asker)
            left.append(going.backend.model)
            reason = f"It has made room for {place.backend.model!r}."
            self._close(going, PlaceState("waiting", now(), reason))

    def _next_to_leave(self, place: Place, missing: Footprint) -> Place | None:
        with self._changed:
            able = [
                each
                for each in self._places
                if each is not place and each.make and each.is_open and each.takes.shares(missing)
            ]
            return min(able, key=lambda each: (each.running > 0, each.turn), default=None)

    def _let_leave(self, place: Place, asker: Asker) -> None:
        """Wait until a model has answered everything; from now on it takes nothing new."""
        with self._changed:
            place.is_leaving = True
            try:
                while place.running:
                    asker.wait(self._changed, place)
            except BaseException:
                place.is_leaving = False
                raise

    def _close(self, place: Place, after: PlaceState) -> None:
        place.facts()  # they are asked for after the answer
        place.backend.close()
        with self._changed:
            if place.make is not None:
                place.backend = place.make()
            place.state = after
            place.takes = Footprint()
            place.is_leaving = False
            self._changed.notify_all()


class _BesideOthersError(BackendError):
    """A model has no room while others stay."""


def _after(error: BaseException) -> PlaceState:
    """Return how a model is after an error has kept it from coming."""
    if not isinstance(error, BatosError):
        return PlaceState("waiting", now())
    is_unhurt = isinstance(error, (_BesideOthersError, CancelledError, DeadlineError))
    return PlaceState("waiting" if is_unhurt else "failed", now(), error.message, error.hint)


def _let_go(error: BaseException | None) -> None:
    """Free what the frames of an error hold: the half of a model, for as long as it is told of."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
