"""One thinker after another: a change of backends interrupts nobody.

A model that several thinkers have has one place in all of them. It is closed when the last thinker
that has it is no longer the one of now, and has answered everything.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from batos.errors import BackendError, BatosError
from batos.inference.backend import CancelToken
from batos.inference.residency.place import Place
from batos.inference.thinker import LocalThinker

__all__ = ["Succession"]


class Succession:
    """Thinkers, of which the latest answers what is asked from now on. Thread safe.

    Args:
        first: The first of them.
    """

    def __init__(self, first: LocalThinker) -> None:
        self._lock = threading.Lock()
        self._following = threading.Lock()
        self._terms = [_Term(first)]

    @property
    def now(self) -> LocalThinker:
        """The thinker that answers what is asked now."""
        return self._terms[-1].thinker

    @contextmanager
    def lent(self) -> Iterator[LocalThinker]:
        """Lend the thinker of now; its backends stay as long as it is lent."""
        with self._lock:
            term = self._terms[-1]
            term.running += 1
        try:
            yield term.thinker
        finally:
            with self._lock:
                term.running -= 1
                gone = self._end_terms()
            _close(term.thinker, gone)

    def follow(
        self, after: LocalThinker, cancel: CancelToken | None = None
    ) -> tuple[list[str], list[str]]:
        """Load what is new in a thinker, and have it answer from then on.

        Args:
            after: The thinker.
            cancel: Leaves everything as it was, once what is being loaded is there.

        Returns:
            The aliases of the backends that were loaded, and of those that are not used any more.

        Raises:
            BackendError: One cannot be loaded; it is closed, and everything is as it was.
            CancelledError: It was cancelled.
        """
        with self._following:
            before = self.now
            fresh = [a for a, each in after.places.items() if before.places.get(a) is not each]
            try:
                for alias in fresh:
                    _load(after, alias)
                    if cancel is not None:
                        cancel.raise_if_cancelled()
            except BaseException:
                with self._lock:
                    used = {each for term in self._terms for each in term.thinker.places.values()}
                _close(after, set(after.places.values()) - used)
                raise
            with self._lock:
                self._terms.append(_Term(after))
                gone = self._end_terms()
            left = [a for a, each in before.places.items() if after.places.get(a) is not each]
        _close(after, gone)
        return fresh, left

    def close(self) -> None:
        """Close every backend, whatever runs."""
        with self._lock:
            gone = {each for term in self._terms for each in term.thinker.places.values()}
        _close(self.now, gone)

    def _end_terms(self) -> set[Place]:
        """Forget the thinkers of before that have answered all, and return what only they had."""
        over = [each for each in self._terms[:-1] if not each.running]
        self._terms = [each for each in self._terms if each not in over]
        kept = {each for term in self._terms for each in term.thinker.places.values()}
        return {each for term in over for each in term.thinker.places.values()} - kept


@dataclass(eq=False)
class _Term:
    """A thinker, and how many requests it answers."""

    thinker: LocalThinker
    running: int = 0


def _load(thinker: LocalThinker, alias: str) -> None:
    try:
        thinker.load([alias])
    except BatosError as error:
        told = f"The backend {alias!r} cannot be loaded: {error.message.rstrip('.')}."
        raise BackendError(f"{told} What ran goes on.", hint=error.hint) from error


def _close(thinker: LocalThinker, places: set[Place]) -> None:
    """Close places, of which the residency knows that all the thinkers share."""
    if places:
        thinker.residency.retire(places)
