"""Who is at work on a cycle, and whether that process has ended.

On a storage that several workers share, a record that says "at work" may be the work of another
one. Only what is provably dead, or has been silent past its lease, may be taken over.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import sys
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from batos.processes import process_start

__all__ = ["MARGIN", "Owner", "has_ended", "lease_until", "this_owner"]

MARGIN = 60.0
"""Seconds past the budget of a cycle before a silent owner elsewhere counts as gone.

Clocks of machines differ, and the last trial of a cycle may run past its budget.
"""


@dataclass(frozen=True)
class Owner:
    """One open image in one process.

    Attributes:
        instance: A name of its own; the same process may have an image open twice.
        place: Where process numbers mean what they mean here: host, boot, namespace.
        pid: The process.
        started: When it started, in the system's own unit (see :func:`process_start`).
    """

    instance: str
    place: str
    pid: int
    started: float

    def to_plain(self) -> dict[str, Any]:
        """Return the owner as plain data."""
        return asdict(self)


def this_owner() -> Owner:
    """Return a new owner in this process."""
    pid = os.getpid()
    return Owner(uuid.uuid4().hex, _place(), pid, process_start(pid) or 0.0)


def _place() -> str:
    """Return what must be the same for a process number to be comparable.

    Containers may share a host's name and boot but number their processes anew.
    """
    parts = [socket.gethostname()]
    if sys.platform != "linux":
        parts.append(f"{uuid.getnode():x}")
    for path in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        try:
            named = os.readlink(path) if path.endswith("pid") else Path(path).read_text("ascii")
        except (OSError, ValueError):
            continue
        parts.append(named.strip())
    return " ".join(parts)


def has_ended(plain: Mapping[str, Any], place: str) -> bool:
    """Return whether an owner's process has provably ended.

    Args:
        plain: The owner as :meth:`Owner.to_plain` described it.
        place: Where the question is asked (:attr:`Owner.place`).
    """
    pid = plain.get("pid")
    if plain.get("place") != place or not isinstance(pid, int) or pid < 1:
        return False
    now = process_start(pid)
    if now is None:
        return True
    # 0.0 says only that there is such a process; it may be another one, but that is no proof.
    return 0.0 not in (now, plain.get("started")) and now != plain.get("started")


def lease_until(seconds: float) -> str:
    """Return the end of a lease of that many seconds and the margin, as ISO text in UTC."""
    end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds + MARGIN)
    return end.isoformat(timespec="microseconds")
