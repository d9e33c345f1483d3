"""What a worker died of: which method, object or message, by what it has left on its desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from batos.kernel.base.desk import Load, Seat

__all__ = ["Autopsy", "Culprit", "Kind", "autopsy", "crashed_thread"]

Kind = Literal["method", "object", "message"]

_LONG_LOAD_S = 1.0
"""Seconds after which a record that is still being loaded is what a worker hangs on."""

# What faulthandler writes of a crash; the thread that it happened in comes first.
_CRASHED = re.compile(r"^Current thread 0x([0-9a-f]+) ")


@dataclass(frozen=True)
class Culprit:
    """One thing that may have ended a worker.

    Attributes:
        kind: What it is.
        oid: The method or the object, 0 where it is not known.
        text: Receiver and selector of the message that a method ran for; of a message what tells
            it from all others.
        shown: The same for a person.
        job: The request that it was for, or an empty text.
        started: Monotonic time when it began, 0 where that is not known.
    """

    kind: Kind
    oid: int
    text: str
    shown: str
    job: str = ""
    started: float = 0.0


@dataclass(frozen=True)
class Autopsy:
    """What ended a worker.

    Attributes:
        culprits: What may have; none where nothing is known.
        clear: Whether all of them did, rather than one of them.
    """

    culprits: tuple[Culprit, ...] = ()
    clear: bool = True


def crashed_thread(lines: Iterable[str]) -> int:
    """Return Python's number of the thread that crashed, by the log of its process, or 0."""
    for line in lines:
        found = _CRASHED.match(line)
        if found:
            return int(found[1], 16)
    return 0


def autopsy(
    seats: Sequence[Seat],
    loads: Sequence[Load],
    *,
    now: float,
    thread: int = 0,
    hung: Sequence[Seat | Load] | None = None,
    message: Callable[[str], tuple[str, str] | None] | None = None,
) -> Autopsy:
    """Return what ended a worker.

    Args:
        seats: The requests that it had begun.
        loads: The records that it had begun to load.
        now: Monotonic time of its end.
        thread: Python's number of the thread that crashed, 0 where that is not known.
        hung: What held all others up; None where it was no hang.
        message: Returns what tells the message of a job from all others, and its type; None where
            no message without a method can have done it.
    """
    known = {thread} if thread else {each.ident for each in hung or ()}
    begun = {seat.ident: seat.started for seat in seats if seat.busy}
    slow = [
        load
        for load in loads
        # Most of what a method took may be the record that it waited for.
        if now - load.started > min(_LONG_LOAD_S, (now - begun.get(load.ident, 0.0)) / 2)
    ]
    found = [load for load in loads if load.ident == thread] if thread else []
    found = found or [load for load in slow if not known or load.ident in known]
    if found:
        load = min(found, key=lambda each: each.started)
        job = next((seat.job for seat in seats if seat.ident == load.ident), "")
        name = f"@{load.oid}"
        return Autopsy((Culprit("object", load.oid, name, name, job, load.started),))
    near = [seat for seat in seats if not known or seat.ident in known]
    busy = [seat for seat in near if seat.busy]
    if busy:
        culprits = (
            Culprit("method", seat.oid, seat.text, seat.text, seat.job, seat.started)
            for seat in busy
        )
        return Autopsy(tuple(culprits), clear=bool(known) or len(busy) == 1)
    if message is None:
        return Autopsy()
    told = [(seat.job, told) for seat in near if (told := message(seat.job)) is not None]
    return Autopsy(
        tuple(Culprit("message", 0, text, shown, job) for job, (text, shown) in told),
        clear=len(told) == 1,
    )
