"""The behaviours of the states where an object is made rather than a method.

The same machine, record, budget and questions; a candidate is a whole class (see
:mod:`batos.learning.design.design`), and what is installed is an object.
"""

from __future__ import annotations

from batos.learning.cycle.behaviours import Behaviours
from batos.learning.cycle.making.choosing import choose
from batos.learning.cycle.making.installing import complete, install
from batos.learning.cycle.making.planning import begin, plan, recall, relate
from batos.learning.cycle.making.writing import write
from batos.learning.cycle.states.failing import fail, leave
from batos.learning.cycle.states.waiting import keep_ready, wait

__all__ = ["OBJECTS"]

OBJECTS = Behaviours(
    handlers={
        "idle": begin,
        "decompose": plan,
        "delegate": relate,
        "synthesize": write,
        "validate": choose,
    },
    endings={"COMPLETE": complete, "FAILED": fail, "WAITING": wait},
    effects={"COMPLETE": install, "FAILED": leave, "WAITING": keep_ready},
    recall=recall,
)
