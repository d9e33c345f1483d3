"""The records of cycles in the image: where each is, what it has found, how it ended.

While a cycle is at work, its record holds the working data that another process needs to go on
(see :mod:`batos.learning.records.revival`) and who is at work on it. At the end it holds what
people ask for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from BTrees.OOBTree import OOTreeSet

from batos.errors import ImageError, SlotError
from batos.image import Root
from batos.learning.model.machine import FINAL
from batos.learning.model.thought import Thought
from batos.learning.records.owners import Owner, has_ended, lease_until
from batos.learning.records.revival import thought_to_plain
from batos.learning.records.tallies import add_to_tally
from batos.learning.records.trail import last_seq, now_text, record_in_image
from batos.objects import UvmObject, ensure_plain, slots_of

__all__ = [
    "RUNNING",
    "TakenOverError",
    "check_owner",
    "end_running",
    "is_interrupted",
    "keep_record",
    "open_record",
    "release_record",
    "reopen_record",
    "running_cycles",
    "working_of",
]

RUNNING = "running"
"""Key of the set of cycles that have not ended, in the image's ``meta``."""
_LONGEST = dt.timedelta(days=1)
_AT_WORK = frozenset({"working", "entries", "owner", "until", "seq", "resumed"})
"""Slots of a record that are needed only to go on with the cycle."""


class TakenOverError(ImageError):
    """Another process goes on with this cycle, or has ended it."""


def open_record(root: Root, thought: Thought, owner: Owner | None = None) -> None:
    """Begin the record of a cycle, in the running transaction.

    Raises:
        UnknownNameError: There is no such receiver.
    """
    root.find(thought.brief.receiver)
    record = UvmObject(parents=(root.find("cycle"),))
    root.connection.add(record)
    record.cycle = thought.cycle
    record.state = "IDLE"
    record.started = now_text()
    record.brief = thought.brief.to_plain()
    _hold(record, thought, owner)
    add_to_tally(root, "cycles", 1)
    root.cycles[thought.cycle] = record
    if RUNNING not in root.meta:
        root.meta[RUNNING] = OOTreeSet()
    root.meta[RUNNING].add(thought.cycle)


def reopen_record(
    root: Root, thought: Thought, owner: Owner, *, since: str
) -> tuple[list[Mapping[str, Any]], int]:
    """Go on with a cycle that has waited, in the running transaction.

    Args:
        root: The image.
        thought: Its working data; a cycle that has no record begins one.
        owner: Who goes on with it.
        since: When it began to wait.

    Returns:
        The states that are on record, and the number of its last event.

    Raises:
        UnknownNameError: There is no such receiver.
        TakenOverError: It has ended.
    """
    if thought.cycle not in root.cycles:
        open_record(root, thought, owner)
    record = root.cycles[thought.cycle]
    slots = slots_of(record)
    history, seq = list(slots.get("history", ())), last_seq(root, thought.cycle, since=since)
    if RUNNING not in root.meta:
        root.meta[RUNNING] = OOTreeSet()
    root.meta[RUNNING].add(thought.cycle)
    record.reason, record.brief = "", thought.brief.to_plain()
    keep_record(root, thought, "VALIDATING", history=history, entries=(), owner=owner, seq=seq)
    return history, seq


def keep_record(
    root: Root,
    thought: Thought,
    state: str,
    *,
    history: Iterable[Mapping[str, Any]],
    entries: Iterable[Mapping[str, Any]],
    owner: Owner | None = None,
    seq: int = 0,
) -> None:
    """Write where a cycle is and what it has found, in the running transaction.

    Args:
        root: The image.
        thought: The cycle's working data.
        state: The state that it enters.
        history: The states it was in, with their seconds.
        entries: Entries of the trail so far. They come to the trail at the end, together: a
            record is small, while the trail's last part is written anew for each entry.
        owner: Who is at work on it.
        seq: Number of its last event.

    Raises:
        TakenOverError: It is somebody else's by now, or has ended.
    """
    kept = root.cycles[thought.cycle]
    check_owner(kept, owner)
    kept.state = state
    kept.history = [dict(step) for step in history]
    if state not in FINAL:
        kept.seq = seq
        kept.resumed = 0
        kept.working = working_of(thought)
        kept.entries = _storable([dict(entry) for entry in entries])
        _hold(kept, thought, owner)
        return
    for entry in entries:
        record_in_image(root, entry)
    kept.candidates = [candidate.to_plain() for candidate in thought.candidates]
    kept.notes = dict(thought.notes)
    if thought.contract is not None:
        kept.contract = thought.contract.to_plain()
    for name in _AT_WORK & set(slots_of(kept)):
        delattr(kept, name)
    end_running(root, thought.cycle)


def check_owner(record: UvmObject, owner: Owner | None) -> None:
    """Do nothing where a record is the owner's to go on with.

    A process that was stopped for longer than its lease, and wakes up again, finds its cycle in
    other hands; it must not install anything.

    Raises:
        TakenOverError: It is somebody else's, or has ended.
    """
    slots = slots_of(record)
    state = slots.get("state")
    # Who decides about a change that waits owns nothing; the one decision is its end.
    if state in FINAL and state != "WAITING":
        raise TakenOverError(f"The cycle {slots.get('cycle')} has already ended {state}.")
    held = (slots.get("owner") or {}).get("instance")
    if owner is not None and held is not None and held != owner.instance:
        raise TakenOverError(f"Another process goes on with the cycle {slots.get('cycle')}.")


def release_record(root: Root, cycle: str, owner: Owner) -> None:
    """Let anybody go on with a cycle at once, in the running transaction.

    Raises:
        TakenOverError: It is somebody else's, or has ended.
    """
    record = root.cycles[cycle]
    check_owner(record, owner)
    record.owner = {}
    # It did not end its process.
    record.resumed = max(0, int(slots_of(record).get("resumed", 0)) - 1)


def is_interrupted(record: UvmObject, owner: Owner, *, exclusive: bool) -> bool:
    """Return whether nobody is at work any more on a cycle that has not ended.

    Args:
        record: The cycle's record.
        owner: Who asks.
        exclusive: Whether no other process can have the image open.
    """
    slots = slots_of(record)
    if slots.get("state") in FINAL:
        return False
    held = slots.get("owner") or {}
    if not isinstance(held, Mapping) or not held.get("instance"):
        # Released, or of a version that did not know of others.
        return True
    if held["instance"] == owner.instance:
        return False
    if exclusive or has_ended(held, owner.place):
        return True
    return _is_over(slots.get("until"))


def running_cycles(root: Root) -> list[str]:
    """Return the ids of the cycles that have not ended."""
    return list(root.meta.get(RUNNING, ()))


def end_running(root: Root, cycle: str) -> None:
    """Note that a cycle has ended."""
    running = root.meta.get(RUNNING)
    if running is not None and cycle in running:
        running.remove(cycle)


def _hold(record: UvmObject, thought: Thought, owner: Owner | None) -> None:
    if owner is not None:
        record.owner = owner.to_plain()
        record.until = lease_until(thought.budget.left)


def _is_over(until: object) -> bool:
    if not isinstance(until, str):
        return True
    try:
        end = dt.datetime.fromisoformat(until)
    except ValueError:
        return True
    now = dt.datetime.now(end.tzinfo)
    # No cycle has so much time: that clock was ahead, or this one has gone back.
    return now > end or end - now > _LONGEST


def working_of(thought: Thought) -> Any:
    """Return what a cycle needs to go on, without what the record or the image has already.

    None where that cannot be stored.
    """
    working = thought_to_plain(thought)
    del working["brief"]
    selector = thought.brief.selector
    # What COMPLETE compares with what it finds: a change by somebody else must be noticed.
    working["known"] = {name: source for name, source in thought.known.items() if name == selector}
    return _storable(working)


def _storable(value: Any) -> Any:
    """Return a value if it can be stored; without it a cycle is as mortal as its process."""
    try:
        ensure_plain(value, "working")
    except SlotError:
        return None
    return value
