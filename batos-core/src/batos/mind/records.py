"""The records of cycles in the image: where each is, what it has found, how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from BTrees.OOBTree import OOTreeSet

from batos.image import Root, Session
from batos.mind.machine import FINAL
from batos.mind.thought import Thought
from batos.mind.trail import now_text, record_in_image
from batos.objects import UvmObject

__all__ = ["close_interrupted", "keep_record", "open_record"]

_RUNNING = "running"
"""Key of the set of cycles that have not ended, in the image's ``meta``."""


def open_record(root: Root, thought: Thought) -> None:
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
    root.cycles[thought.cycle] = record
    if _RUNNING not in root.meta:
        root.meta[_RUNNING] = OOTreeSet()
    root.meta[_RUNNING].add(thought.cycle)


def keep_record(
    root: Root,
    thought: Thought,
    state: str,
    *,
    history: Iterable[Mapping[str, Any]],
    entries: Iterable[Mapping[str, Any]],
) -> None:
    """Write where a cycle is and what it has found, in the running transaction.

    Args:
        root: The image.
        thought: The cycle's working data.
        state: The state that it enters.
        history: The states it was in, with their seconds.
        entries: Entries of the trail that are not in the image yet.
    """
    kept = root.cycles[thought.cycle]
    kept.state = state
    kept.history = [dict(step) for step in history]
    kept.candidates = [candidate.to_plain() for candidate in thought.candidates]
    kept.notes = dict(thought.notes)
    if thought.contract is not None:
        kept.contract = thought.contract.to_plain()
    for entry in entries:
        record_in_image(root, entry)
    if state in FINAL:
        _ended(root, thought.cycle)


def _ended(root: Root, cycle: str) -> None:
    running = root.meta.get(_RUNNING)
    if running is not None and cycle in running:
        running.remove(cycle)


def close_interrupted(session: Session) -> list[str]:
    """End the cycles that a killed process left in the middle, and return their ids.

    Their effect is one transaction that has not happened, so that nothing but the record is to
    be put right. Only the process that alone has the image open may call this.
    """
    with session.read() as root:
        left = list(root.meta.get(_RUNNING, ()))

    def close(root: Root) -> None:
        for cycle in left:
            record = root.cycles[cycle]
            record.reason = f"The system ended while the cycle was {record.state}."
            record.state = "FAILED"
            _ended(root, cycle)

    if left:
        session.change(close, note="Cycles that were interrupted are closed", user="genesis")
    return left
