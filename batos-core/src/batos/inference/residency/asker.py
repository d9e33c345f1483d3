"""Whoever waits for a model, and how long that is worth it."""

from __future__ import annotations

import math
import threading
import time

from batos.errors import DeadlineError
from batos.inference.backend import CancelToken, Progress
from batos.inference.residency.place import Place

__all__ = ["Asker"]

_LOOK_EVERY_S = 0.05


class Asker:
    """One who waits for a model until it is loaded, or it is not worth it any more.

    Args:
        progress: Told how loading goes.
        cancel: Ends the waiting.
        seconds: How long it is worth waiting; None for ever.
        displaces: Whether others leave for it.

    Attributes:
        is_served: The model answers them now.
        is_gone: They do not wait any more.
        fault: Why the model does not come.
    """

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
        self.is_served = False
        self.is_gone = False
        self.fault: BaseException | None = None
        self._cancel = cancel
        self._seconds = math.inf if seconds is None else seconds
        self._until = time.monotonic() + self._seconds

    def wait(self, changed: threading.Condition, place: Place) -> None:
        """Wait for a change, which the caller has locked; not longer than it is worth.

        Args:
            changed: Notified of each change.
            place: The model that something is waited for of.

        Raises:
            BaseException: As in :meth:`check`.
        """
        self.check(place)
        changed.wait(_LOOK_EVERY_S)

    def check(self, place: Place) -> None:
        """Check that it is worth waiting on.

        Args:
            place: The model that something is waited for of.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: It was not worth it any longer.
            BaseException: Why the model does not come.
        """
        if self.fault is not None:
            fault, self.fault = self.fault, None
            try:
                raise fault
            finally:
                del fault  # its frames have this one, and would keep each other
        if self._cancel is not None:
            self._cancel.raise_if_cancelled()
        if time.monotonic() >= self._until:
            raise self._too_late(place)

    def _too_late(self, place: Place) -> DeadlineError:
        if place.state.name == "loading":
            return DeadlineError(
                f"The model {place.backend.model!r} was not loaded within {self._seconds:.3g} s.",
                hint="It is being loaded to the end: ask again in a while.",
            )
        return DeadlineError(
            f"Other models had the memory for all of {self._seconds:.3g} s.",
            hint="Give it more time, raise inference.memory_mb, or use a smaller model.",
        )
