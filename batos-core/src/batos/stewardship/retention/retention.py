"""Retention: how long records of cycles and entries of the audit trail are kept.

What is removed is removed in small transactions behind, and only when there is markedly more
than is to be kept, so that no cycle waits for it and an image is not gone through at every end.
Records of failed cycles go first. That of a cycle whose method lives is never removed.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from batos.config import RetentionConfig
from batos.errors import BatosError
from batos.image import Root, Session
from batos.learning.model.machine import FINAL
from batos.learning.records.cycles import RUNNING
from batos.learning.records.remembering import forget_mission
from batos.learning.records.tallies import add_to_tally, read_tally
from batos.learning.records.trail import LONGEST_DAYS, days_ago
from batos.objects import Method, UvmObject, slots_of

__all__ = ["Pruned", "Retention"]

_LOG = logging.getLogger(__name__)
_BATCH = 200
_MARGIN = 0.1
_LEAST_MARGIN = 20
_AHEAD = dt.timedelta(days=1)
"""What is dated later than this from now was noted while the clock was ahead."""
_OLDER = 100
"""Versions of a method that are looked at for the cycle that it came from."""


@dataclass(frozen=True)
class Pruned:
    """What was removed.

    Attributes:
        cycles: Records of cycles.
        trail: Entries of the audit trail.
    """

    cycles: int = 0
    trail: int = 0


class Retention:
    """Keeps an image from growing by its own past. Safe to use from many threads.

    Args:
        session: The image.
        config: What is kept.
    """

    def __init__(self, session: Session, config: RetentionConfig) -> None:
        self._session = session
        self._config = config
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._looked: dt.date | None = None

    def configure(self, **limits: float) -> None:
        """Keep something else from now on, such as ``cycles=1000``."""
        self._config = self._config.model_copy(update=limits)

    def cycle_ended(self, tallies: Mapping[str, int]) -> None:
        """Begin to remove what is too much, behind, if there is so much of it.

        Args:
            tallies: How many records of ``cycles`` and entries of the ``trail`` there are.
        """
        with self._lock:
            if self._closed or (self._thread is not None and self._thread.is_alive()):
                return
            if not self._is_due(tallies):
                return
            self._thread = threading.Thread(target=self._behind, name="retention", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop, and wait until that is so."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _is_due(self, tallies: Mapping[str, int]) -> bool:
        today = dt.datetime.now(dt.UTC).date()
        if self._config.days and self._looked != today:
            self._looked = today
            return True
        limits = {"cycles": self._config.cycles, "trail": self._config.trail}
        return any(_is_over(tallies.get(name, 0), limit) for name, limit in limits.items())

    def _behind(self) -> None:
        try:
            self.prune()
        except BatosError as error:
            _LOG.warning("old records of cycles cannot be removed: %s", error.message)

    def prune(self) -> Pruned:
        """Remove what is more than is to be kept; return how much that was.

        Raises:
            ImageError: The image cannot be read or written.
        """
        found = Pruned(self._prune_cycles(), self._prune_trail())
        if found != Pruned():
            _LOG.info("removed %d records of cycles, %d entries", found.cycles, found.trail)
        return found

    def _prune_cycles(self) -> int:
        if not self._config.cycles and not self._config.days:
            return 0
        removed = 0
        for batch in _batches(self._surplus()):
            if self._closed:
                break
            removed += self._session.change(
                partial(_remove_cycles, cycles=batch),
                note="Old records of cycles are removed",
                user="retention",
            )
        return removed

    def _surplus(self) -> list[str]:
        """Return the ids of the cycles to remove, the failed and then the oldest first."""
        ended: list[tuple[bool, bool, str, str]] = []
        ahead = _ahead()
        total = 0
        after: str | None = None
        while True:
            with self._session.read() as root:
                keys = list(islice(root.cycles.keys(after, excludemin=after is not None), _BATCH))
                for cycle in keys:
                    slots = _ended(root, cycle)
                    if slots is not None and not _lives(root, cycle, slots):
                        done = slots.get("state") != "FAILED"
                        started = str(slots.get("started", ""))
                        # Those of a clock that was ahead are not the latest.
                        ended.append((done, started <= ahead, started, cycle))
                root.connection.cacheMinimize()
            total += len(keys)
            if len(keys) < _BATCH:
                break
            after = keys[-1]
        ended.sort()
        limit = self._config.cycles
        surplus = max(0, total - limit) if limit else 0
        chosen = [cycle for *_, cycle in ended[:surplus]]
        if self._config.days:
            oldest = days_ago(min(self._config.days, LONGEST_DAYS))
            border = oldest.isoformat(timespec="microseconds")
            chosen += [cycle for *_, started, cycle in ended[surplus:] if started < border]
        return chosen

    def _prune_trail(self) -> int:
        limit, removed = self._config.trail, 0
        if not limit:
            return 0
        with self._session.read() as root:
            surplus = read_tally(root, "trail") - limit
        # Entries of a clock that was ahead would stay for ever, and each new one would go.
        for start in ((_ahead(), "", 0), None):
            after: Any = start
            while removed < surplus and not self._closed:
                most = min(surplus - removed, _BATCH)
                count, after = self._session.change(
                    partial(_remove_entries, after=after, most=most),
                    note="Old entries of the trail are removed",
                    user="retention",
                )
                removed += count
                if after is None:
                    break
        return removed


def _ahead() -> str:
    """Return the time after which nothing can have been noted, as ISO text in UTC."""
    return (dt.datetime.now(dt.UTC) + _AHEAD).isoformat(timespec="microseconds")


def _is_over(count: int, limit: int) -> bool:
    """Return whether there is markedly more than is to be kept; 0 keeps everything."""
    return bool(limit) and count > limit + max(_LEAST_MARGIN, int(limit * _MARGIN))


def _batches(items: list[str]) -> Iterable[list[str]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _ended(root: Root, cycle: str) -> Mapping[str, Any] | None:
    """Return the slots of the record of a cycle that has ended; None for one that has not."""
    record = root.cycles.get(cycle)
    if not isinstance(record, UvmObject) or cycle in root.meta.get(RUNNING, ()):
        return None
    slots = slots_of(record)
    # What waits for a person has not come to its end either.
    return slots if slots.get("state") in FINAL and slots["state"] != "WAITING" else None


def _lives(root: Root, cycle: str, slots: Mapping[str, Any]) -> bool:
    """Return whether the method that a cycle has installed is still there, or was replaced."""
    outcome = slots.get("outcome")
    if slots.get("state") != "COMPLETE" or not isinstance(outcome, Mapping):
        return False
    try:
        holder = root.find(str(outcome.get("receiver", "")))
    except BatosError:
        return False
    method = holder._slots.get(str(outcome.get("selector", "")))
    for _ in range(_OLDER):
        if type(method) is not Method:
            return False
        if method.provenance.get("cycle") == cycle:
            return True
        method = method.previous
    return True


def _remove_cycles(root: Root, cycles: list[str]) -> int:
    chosen = [cycle for cycle in cycles if _ended(root, cycle) is not None]
    add_to_tally(root, "cycles", -len(chosen))
    for cycle in chosen:
        del root.cycles[cycle]
        forget_mission(root, cycle)
    return len(chosen)


def _remove_entries(root: Root, after: Any, most: int) -> tuple[int, Any]:
    """Remove the oldest entries but those of cycles at work; return how many, and where it is."""
    keys = list(islice(root.trail.keys(after, excludemin=after is not None), most))
    running = set(root.meta.get(RUNNING, ()))
    chosen = [key for key in keys if key[1] not in running]
    if chosen:
        add_to_tally(root, "trail", -len(chosen))
    for key in chosen:
        del root.trail[key]
    return len(chosen), keys[-1] if len(keys) == most else None
