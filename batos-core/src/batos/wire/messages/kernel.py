"""``hello``, ``resume``, ``ctl.ping``, ``job.*``, ``jobs.list``, ``kernel.*``: the kernel's own."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

import msgspec

from batos.wire.messages.frame import MINOR, PROTOCOL
from batos.wire.messages.request import Nothing, Notice, Request, Response, Values

__all__ = [
    "Bye",
    "CancelJob",
    "Cancelled",
    "Draining",
    "EngineLine",
    "Gap",
    "Hello",
    "JobLine",
    "Jobs",
    "KernelState",
    "KernelStatus",
    "ListJobs",
    "MayLearn",
    "MissedEvents",
    "Ping",
    "Pulse",
    "Rejoined",
    "Resume",
    "SettingsDigest",
    "ShutDown",
    "Waiting",
    "Welcome",
]

_Seq = Annotated[int, msgspec.Meta(ge=0)]
_Reason = Annotated[str, msgspec.Meta(max_length=200)]


class MissedEvents(msgspec.Struct):
    """A request that a client has lost sight of.

    Attributes:
        re: Its id, or the job's name.
        last_seq: Number of the last event that was seen.
    """

    re: str
    last_seq: _Seq = 0


class Welcome(Response, kw_only=True):
    """What the kernel says of itself.

    Attributes:
        version: The major version that both speak.
        minor: The minor version that both speak.
        inc: Incarnation of the kernel.
        features: What it can do beside the rest.
        limits: Bytes of a ``header`` and a ``body``, ``depth`` of a body, ``open`` requests.
        beat_s: Seconds between its beats.
        state: starting, ready, degraded or draining.
    """

    version: int
    minor: int = 0
    inc: str
    features: list[str]
    limits: dict[str, int]
    beat_s: float
    state: str


class Hello(Request[Welcome], forbid_unknown_fields=False):
    """Introduce a client, and agree on a version of the protocol.

    Fields that are not known are passed over: it is sent before a version is agreed on.

    Attributes:
        name: How the client calls itself.
        versions: The lowest and the highest major version that it speaks.
        minor: The highest minor version of the highest major one.
        resume: Requests whose missed events it wants.
    """

    TYPE = "hello"

    name: Annotated[str, msgspec.Meta(max_length=64)] = "client"
    versions: tuple[int, int] = (PROTOCOL, PROTOCOL)
    minor: _Seq = 0
    resume: list[MissedEvents] = []

    @classmethod
    def of_this_program(cls, name: str) -> Hello:
        """Return what a client of this version says."""
        return cls(name, (PROTOCOL, PROTOCOL), MINOR)


class Pulse(Response):
    """How the kernel is.

    Attributes:
        state: As of ``hello``.
        lag_ms: Milliseconds that its loop is late.
        queued: Requests that wait.
    """

    state: str
    lag_ms: float
    queued: int


class Ping(Request[Pulse]):
    """Ask whether the kernel is there."""

    TYPE = "ctl.ping"


class Cancelled(Response):
    """What a job was and is.

    Attributes:
        job: Its name.
        was: Its state before.
        state: Its state now.
    """

    job: str
    was: str
    state: str


class CancelJob(Request[Cancelled]):
    """Ask the work for a request to stop; its terminal message tells what came of it.

    Attributes:
        re: The id of the request, or the job's name from ``jobs.list``.
        mode: ``soft`` asks the work to stop; ``hard`` ends its worker after the grace.
        grace_ms: Milliseconds between the two.
        reason: Why, for whoever waits.
    """

    TYPE = "job.cancel"

    re: str
    mode: Literal["soft", "hard"] = "soft"
    grace_ms: Annotated[int, msgspec.Meta(ge=0, le=600_000)] = 2000
    reason: _Reason = "asked to"


class MayLearn(Request[Nothing]):
    """Of a worker: ask whether something may be learned for its request."""

    TYPE = "job.learn"


class JobLine(TypedDict):
    """A request that runs or waits.

    Attributes:
        job: The kernel's name for it.
        request: The id that its client gave it.
        type: What is asked.
        state: How it is.
        lane: Its queue.
        engine: Name of the worker that has it; empty where none has.
        parent: The job that it is made for; empty for none.
        client: Who asks.
        events: How many events it has told.
        seconds: Since when it is there.
        cancelled: Why it is to stop; empty where it is not.
        cycles: The cognitive cycles that it has told of.
    """

    job: str
    request: str
    type: str
    state: str
    lane: str
    engine: str
    parent: str
    client: str
    events: int
    seconds: float
    cancelled: str
    cycles: NotRequired[list[str]]


class Jobs(Response):
    """Requests that run or wait.

    Attributes:
        jobs: A line for each.
    """

    jobs: list[JobLine]


class ListJobs(Request[Jobs]):
    """List the requests that run or wait."""

    TYPE = "jobs.list"


class EngineLine(TypedDict):
    """A worker.

    Attributes:
        name: Its name.
        state: How it is: starting, ready, degraded, restarting, unavailable or stopping.
        text: What that means right now.
        pid: Its process; 0 where there is none.
        version: Of the program that it runs.
        required: Whether the system is of no use without it.
        capabilities: What it can be asked for.
        running: Requests that it carries out.
        aside: Those of them that wait for a model, a person or others.
        max_parallel: How many it may carry out at once.
        crashes: How often it ended unasked.
        cause: What ended its last process; empty where nothing has.
        silent: Whether nothing was heard of it for too long.
        walls: What the system holds around it, in words.
        member: Whether it has joined the bus by itself, and answers grams by its name.
    """

    name: str
    state: str
    text: str
    pid: int
    version: str
    required: bool
    capabilities: list[str]
    running: int
    aside: int
    max_parallel: int
    crashes: int
    cause: str
    silent: bool
    walls: str
    member: NotRequired[bool]


class SettingsDigest(TypedDict, total=False):
    """The settings that something was started with; empty where that is not told.

    Attributes:
        salt: Goes into the digests of what may be a secret.
        settings: Values by the dotted keys of the configuration, which is open to plugins.
    """

    salt: str
    settings: Values


class KernelState(TypedDict):
    """How the kernel is.

    Attributes:
        state: starting, ready, degraded or draining.
        inc: Its incarnation.
        version: Of the program.
        endpoint: Where clients reach it.
        uptime_s: Seconds since it has started.
        lag_ms: Milliseconds that its loop is late.
        queued: Requests that wait, by lane.
        open: Requests that run or wait.
        clients: How many are connected.
        engines: A line for each worker.
        walls: What the system holds around it, in words.
        started: The settings that it was started with, without secrets.
        counters: What it has refused and lost.
    """

    state: str
    inc: str
    version: str
    endpoint: str
    uptime_s: float
    lag_ms: float
    queued: dict[str, int]
    open: int
    clients: int
    engines: list[EngineLine]
    walls: str
    started: SettingsDigest
    counters: dict[str, int]


class KernelStatus(Request[KernelState]):
    """Tell state, workers, queues and counters."""

    TYPE = "kernel.status"


class Draining(Response):
    """That the kernel stops.

    Attributes:
        state: draining.
        open: How much is still running.
    """

    state: str
    open: int


class ShutDown(Request[Draining]):
    """Stop the kernel; what runs is finished first.

    Attributes:
        reason: Why, for the log and for clients.
        drain_s: Seconds that running work gets; left out, what the kernel was started with.
    """

    TYPE = "kernel.shutdown"

    reason: _Reason = "asked to"
    drain_s: Annotated[float, msgspec.Meta(ge=0, le=3600)] | None = None


class Rejoined(Response):
    """A job whose events come again.

    Attributes:
        job: Its name.
        state: How it is.
        seq: Number of its latest event.
    """

    job: str
    state: str
    seq: int


class Resume(Request[Rejoined]):
    """Ask for what was missed of a request after a lost connection.

    Attributes:
        re: Its id, or the job's name.
        last_seq: Number of the last event that was seen.
    """

    TYPE = "resume"

    re: str
    last_seq: _Seq = 0


class Waiting(Notice):
    """That a request waits for a worker that is not up.

    Attributes:
        worker: Which one.
        state: How it is.
        text: What that means.
    """

    TYPE = "job.waiting"

    worker: str = msgspec.field(name="for")
    state: str
    text: str


class Gap(Notice):
    """That events were lost, since they were not taken in time.

    Attributes:
        first: Number of the first one.
        last: Number of the last one.
        count: How many.
    """

    TYPE = "gap"

    first: int = msgspec.field(name="from")
    last: int = msgspec.field(name="to")
    count: int


class Bye(Notice):
    """That the kernel ends; it belongs to no request.

    Attributes:
        inc: Its incarnation.
        reason: Why.
    """

    TYPE = "bye"

    inc: str
    reason: str
