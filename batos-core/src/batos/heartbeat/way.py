"""Giving way: work that nobody waits for stands back while people are at work."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from batos.inference import CancelToken

__all__ = ["Way"]

_LOOK_S = 0.05
"""Seconds between two looks at whether the way is free, or the wait was cancelled."""


class Way:
    """Who is at work in this process. Safe to use from many threads.

    Args:
        rest: Seconds after the last one has gone before the way is free: who has asked something
            asks something more.
    """

    def __init__(self, rest: float = 1.0) -> None:
        self._rest = rest
        self._lock = threading.Lock()
        self._people = 0
        self._last = time.monotonic()
        self._tokens: set[CancelToken] = set()

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Be at work for somebody who waits; what gives way is told at once."""
        with self._lock:
            self._people += 1
            for token in self._tokens:
                token.cancel()
        try:
            yield
        finally:
            with self._lock:
                self._people -= 1
                self._last = time.monotonic()

    @property
    def idle(self) -> float:
        """Seconds since somebody was at work; 0 while somebody is."""
        with self._lock:
            return 0.0 if self._people else time.monotonic() - self._last

    @contextlib.contextmanager
    def lent(self, *parents: CancelToken) -> Iterator[CancelToken]:
        """Yield a token that is cancelled as soon as somebody comes."""
        token = CancelToken(*parents)
        with self._lock:
            self._tokens.add(token)
            if self._people:
                token.cancel()
        try:
            yield token
        finally:
            with self._lock:
                self._tokens.discard(token)

    def wait(self, cancel: CancelToken) -> float:
        """Wait until nobody is at work; return for how many seconds that was.

        Raises:
            CancelledError: It was cancelled.
        """
        began = time.monotonic()
        cancel.raise_if_cancelled()
        if not self._is_taken():
            return 0.0
        while self._is_taken() or self.idle < self._rest:
            cancel.raise_if_cancelled()
            time.sleep(_LOOK_S)
        return time.monotonic() - began

    def _is_taken(self) -> bool:
        with self._lock:
            return self._people > 0
