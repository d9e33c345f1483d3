"""The built-in behaviours of the states.

A state's prototype names its behaviour in the slot ``handler``; the first table is what such a
name can mean. The ends of a cycle are no matter of choice: they go by the state's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from batos.learning.cycle.states.completing import complete, install, timed
from batos.learning.cycle.states.decomposing import decompose, idle, read_receiver
from batos.learning.cycle.states.delegating import delegate
from batos.learning.cycle.states.failing import fail, leave
from batos.learning.cycle.states.synthesizing import synthesize
from batos.learning.cycle.states.validating import validate
from batos.learning.cycle.states.waiting import keep_ready, wait

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.oversight import Oversight
    from batos.learning.cycle.views import StateView
    from batos.learning.model.outcome import Outcome
    from batos.learning.model.thought import Thought

__all__ = ["EFFECTS", "ENDINGS", "HANDLERS", "read_receiver", "timed"]

HANDLERS: Mapping[str, Callable[[Host, Thought, StateView], str]] = {
    "idle": idle,
    "decompose": decompose,
    "delegate": delegate,
    "synthesize": synthesize,
    "validate": validate,
}
"""What a state does; the answer picks its move."""

ENDINGS: Mapping[str, Callable[[Thought], Outcome]] = {
    "COMPLETE": complete,
    "FAILED": fail,
    "WAITING": wait,
}
"""How a cycle ends, as told to whoever asked."""

EFFECTS: Mapping[str, Callable[[Root, Thought, Outcome, Oversight], Outcome]] = {
    "COMPLETE": install,
    "FAILED": leave,
    "WAITING": keep_ready,
}
"""What an end does to the world, inside its one transaction; the answer is what came of it."""
