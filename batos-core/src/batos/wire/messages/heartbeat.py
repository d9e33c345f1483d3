"""``heartbeat.*``: what the image does by itself to stay well, and what it tells of that."""

from __future__ import annotations

from typing import TypedDict

from batos.wire.messages.request import Request, Response, Text

__all__ = [
    "ArchiveMethod",
    "BeatNow",
    "BeatReport",
    "Calendar",
    "HeartbeatState",
    "HeartbeatStatus",
    "Interruption",
    "KeepMethod",
    "ListBeats",
    "ProposalAnswer",
    "ProposalLine",
    "ShowBeat",
    "StepLine",
]


class StepLine(TypedDict):
    """What one step of a heartbeat has found.

    Attributes:
        step: ``audit``, ``test``, ``retry``, ``recap``, ``propose``, ``tidy`` or ``check``.
        state: ``done``, ``part`` where the time was over before it came to its end, ``skipped``,
            or ``failed``.
        text: It in a sentence.
        lines: What a person should look at, a line each.
        counts: How many there were, by what they are.
        seconds: How long it worked.
    """

    step: str
    state: str
    text: str
    lines: list[str]
    counts: dict[str, int]
    seconds: float


class Interruption(TypedDict):
    """When a heartbeat went on that had been ended from outside.

    Attributes:
        at: When it went on, ISO text in UTC.
        step: The step that was at work when it was ended.
    """

    at: str
    step: str


class ProposalLine(TypedDict):
    """A method that it is proposed to archive; nothing is done before a person says so.

    Attributes:
        address: Which one.
        kind: ``duplicate`` or ``unused``.
        reason: Why, a sentence.
        sha256: Of the version that is meant.
        at: When it was proposed, ISO text in UTC.
    """

    address: str
    kind: str
    reason: str
    sha256: str
    at: str


class BeatReport(TypedDict):
    """One heartbeat.

    Attributes:
        id: Its id.
        trigger: ``asked`` by a person, or ``interval``.
        asked_by: On whose behalf.
        state: ``running``, ``done``, or ``stopped`` where a person has stopped it.
        began: When, ISO text in UTC.
        ended: When; empty while it runs.
        seconds: How long it worked.
        waited: Seconds in which it gave way to people.
        model_calls: Completions that it asked for.
        interruptions: Where it was ended from outside, and went on.
        steps: What its steps have found.
        proposals: What it proposes.
    """

    id: str
    trigger: str
    asked_by: str
    state: str
    began: str
    ended: str
    seconds: float
    waited: float
    model_calls: int
    interruptions: list[Interruption]
    steps: list[StepLine]
    proposals: list[ProposalLine]


class HeartbeatState(TypedDict):
    """How it is with the heartbeats of an image.

    Attributes:
        interval: Hours from one to the next; 0 where they are switched off.
        next: When the next one is due, ISO text in UTC; empty where they are switched off.
        last: The latest one; null where there was none.
        proposals: What is proposed and not answered yet.
    """

    interval: float
    next: str
    last: BeatReport | None
    proposals: list[ProposalLine]


class ProposalAnswer(TypedDict):
    """What became of a proposal.

    Attributes:
        address: The method.
        kind: ``duplicate`` or ``unused``.
        archived: Whether it was archived; else it is kept, and not proposed again.
        event: Number of the event that notes it; 0 where nothing was changed.
    """

    address: str
    kind: str
    archived: bool
    event: int


class Calendar(Response):
    """Heartbeats, the latest first.

    Attributes:
        beats: A report of each.
    """

    beats: list[BeatReport]


class BeatNow(Request[BeatReport]):
    """Have the image look after itself now; one that was interrupted goes on.

    Attributes:
        user: Who asks, for the record.
        trigger: ``asked``, or ``interval`` where nobody waits for it.
    """

    TYPE = "heartbeat.now"

    user: str = ""
    trigger: str = "asked"


class ShowBeat(Request[BeatReport]):
    """Show the report of a heartbeat.

    Attributes:
        id: Its id, or the beginning of it; empty for the latest.
    """

    TYPE = "heartbeat.report"

    id: str = ""


class ListBeats(Request[Calendar]):
    """List the heartbeats of the last days.

    Attributes:
        days: How many.
    """

    TYPE = "heartbeat.calendar"

    days: float = 14.0


class HeartbeatStatus(Request[HeartbeatState]):
    """Tell when the last heartbeat was, when the next is due, and what is proposed."""

    TYPE = "heartbeat.status"


class ArchiveMethod(Request[ProposalAnswer]):
    """Archive a method that it was proposed for.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        user: Who says so.
    """

    TYPE = "heartbeat.archive"

    address: Text
    user: str = ""


class KeepMethod(Request[ProposalAnswer]):
    """Keep a method that it was proposed to archive, and do not propose it again.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        user: Who says so.
    """

    TYPE = "heartbeat.keep"

    address: Text
    user: str = ""
