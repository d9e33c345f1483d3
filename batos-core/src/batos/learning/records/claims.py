"""Taking over a cycle whose process has ended: what its record says, ready to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.config import CycleConfig
from batos.errors import BatosError, ImageError
from batos.image import Root, Session
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.machine import FINAL
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.cycles import end_running, is_interrupted, running_cycles
from batos.learning.records.owners import Owner, lease_until
from batos.learning.records.revival import thought_from_plain
from batos.objects import UvmObject, slots_of

__all__ = ["Claim", "Interrupted", "claim", "find_interrupted"]

_MOST_DEATHS = 2
"""Processes that may end in one state of a cycle, before the cycle is taken for the cause."""


@dataclass(frozen=True)
class Interrupted:
    """A cycle that nobody is at work on.

    Attributes:
        cycle: Its id.
        receiver: Address of the object that is to learn.
        selector: Name of the method.
        state: Where it was.
        text: What was asked for, in words.
        makes_object: Whether the selector names an object that is made like the receiver.
    """

    cycle: str
    receiver: str
    selector: str
    state: str
    text: str = ""
    makes_object: bool = False


@dataclass(frozen=True)
class Claim:
    """A cycle that was taken over.

    Attributes:
        thought: Its working data; only its mission where it cannot go on.
        state: The state to go on with.
        history: The states that are on record.
        seq: Number of the last event on record.
        entries: Entries that are to come to the trail at its end.
        reason: Why it cannot go on, a sentence; empty when it can.
        because: Why it goes on, a sentence; empty for one that was interrupted.
    """

    thought: Thought
    state: str
    history: tuple[Mapping[str, Any], ...] = ()
    seq: int = 0
    entries: tuple[Mapping[str, Any], ...] = ()
    reason: str = ""
    because: str = ""


def find_interrupted(root: Root, owner: Owner, *, exclusive: bool) -> list[Interrupted]:
    """Return the cycles that nobody is at work on, the oldest first.

    Args:
        root: The image.
        owner: Who asks.
        exclusive: Whether no other process can have the image open.
    """
    found = []
    for cycle in running_cycles(root):
        record = root.cycles.get(cycle)
        if not isinstance(record, UvmObject):
            continue
        if not is_interrupted(record, owner, exclusive=exclusive):
            continue
        slots = slots_of(record)
        brief = _mapping(slots.get("brief"))
        line = Interrupted(
            cycle,
            str(brief.get("receiver", "")),
            str(brief.get("selector", "")),
            str(slots.get("state", "")),
            str(brief.get("text", "")),
            brief.get("kind") == "object",
        )
        found.append((str(slots.get("started", "")), line))
    return [line for _, line in sorted(found, key=lambda each: each[0])]


def claim(
    session: Session,
    cycle: str,
    owner: Owner,
    config: CycleConfig,
    *,
    exclusive: bool,
    cancel: CancelToken,
) -> Claim | None:
    """Take over a cycle whose process has ended.

    That it is taken over is on record before anything is done, so that a cycle that ends every
    process is found out.

    Args:
        session: The image.
        cycle: Its id.
        owner: Who takes it over.
        config: Budget of a cycle of which nothing but the mission is on record.
        exclusive: Whether no other process can have the image open.
        cancel: Stops the cycle.

    Returns:
        What is on record; None where somebody is at work on it, or it has ended.

    Raises:
        ImageError: The image cannot be read or written.
    """
    slots: dict[str, Any] = {}

    def take(root: Root) -> bool:
        record = root.cycles.get(cycle)
        if not isinstance(record, UvmObject) or slots_of(record).get("state") in FINAL:
            end_running(root, cycle)
            return False
        if not is_interrupted(record, owner, exclusive=exclusive):
            return False
        deaths = slots_of(record).get("resumed", 0)
        record.resumed = (deaths if isinstance(deaths, int) else 0) + 1
        record.owner = owner.to_plain()
        record.until = lease_until(config.seconds)
        slots.clear()
        slots.update(slots_of(record))
        return True

    if not session.change(take, note=f"Cycle {cycle} is taken over", user="genesis"):
        return None
    return _read(cycle, slots, config, cancel)


def _read(cycle: str, slots: Mapping[str, Any], config: CycleConfig, cancel: CancelToken) -> Claim:
    state = str(slots.get("state", ""))
    plain = _mapping(slots.get("brief"))
    budget = CycleBudget(config.model_calls, config.seconds)
    nothing = MissionBrief(
        receiver=str(plain.get("receiver", "genesis")), selector=str(plain.get("selector", ""))
    )
    bare = Thought(cycle=cycle, brief=nothing, budget=budget, cancel=cancel)
    history = tuple(each for each in _sequence(slots.get("history")) if isinstance(each, Mapping))
    entries = tuple(each for each in _sequence(slots.get("entries")) if _is_entry(each))
    seq = slots.get("seq", 0)
    seq = seq if isinstance(seq, int) else 0
    try:
        if not plain.get("selector"):
            raise ImageError("its mission is damaged.")
        brief = MissionBrief.from_plain(plain)
        if state == "IDLE":
            thought = Thought(cycle=cycle, brief=brief, budget=budget, cancel=cancel)
        else:
            working = _mapping(slots.get("working"))
            thought = thought_from_plain({**working, "brief": plain}, cancel=cancel)
    except (BatosError, TypeError, ValueError) as error:
        text = error.message if isinstance(error, BatosError) else str(error)
        reason = f"It was interrupted while it was {state} and cannot go on: {text}"
        return Claim(bare, state, history, seq, entries, reason)
    reason = _objection(thought, state, slots["resumed"])
    return Claim(thought, state, history, seq, entries, reason)


def _objection(thought: Thought, state: str, deaths: int) -> str:
    """Return why a cycle that could go on must not."""
    if deaths >= _MOST_DEATHS:
        return f"The process that ran it ended {deaths} times while it was {state}."
    if not thought.budget.left:
        seconds = f"{thought.budget.seconds:g}"
        return f"It was interrupted while it was {state}, with its {seconds} seconds used up."
    return ""


def _is_entry(value: object) -> bool:
    return isinstance(value, Mapping) and {"at", "cycle", "seq"} <= set(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) else ()
