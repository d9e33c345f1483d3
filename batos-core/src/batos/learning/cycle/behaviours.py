"""What the states of a cycle do, for one kind of mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.oversight import Oversight
    from batos.learning.cycle.views import StateView
    from batos.learning.model.outcome import Outcome
    from batos.learning.model.thought import Thought

__all__ = ["Behaviours"]


@dataclass(frozen=True)
class Behaviours:
    """What states do.

    A state's prototype names its behaviour in the slot ``handler``. The ends of a cycle are no
    matter of choice: they go by the state's name.

    Attributes:
        handlers: What a state does, by what such a slot can say; the answer picks its move.
        endings: How a cycle ends, as told to whoever asked.
        effects: What an end does to the world, inside its one transaction; the answer is what
            came of it.
        recall: Reads what the image says, for a cycle that goes on in another process.
    """

    handlers: Mapping[str, Callable[[Host, Thought, StateView], str]]
    endings: Mapping[str, Callable[[Thought], Outcome]]
    effects: Mapping[str, Callable[[Root, Thought, Outcome, Oversight], Outcome]]
    recall: Callable[[Root, Thought], None]
