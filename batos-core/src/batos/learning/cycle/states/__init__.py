"""The behaviours of the states where a method is learned."""

from __future__ import annotations

from batos.learning.cycle.behaviours import Behaviours
from batos.learning.cycle.states.completing import complete, install, timed
from batos.learning.cycle.states.decomposing import decompose, idle, read_receiver, recall
from batos.learning.cycle.states.delegating import delegate
from batos.learning.cycle.states.failing import fail, leave
from batos.learning.cycle.states.synthesizing import synthesize
from batos.learning.cycle.states.validating import validate
from batos.learning.cycle.states.waiting import keep_ready, wait

__all__ = ["METHODS", "read_receiver", "timed"]

METHODS = Behaviours(
    handlers={
        "idle": idle,
        "decompose": decompose,
        "delegate": delegate,
        "synthesize": synthesize,
        "validate": validate,
    },
    endings={"COMPLETE": complete, "FAILED": fail, "WAITING": wait},
    effects={"COMPLETE": install, "FAILED": leave, "WAITING": keep_ready},
    recall=recall,
)
