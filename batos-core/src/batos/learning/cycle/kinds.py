"""The kinds of missions, and what the states of the machine do for each."""

from __future__ import annotations

from batos.learning.cycle.behaviours import Behaviours
from batos.learning.cycle.making import OBJECTS
from batos.learning.cycle.states import METHODS
from batos.learning.model.thought import Thought

__all__ = ["behaviours_of"]


def behaviours_of(thought: Thought) -> Behaviours:
    """Return what the states do with a thought: with one of a method, or of an object."""
    return OBJECTS if thought.brief.makes_object else METHODS
