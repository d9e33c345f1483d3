"""What is told while a request is carried out; each kind stands beside what it is told of."""

from __future__ import annotations

from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.care import ImageProgress
from batos.wire.messages.inference import LoadStep, Swapped, TextPiece
from batos.wire.messages.kernel import Bye, Gap, Waiting
from batos.wire.messages.memory import MemoryStep
from batos.wire.messages.methods import MethodProgress
from batos.wire.messages.models import ModelStep

__all__ = ["EVENTS"]


EVENTS = (
    Bye,
    CycleEvent,
    Gap,
    ImageProgress,
    LoadStep,
    MemoryStep,
    MethodProgress,
    ModelStep,
    Swapped,
    TextPiece,
    Waiting,
)
"""What may be told."""
