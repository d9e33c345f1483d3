"""Failed missions, tried again while nobody waits; what comes of them waits for a person's word.

A mission is known by its receiver, its name, its words and its examples; a new one that says
something else is another one. It is tried where as many completions are left as one cycle may
ask for, so that the budget of a heartbeat is never exceeded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from batos.errors import BatosError, CancelledError, UsageError
from batos.heartbeat.work import Found, SpentError, Work
from batos.image import Root
from batos.image.indexes import index_of, made_index
from batos.learning.model.brief import MissionBrief
from batos.learning.model.causes import Cause
from batos.learning.model.outcome import Outcome
from batos.learning.records.trail import now_text
from batos.objects import UvmObject, lookup, slots_of
from batos.stewardship.approval.waiting import change_for

__all__ = ["retry"]

_TRIED = "retried"
"""Index of the missions that were tried again, by what they ask for."""
_AT_ONCE = 200
"""Records of cycles that are read at once."""
_SETTLED = frozenset(
    map(
        str,
        (Cause.CANCELLED, Cause.POLICY, Cause.REFUSED, Cause.STATES, Cause.TAKEN_BACK, Cause.VETO),
    )
)
"""Causes that another try would not change: somebody has said no."""


@dataclass(frozen=True)
class _Failed:
    """A mission that failed.

    Attributes:
        key: What it asks for, as a digest.
        brief: It.
        started: When its latest cycle began.
    """

    key: str
    brief: MissionBrief
    started: str


def retry(work: Work) -> Found:
    """Try failed missions again, those first that were tried least, the latest before others."""
    host, pace = work.organs.host, work.pace
    if not host.thinker.describe("default"):
        return Found("No model answers.", state="skipped")
    failed = _failed_missions(work)
    tried = host.session.change(
        lambda root: _tries(root, {each.key for each in failed}),
        note="Tries of failed missions are counted",
        user="heartbeat",
    )
    queue = [each for each in failed if tried.get(each.key, 0) < work.config.tries]
    queue.sort(key=lambda each: each.started, reverse=True)
    queue.sort(key=lambda each: tried.get(each.key, 0))
    ended: list[tuple[str, Outcome]] = []
    lines: list[str] = []
    state = "done"
    while True:
        try:
            pace.go_on()
        except SpentError:
            state = "part" if queue else "done"
            break
        with pace.way.lent(pace.cancel) as token:
            try:
                # Those that had to give way, or that a kill has left in the middle.
                went_on = work.organs.resumer.run(cancel=token)
                pace.calls += sum(each.model_calls for each in went_on)
                ended += [("went on", each) for each in went_on]
                if not queue:
                    break
                if not pace.may_ask(host.config.model_calls):
                    state = "part"
                    break
                mission = queue.pop(0)
                work.tell(f"{mission.brief.receiver}.{mission.brief.selector}")
                again = tried.get(mission.key, 0) + 1
                _count(work, mission, again)
                outcome = work.organs.learner.learn(
                    _again(mission.brief, again), cancel=token, behind=True
                )
                pace.calls += outcome.model_calls
                ended.append(("tried again", outcome))
            except CancelledError:
                pace.cancel.raise_if_cancelled()
            except BatosError as error:
                lines.append(f"{error.message} {error.hint}".strip())
                break
    return _told(ended, lines, state, len(queue))


def _told(ended: list[tuple[str, Outcome]], lines: list[str], state: str, left: int) -> Found:
    statuses = [outcome.status for _, outcome in ended]
    counts = {
        "tried": len(ended),
        "ready": statuses.count("WAITING") + statuses.count("COMPLETE"),
        "failed": statuses.count("FAILED"),
        "left": left,
    }
    told = [f"{each.address} {how}: {_ending(each)}" for how, each in ended]
    text = "No failed mission is to be tried again."
    if ended or left:
        text = (
            f"{counts['tried']} failed missions tried again: {counts['ready']} ready, "
            f"{counts['failed']} failed again; {left} left for the next time."
        )
    return Found(text, (*told, *lines), counts, state)


def _ending(outcome: Outcome) -> str:
    if outcome.status == "WAITING" and outcome.question:
        return "it waits for your answer: batos questions"
    if outcome.status == "WAITING":
        return f"it waits for your word: batos approvals show {outcome.cycle}"
    return outcome.reason.splitlines()[0] if outcome.reason else outcome.status.lower()


def _again(brief: MissionBrief, times: int) -> MissionBrief:
    """Return a mission for another try: nobody is there, and nothing is installed unasked."""
    return replace(
        brief,
        attended=False,
        questions=False,
        approval="never" if brief.approval == "never" else "ask",
        anew=False,
        message=None,
        again=times,
    )


def _failed_missions(work: Work) -> list[_Failed]:
    """Return what failed and is still wanted, each mission once."""
    found: dict[str, _Failed] = {}
    after: str | None = None
    while True:
        with work.organs.host.session.read() as root:
            keys = list(islice(root.cycles.keys(after, excludemin=after is not None), _AT_ONCE))
            for each in _failed_among(root, keys):
                if each.key not in found or found[each.key].started < each.started:
                    found[each.key] = each
            root.connection.cacheMinimize()
        if len(keys) < _AT_ONCE or work.pace.stops():
            return list(found.values())
        after = keys[-1]


def _failed_among(root: Root, cycles: list[str]) -> Iterator[_Failed]:
    for cycle in cycles:
        record = root.cycles.get(cycle)
        slots = slots_of(record) if isinstance(record, UvmObject) else {}
        if slots.get("state") != "FAILED" or slots.get("cause", "") in _SETTLED:
            continue
        plain = slots.get("brief")
        try:
            brief = MissionBrief.from_plain(plain if isinstance(plain, Mapping) else {})
            wanted = _is_wanted(root, brief)
        except BatosError:
            continue  # the receiver is gone, or the record is of another version
        if wanted:
            yield _Failed(_digest(brief), brief, str(slots.get("started", "")))


def _is_wanted(root: Root, brief: MissionBrief) -> bool:
    """Return whether nothing has come of a mission since, and nothing waits for a person.

    Raises:
        UnknownNameError: Its receiver is gone.
        UsageError: It names nothing.
    """
    if not brief.selector:
        raise UsageError("The mission names nothing.")
    receiver = root.find(brief.receiver)
    if brief.makes_object:
        return brief.selector not in root.objects
    waits = change_for(root, receiver, brief.selector) is not None
    return lookup(receiver, brief.selector) is None and not waits


def _digest(brief: MissionBrief) -> str:
    asked: list[Any] = [brief.kind, brief.receiver, brief.selector, brief.text]
    asked += [each.to_plain() for each in brief.examples]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=repr).encode()).hexdigest()[:32]


def _tries(root: Root, keys: set[str]) -> dict[str, int]:
    """Return how often missions were tried again, and forget those that are no more."""
    index = index_of(root, _TRIED)
    for key in [each for each in index if each not in keys]:
        del index[key]
    return {key: int(each["times"]) for key, each in index.items()}


def _count(work: Work, mission: _Failed, times: int) -> None:
    """Note a try before it begins: one that ends its process is not begun again for ever."""

    def note(root: Root) -> None:
        made_index(root, _TRIED)[mission.key] = {"times": times, "at": now_text()}

    work.organs.host.session.change(
        note, note="Tries of failed missions are counted", user="heartbeat"
    )
