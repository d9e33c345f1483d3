"""When an answer ends although its model is not done."""

from __future__ import annotations

import threading
import time

from batos.inference.backend import CancelToken
from batos.inference.requests import FinishReason

__all__ = ["Limits"]


class Limits:
    """When an answer ends although the model is not done.

    Args:
        cancel: Ends it when it is cancelled.
        deadline_s: Seconds from now until it is cut off.
        closing: Set when the backend is being closed.
    """

    def __init__(self, cancel: CancelToken, deadline_s: float, closing: threading.Event) -> None:
        self.began = time.monotonic()
        self._until = self.began + deadline_s
        self._cancel = cancel
        self._closing = closing

    @property
    def seconds(self) -> float:
        """Seconds since the request."""
        return time.monotonic() - self.began

    def ended_early(self) -> FinishReason | None:
        """Return why the answer should end now, if it should."""
        if self._cancel.cancelled or self._closing.is_set():
            return "cancelled"
        return "deadline" if time.monotonic() >= self._until else None
