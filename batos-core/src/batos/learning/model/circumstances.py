"""Circumstances: for whom something is done, and how they can be reached meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.plugins.cycle_event import CycleEvent

__all__ = ["ALONE", "Circumstances", "Listener", "unheard"]

Listener = Callable[[CycleEvent], None]
"""Is told of every event of a cycle."""


def unheard(_event: CycleEvent) -> None:
    """Listen to nothing."""


@dataclass(frozen=True)
class Circumstances:
    """For whom something is done, and how they can be reached meanwhile.

    Attributes:
        user: Who asks, for the record.
        attended: Whether a person waits at a terminal and can be asked.
        approve: The policy of approval that they ask for: ``auto``, ``ask`` or ``never``; empty
            leaves it to the objects and the configuration.
        discuss: Whether the personas discuss a method first; None leaves it to the mission and the
            configuration.
        listener: Told of events as they happen.
        cancel: Stops the work; None where nobody can.
    """

    user: str = "user"
    attended: bool = False
    approve: str = ""
    listener: Listener = unheard
    cancel: CancelToken | None = None
    discuss: bool | None = None

    @property
    def token(self) -> CancelToken:
        """What stops the work; one that nobody holds where nobody can."""
        return self.cancel or CancelToken()

    def applied_to(self, brief: MissionBrief) -> MissionBrief:
        """Return a mission as it is carried out in these; what they leave open, it says itself."""
        return replace(
            brief,
            attended=self.attended or brief.attended,
            approval=self.approve or brief.approval,
            discussion=brief.discussion if self.discuss is None else self.discuss,
        )


ALONE = Circumstances()
"""Nobody is there, and nobody listens."""
