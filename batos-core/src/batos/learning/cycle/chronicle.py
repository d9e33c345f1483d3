"""What one cycle tells while it runs: numbered events, and the states with their seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from batos.learning.model.circumstances import Listener
from batos.learning.model.thought import Thought
from batos.learning.records.owners import Owner
from batos.learning.records.trail import now_text
from batos.plugins.cycle_event import CycleEvent

__all__ = ["Chronicle"]


@dataclass
class Chronicle:
    """What is to be written at the next commit of a cycle, and to whom it is told.

    Attributes:
        cycle: Its id.
        listener: Told of every event.
        seq: Number of the last event.
        started: When it began, on the monotonic clock; for one that was resumed, as if nothing
            had been between.
        cancelled: Whether somebody asked it to stop.
        behind: Whether nobody waits for it.
        owner: Whose cycle it is, where several may have the image open.
        seconds: Seconds in each state.
        entries: Its entries of the trail, which come to the image's at the end.
        history: The states it was in.
        tallies: How many records of cycles and entries of the trail the image holds at its end.
    """

    cycle: str
    listener: Listener
    seq: int = 0
    started: float = field(default_factory=time.monotonic)
    cancelled: bool = False
    behind: bool = False
    owner: Owner | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)

    @classmethod
    def resumed(
        cls, cycle: str, listener: Listener, seq: int, history: Sequence[Mapping[str, Any]]
    ) -> Chronicle:
        """Return the chronicle of a cycle that goes on.

        Args:
            cycle: Its id.
            listener: Told of what comes.
            seq: Number of the last event that is on record.
            history: The states that are on record.
        """
        seconds: dict[str, float] = {}
        for step in history:
            name = str(step.get("state", ""))
            seconds[name] = seconds.get(name, 0.0) + float(step.get("seconds", 0.0))
        return cls(
            cycle,
            listener,
            seq=seq,
            started=time.monotonic() - sum(seconds.values()),
            seconds=seconds,
            history=[dict(step) for step in history],
        )

    def passed(self, state: str, seconds: float) -> None:
        """Note that a state was left."""
        self.seconds[state] = self.seconds.get(state, 0.0) + seconds
        self.history.append({"state": state, "at": now_text(), "seconds": round(seconds, 4)})

    def event(
        self,
        thought: Thought,
        kind: str,
        text: str,
        *,
        state: str = "",
        data: Mapping[str, Any] | None = None,
    ) -> CycleEvent:
        """Return the next event."""
        self.seq += 1
        return CycleEvent(
            kind=f"cycle.{kind}",
            cycle=thought.cycle,
            seq=self.seq,
            at=now_text(),
            receiver=thought.brief.receiver,
            selector=thought.brief.selector,
            state=state,
            text=text,
            elapsed=round(time.monotonic() - self.started, 3),
            data=dict(data or {}),
        )
