"""What workers and the kernel tell each other (``ctl``); nothing of it is answered.

Three more have no body: ``aside`` of a worker, whose request waits for something, ``leave`` of a
member of the bus that ends, and ``drain`` of the kernel. Fields that are not known are passed over.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from batos.wire.messages.request import Text

__all__ = [
    "Beat",
    "Note",
    "Refused",
    "Register",
    "Registered",
    "State",
    "StopJob",
    "WorkerState",
]

State = Literal["starting", "ready", "degraded"]
"""How a worker is."""


class Note(msgspec.Struct):
    """What is told.

    Attributes:
        TYPE: Its name in the header.
    """

    TYPE: ClassVar[str] = ""


class Register(Note, kw_only=True):
    """Of a worker: what it is.

    Attributes:
        name: Its name on the bus.
        capabilities: First parts of the types that it answers; ``infer`` stands for ``infer.*``.
        types: The types that it answers in full, for near matches and early refusals.
        early: Types that it answers while it is still starting.
        idempotent: Types that may be run a second time when the worker died.
        shards: Where in the body of a type the object is named whose messages one worker gets.
        topics: Where in the body of a type the conversation is named that it is a turn of.
        walls: What the system holds around the worker, in words.
        version: Its own version.
        max_parallel: Jobs that it takes at once.
        pid: Its process.
        state: How it is.
        text: What that means right now.
        jobs: Requests that it has in hand: it may register again after its link was lost.
    """

    TYPE = "register"

    name: Annotated[Text, msgspec.Meta(max_length=64)]
    capabilities: list[str] = []
    types: list[str] = []
    early: list[str] = []
    idempotent: list[str] = []
    shards: dict[str, str] = {}
    topics: dict[str, str] = {}
    walls: str = ""
    version: str = ""
    max_parallel: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 1
    pid: int = 0
    state: State = "ready"
    text: str = ""
    jobs: list[str] = []


class WorkerState(Note):
    """Of a worker: how it is.

    Attributes:
        state: The state.
        text: What it means right now.
    """

    TYPE = "state"

    state: State
    text: str = ""


class Beat(Note):
    """Of a worker: that it lives; the kernel sends the same back, without a body.

    Attributes:
        running: How many requests it has.
        state: How it is.
        text: What that means right now.
    """

    TYPE = "beat"

    running: int
    state: str
    text: str


class Registered(Note):
    """Of the kernel: that a worker is on the bus.

    Attributes:
        beat_s: Seconds between two beats.
        liveness: Beats that may be missed.
    """

    TYPE = "registered"

    beat_s: float
    liveness: int


class Refused(Note):
    """Of the kernel: that a worker is not taken.

    Attributes:
        reason: Why.
    """

    TYPE = "refused"

    reason: str


class StopJob(Note):
    """Of the kernel: that the work for a request is to stop.

    Attributes:
        reason: Why.
    """

    TYPE = "cancel"

    reason: str
