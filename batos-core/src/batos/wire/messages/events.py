"""What is told while a request is carried out; each kind stands beside what it is told of."""

from __future__ import annotations

from batos.wire.messages.image import ImageProgress
from batos.wire.messages.inference import LoadStep, TextPiece
from batos.wire.messages.kernel import Bye, Gap, Waiting
from batos.wire.messages.methods import MethodProgress
from batos.wire.messages.models import ModelStep
from batos.wire.messages.request import Event, Plain

__all__ = ["EVENTS", "CycleEvent"]


class CycleEvent(Event):
    """An event of a cycle, or of a talk.

    Attributes:
        kind: Such as ``cycle.state``.
        text: One line for a person.
        data: What belongs to the kind.
        cycle: Id of the cycle.
        seq: Number within the cycle.
        at: Time in UTC, ISO form.
        receiver: Who learns.
        selector: What is learned.
        state: The state that it is about, or empty.
        elapsed: Seconds since the cycle began.
    """

    TYPE = "cycle.event"

    kind: str
    text: str
    data: Plain = {}
    cycle: str = ""
    seq: int = 0
    at: str = ""
    receiver: str = ""
    selector: str = ""
    state: str = ""
    elapsed: float = 0.0


EVENTS = (
    Bye,
    CycleEvent,
    Gap,
    ImageProgress,
    LoadStep,
    MethodProgress,
    ModelStep,
    TextPiece,
    Waiting,
)
"""What may be told."""
