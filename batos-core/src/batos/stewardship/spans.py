"""The audit trail as spans: a trace for each cycle, each heartbeat and each talk that it tells of.

What belongs together has one id in the trail. Where it enters a state, or ends a step, stands a
span of its own; what else happened in it is an event of that span.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Span", "traces_of"]

_FAILED = frozenset({"FAILED", "failed"})
_FACTS = (
    *("status", "receiver", "selector", "reason", "model_calls", "origin", "trust", "state"),
    *("reader", "command", "name", "reply"),
)
"""What of the data of an entry is told with its span."""


@dataclass
class Span:
    """A stretch of time in which something was done.

    Attributes:
        name: What.
        trace: The id of what it belongs to.
        began: When, in nanoseconds since 1970.
        ended: When it was over.
        attributes: What is known of it.
        events: What happened in it: when, what, and the words.
        problem: Why it has failed; empty where it has not.
        parts: Spans within it.
    """

    name: str
    trace: str
    began: int
    ended: int
    attributes: dict[str, str | int | float | bool] = field(default_factory=dict)
    events: list[tuple[int, str, str]] = field(default_factory=list)
    problem: str = ""
    parts: list[Span] = field(default_factory=list)


def traces_of(entries: Iterable[Mapping[str, Any]]) -> Iterator[Span]:
    """Yield a span for each cycle, heartbeat or other thing that entries of the trail tell of.

    Args:
        entries: As the trail has them, the oldest first.
    """
    together: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in entries:
        # What belongs to nothing stands alone.
        name = str(each.get("cycle") or each.get("at", ""))
        together.setdefault((_subject(each), name), []).append(each)
    for (subject, name), found in together.items():
        yield _trace(subject, name, found)


def _trace(subject: str, name: str, entries: list[Mapping[str, Any]]) -> Span:
    whole = Span(subject, name, _time(entries[0]), _time(entries[-1]))
    whole.attributes[f"batos.{subject}"] = name
    target = ".".join(filter(None, (_text(entries[0], "receiver"), _text(entries[0], "selector"))))
    whole.name = f"{subject} {target}".rstrip()
    here = whole
    for each in entries:
        at, kind, text = _time(each), _text(each, "kind"), _text(each, "text")
        if kind == f"{subject}.state":
            _close(here, whole, at)
            here = Span(_text(each, "state"), name, at, whole.ended)
            whole.parts.append(here)
        elif kind == f"{subject}.step":
            data = each.get("data", {})
            began = at - int(float(data.get("seconds", 0.0)) * 1e9)
            part = Span(_text(each, "state"), name, max(began, whole.began), at)
            _tell(part, data, text)
            whole.parts.append(part)
        else:
            here.events.append((at, kind, text))
            if kind in (f"{subject}.finished", "talk.command"):
                _tell(whole, each.get("data", {}), text)
    return whole


def _close(part: Span, whole: Span, at: int) -> None:
    if part is not whole:
        part.ended = at


def _tell(span: Span, data: Mapping[str, Any], text: str) -> None:
    for name in _FACTS:
        value = data.get(name)
        if isinstance(value, (str, int, float)) and value != "":
            span.attributes[f"batos.{name}"] = value
    counts = data.get("counts", {})
    span.attributes |= {f"batos.{name}": number for name, number in counts.items()}
    if data.get("status") in _FAILED or data.get("state") in _FAILED:
        span.problem = str(data.get("reason") or text)


def _subject(entry: Mapping[str, Any]) -> str:
    return _text(entry, "kind").partition(".")[0] or "event"


def _text(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name, ""))


def _time(entry: Mapping[str, Any]) -> int:
    """Return when an entry was noted, in nanoseconds since 1970; 0 where it does not say."""
    try:
        moment = dt.datetime.fromisoformat(_text(entry, "at"))
    except ValueError:
        return 0
    return int(moment.timestamp() * 1_000_000) * 1_000
