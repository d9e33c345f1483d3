"""The built-in behaviours of the states.

A state's prototype names its behaviour in the slot ``handler``; the first table is what such a
name can mean. The ends of a cycle are no matter of choice: they go by the state's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from batos.mind.cycle.states.completing import complete, install, timed
from batos.mind.cycle.states.decomposing import decompose, idle, read_receiver
from batos.mind.cycle.states.delegating import delegate
from batos.mind.cycle.states.failing import fail, leave
from batos.mind.cycle.states.synthesizing import synthesize
from batos.mind.cycle.states.validating import validate
from batos.mind.cycle.states.waiting import keep_ready, wait

if TYPE_CHECKING:
    from batos.image import Root
    from batos.mind.cycle.host import Host as Engine
    from batos.mind.cycle.oversight import Oversight
    from batos.mind.cycle.thought import Outcome, Thought
    from batos.mind.cycle.views import StateView

__all__ = ["EFFECTS", "ENDINGS", "HANDLERS", "read_receiver", "timed"]

HANDLERS: Mapping[str, Callable[[Engine, Thought, StateView], str]] = {
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
