"""The reports of heartbeats in the image: where each is, what it has found, the calendar of them.

A report is written at the end of each step, so that a heartbeat whose process was killed goes on
with the step that it was at.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast

from persistent.mapping import PersistentMapping

from batos.errors import UnknownNameError, UsageError
from batos.image import Root
from batos.image.indexes import named
from batos.learning.records.owners import Owner, has_ended, lease_until
from batos.learning.records.trail import now_text, record_in_image
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.heartbeat import BeatReport, StepLine

__all__ = [
    "Kind",
    "all_reports",
    "begin_report",
    "find_report",
    "forget_reports",
    "is_interrupted",
    "latest_report",
    "note_event",
    "told",
]

Kind = Literal["began", "resumed", "step", "ended"]
"""What of a heartbeat is noted in the trail."""
_FIELDS = tuple(BeatReport.__annotations__)
_MOST_ENDS = 3
"""Times that a step may be ended in the middle until it is left out of a heartbeat."""
_LEASE_S = 86_400.0
"""Seconds for which a heartbeat on another machine counts as running when it says nothing."""


def begin_report(
    root: Root, *, trigger: str, user: str, owner: Owner, exclusive: bool
) -> tuple[PersistentMapping, bool]:
    """Begin a report, or go on with one that was interrupted, in the running transaction.

    Args:
        root: The image.
        trigger: What it is begun by.
        user: On whose behalf.
        owner: Who is at work on it from now on.
        exclusive: Whether no other process can have the image open.

    Returns:
        The report, and whether it goes on.

    Raises:
        UsageError: One is running in another process.
    """
    now, held = now_text(), {"owner": owner.to_plain(), "until": lease_until(_LEASE_S)}
    last = latest_report(root)
    if last is not None and last["state"] == "running":
        if not is_interrupted(last, owner, exclusive=exclusive):
            raise UsageError(
                "A heartbeat is running just now.", hint="See how far it is: batos heartbeat"
            )
        last["interruptions"] = [*last["interruptions"], {"at": now, "step": last["step"]}]
        ends = [each["step"] for each in last["interruptions"]].count(last["step"])
        if last["step"] and ends >= _MOST_ENDS:
            text = f"It was ended {ends} times in the middle, and is left out."
            last["steps"] = [
                *last["steps"],
                StepLine(
                    step=last["step"], state="failed", text=text, lines=[], counts={}, seconds=0.0
                ),
            ]
        last.update(held)
        return last, True
    report = PersistentMapping(
        id=uuid.uuid4().hex[:12],
        trigger=trigger,
        asked_by=user,
        state="running",
        began=now,
        ended="",
        seconds=0.0,
        waited=0.0,
        model_calls=0,
        interruptions=[],
        steps=[],
        proposals=[],
        step="",
        seq=0,
        **held,
    )
    # The latest stays the last one, also after a clock that was ahead.
    latest = root.heartbeat.maxKey() if root.heartbeat else ""
    root.heartbeat[now if now > latest else f"{latest}~"] = report
    return report, False


def is_interrupted(report: Mapping[str, Any], owner: Owner, *, exclusive: bool) -> bool:
    """Return whether nobody is at work any more on a heartbeat that runs by its report.

    Args:
        report: It.
        owner: Who asks, and is not at work on it.
        exclusive: Whether no other process can have the image open.
    """
    held = report["owner"]
    if exclusive or held.get("instance") == owner.instance or has_ended(held, owner.place):
        return True
    return bool(now_text() > str(report["until"]))


def note_event(
    root: Root, report: PersistentMapping, kind: Kind, text: str, data: Mapping[str, Any]
) -> CycleEvent:
    """Note an event of a heartbeat in the trail, in the running transaction; return it."""
    report["seq"] += 1
    event = CycleEvent(
        kind=f"heartbeat.{kind}",
        cycle=report["id"],
        seq=report["seq"],
        at=now_text(),
        state=str(data.get("step", "")),
        text=text,
        elapsed=round(report["seconds"], 3),
        data=data,
    )
    record_in_image(root, event.to_plain())
    return event


def latest_report(root: Root) -> PersistentMapping | None:
    """Return the latest report, None where there is none."""
    return next(all_reports(root), None)


def all_reports(root: Root, since: str = "") -> Iterator[PersistentMapping]:
    """Yield the reports of heartbeats that began since a time, the latest first."""
    for began in reversed(list(root.heartbeat.keys(since) if root.heartbeat else ())):
        yield root.heartbeat[began]


def find_report(root: Root, name: str) -> PersistentMapping:
    """Return a report.

    Args:
        root: The image.
        name: Its id, or the beginning of it; empty for the latest.

    Raises:
        UsageError: There was no heartbeat yet.
        UnknownNameError: There is no such report.
    """
    by_id = {report["id"]: report for report in all_reports(root)}
    if not by_id:
        raise UsageError("There was no heartbeat yet.", hint="Have one now: batos heartbeat now")
    if not name:
        return next(iter(by_id.values()))
    found: PersistentMapping | None = named(name, by_id, {}, "heartbeat")
    if found is None:
        raise UnknownNameError(
            "heartbeat", name, by_id, hint="'batos heartbeat calendar' lists them."
        )
    return found


def forget_reports(root: Root, before: str) -> int:
    """Remove the reports of heartbeats that began before a time, but those that run."""
    old = [
        began
        for began in (list(root.heartbeat.keys(None, before)) if root.heartbeat else ())
        if root.heartbeat[began]["state"] != "running"
    ]
    for began in old:
        del root.heartbeat[began]
    return len(old)


def told(report: Mapping[str, Any]) -> BeatReport:
    """Return a report as it is told, plain data."""
    return cast("BeatReport", {name: report[name] for name in _FIELDS})
