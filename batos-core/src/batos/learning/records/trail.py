"""The metacognitive audit trail: every transition, artefact and verdict.

It is kept twice: in the image, where it belongs to the being, and as JSON lines in the log
folder, where other tools can read it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batos.as_json import json_line
from batos.errors import UsageError
from batos.image import Root
from batos.learning.records.tallies import add_to_tally
from batos.memory.catalogs import named

__all__ = [
    "LONGEST_DAYS",
    "Trail",
    "days_ago",
    "entries_after",
    "last_seq",
    "named",
    "now_text",
    "record_in_image",
]

LONGEST_DAYS = 36_500
"""What is longer ago, or is to last longer, is for ever."""
_LARGEST = 16 * 1024 * 1024
_NEAR = 100
"""Entries of the trail after a cycle began to wait, in which its own last one is."""


class Trail:
    """The JSON-lines half of the trail.

    Args:
        path: The file; None keeps no lines.
        largest: Bytes after which another file is begun; 0 never begins one.
        files: How many full files are kept.
    """

    def __init__(self, path: Path | None, *, largest: int = _LARGEST, files: int = 1) -> None:
        self.path = path
        self._largest = largest
        self._files = files
        self._lock = threading.Lock()

    def write(self, entry: Mapping[str, Any]) -> None:
        """Append an entry. A log that cannot be written never stops a thought."""
        if self.path is None:
            return
        line = json_line(entry)
        with self._lock:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._rotate(self.path)
                # Half of a surrogate pair, which UTF-8 cannot hold, is kept as JSON's own escape.
                with self.path.open("a", encoding="utf-8", errors="backslashreplace") as lines:
                    lines.write(line + "\n")
            except OSError:
                # The image holds the same entry; a full disk is told by the image's own commit.
                return

    def _rotate(self, path: Path) -> None:
        """Begin another file when this one is full; the oldest one makes room for it."""
        if not self._largest or not path.exists() or path.stat().st_size <= self._largest:
            return
        for number in range(self._files, 0, -1):
            older = path.with_suffix(f".{number}.jsonl")
            newer = path.with_suffix(f".{number - 1}.jsonl") if number > 1 else path
            if newer.exists():
                newer.replace(older)


def record_in_image(root: Root, entry: Mapping[str, Any]) -> None:
    """Keep an entry in the image, in the running transaction."""
    key = (entry["at"], entry["cycle"], entry["seq"])
    add_to_tally(root, "trail", 1)
    root.trail[key] = dict(entry)


def entries_after(root: Root, place: tuple[str, str, int], most: int) -> list[dict[str, Any]]:
    """Return the entries of the image that follow a place in it, the oldest first.

    Args:
        root: The image.
        place: Time, cycle and number of the entry before; a time alone is followed by what was at
            that time.
        most: How many at most.
    """
    following = root.trail.items(min=place, excludemin=True)
    return [dict(entry) for _, entry in itertools.islice(following, most)]


def last_seq(root: Root, cycle: str, *, since: str) -> int:
    """Return the number of the last event of a cycle that waits; 0 where the trail has none.

    Args:
        root: The image.
        cycle: Its id.
        since: When it began to wait.
    """
    near = itertools.islice(root.trail.keys(min=(since, "", 0)), _NEAR)
    return max((seq for _at, name, seq in near if name == cycle), default=0)


def days_ago(days: float) -> dt.datetime:
    """Return the time so many days ago, in UTC.

    Raises:
        UsageError: It is no number of days, or more than a hundred years.
    """
    if not 0 <= days <= LONGEST_DAYS:
        raise UsageError(f"The days must be a number from 0 to {LONGEST_DAYS}.")
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=days)


def now_text() -> str:
    """Return the time in UTC as ISO text with microseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
