"""Ids of requests that were carried out, so that none is carried out twice."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["SpentIds"]

_MOST = 200_000
"""Ids that are remembered: some twenty megabytes."""
_FRESH_MS = 30_000
"""Milliseconds for which an id that was just made is believed to be new."""


class SpentIds:
    """The ids of the latest requests.

    The ids that this program makes (:func:`batos.wire.messages.frame.new_id`) tell when they were
    made. One that is older than what is remembered is taken for spent, so that such an id is
    never carried out twice, however long ago it was. Of other ids the latest are known.

    Args:
        most: How many are remembered.
        clock: Seconds since the epoch.
    """

    def __init__(self, most: int = _MOST, clock: Callable[[], float] = time.time) -> None:
        self._most = most
        self._clock = clock
        self._ids: dict[str, None] = {}
        self._floor_ms = 0

    def __contains__(self, request_id: str) -> bool:
        """Return whether a request with this id may have been carried out."""
        if request_id in self._ids:
            return True
        made = _made_ms(request_id)
        # After a clock was set back all new ids look old: those of this very moment are new.
        fresh = made > self._clock() * 1000 - _FRESH_MS
        return bool(made) and made <= self._floor_ms and not fresh

    def add(self, request_id: str) -> None:
        """Remember an id, and forget the oldest one where there are too many."""
        self._ids[request_id] = None
        if len(self._ids) > self._most:
            oldest = next(iter(self._ids))
            del self._ids[oldest]
            self._floor_ms = max(self._floor_ms, _made_ms(oldest))


def _made_ms(request_id: str) -> int:
    """Return when an id was made, in milliseconds since the epoch; 0 where it does not tell."""
    if len(request_id) != 32 or request_id[12] != "7":
        return 0
    try:
        return int(request_id[:12], 16)
    except ValueError:
        return 0
