"""Finding examples about slots in plain language, and calls in a row on one object.

::

    items=[1]; push(2) -> 1; items=[1, 2]
    with self.count = 3, tick() gives 4 and self.count == 4
    items=[]; push(1); push(2) -> 2
    add('milk', 2); total() -> 2

What is said of slots before the first call is what they hold then; behind a call it is what they
must hold after it. What follows is joined by a semicolon, a comma or such a word as *then*; a full
stop ends the row.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from batos.learning.request.calls import Given, calls_in, leads_to, values_in
from batos.learning.request.literals import UNREADABLE, find_literals, literal_at, within
from batos.objects import UNSET, Example, call_line, is_slot_name
from batos.objects.sameness import alike

__all__ = ["find_rows", "pieces_in", "without_rows"]

_SLOT = re.compile(
    r"(?<![\w.'\"])(?P<own>self\.)?(?P<name>[A-Za-z_]\w{0,79})\s*"
    r"(?P<said>==?|\bis\s+now\b|\bis\b|\bbecomes\b|\bholds\b)\s*(?=\S)"
)
_THEN = re.compile(
    r"""^\s*(?:[;,][;,\s]*|->|=>|\n|\b(?:and|then)\b|(?=\b(?:leaves|leaving)\b))\s*
    (?:(?:and|then|now|so\s+that|afterwards|it|leaves|leaving|the|slots?)\b[\s,]*)*
    (?:\w+\.)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_RAISES = re.compile(r"\s*(?:->\s*)?raises\s+(?:an?\s+)?(?P<kind>[A-Z]\w*)")


@dataclass(frozen=True)
class _Slot:
    """What a slot is said to hold, and where that stands."""

    start: int
    end: int
    name: str
    value: Any
    is_sure: bool


@dataclass(frozen=True)
class _Call:
    """A call, and what it is said to give."""

    start: int
    end: int
    example: Example


def find_rows(text: str) -> tuple[list[Example], list[tuple[int, int]]]:
    """Return the examples of a text that speak of slots or make several calls.

    Returns:
        The examples, each with the name that it calls, and the start and end of each.
    """
    examples: list[Example] = []
    spans: list[tuple[int, int]] = []
    for row in _rows(text, _pieces(text)):
        between = [text[one.end : other.start] for one, other in pairwise(row)]
        example = _example(row, is_story=all(";" in each for each in between))
        if example is not None:
            examples.append(example)
            spans.append((row[0].start, row[-1].end))
    return examples, spans


def pieces_in(text: str) -> list[tuple[int, int]]:
    """Return where a text has what rows are made of: slots with values, and calls."""
    return [(piece.start, piece.end) for piece in _pieces(text)]


def without_rows(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length in which nothing is left of its rows."""
    for start, end in spans:
        text = f"{text[:start]}{chr(0) * (end - start)}{text[end:]}"
    return text


def _pieces(text: str) -> list[_Slot | _Call]:
    calls = calls_in(text)
    slots = _slots(text, calls)
    pieces: list[_Slot | _Call] = [*_outcomes(text, calls, slots), *slots]
    return sorted(pieces, key=lambda piece: piece.start)


def _slots(text: str, calls: Sequence[Given]) -> list[_Slot]:
    """Return what a text says of slots, outside of quotes and calls."""
    in_call = within((each.start, each.end) for each in calls)
    in_literal = within((each.start, each.end) for each in find_literals(text))
    found: list[_Slot] = []
    unreadable = 0
    for match in _SLOT.finditer(text):
        if unreadable >= UNREADABLE:
            break
        is_sure = match["said"].startswith("=") or bool(match["own"])
        if not is_slot_name(match["name"]) or in_call(match.start()) or in_literal(match.start()):
            continue
        literal = literal_at(text, match.end())
        if literal is None:
            unreadable += 1
            continue
        found.append(_Slot(match.start(), literal.end, match["name"], literal.value, is_sure))
    return found


def _outcomes(text: str, calls: Sequence[Given], slots: Sequence[_Slot]) -> list[_Call]:
    """Return calls with what they are said to give, as far as anything is said."""
    in_slot = within((each.start, each.end) for each in slots)
    values = [each for each in values_in(text, calls) if not in_slot(each.start)]
    starts = [each.start for each in values]
    found = []
    for call in calls:
        example = Example(args=call.args, kwargs=dict(call.kwargs), selector=call.callee)
        end = call.end
        number = bisect_left(starts, end)
        following = values[number] if number < len(values) else None
        if raises := _RAISES.match(text, end):
            example, end = replace(example, raises=raises["kind"]), raises.end()
        elif following is not None:
            between = text[end : following.start]
            if leads_to(text, [call], between, following, ""):
                example, end = replace(example, result=following.args[0]), following.end
        found.append(_Call(call.start, end, example))
    return found


def _rows(text: str, pieces: Sequence[_Slot | _Call]) -> list[list[_Slot | _Call]]:
    """Return pieces that follow each other in one row."""
    rows: list[list[_Slot | _Call]] = []
    known: set[str] = set()
    left: set[str] = set()  # slots of which is said what the last call has left in them
    has_call = False
    before: _Slot | _Call | None = None
    for piece in pieces:
        follows = before is not None and bool(_THEN.match(text[before.end : piece.start]))
        if isinstance(piece, _Slot):
            # What a slot holds after a call is said once: again, it begins another row.
            follows = follows and (piece.is_sure or piece.name in known) and piece.name not in left
        if not follows:
            rows.append([])
            known, left, has_call = set(), set(), False
        rows[-1].append(piece)
        if isinstance(piece, _Call):
            left, has_call = set(), True
        else:
            known.add(piece.name)
            left |= {piece.name} if has_call else set()
        before = piece
    return rows


def _differ(calls: Sequence[Example]) -> bool:
    """Return whether two equal calls give something else."""
    first: dict[str, Example] = {}
    for each in calls:
        # A text may have thousands: each is held against one that is written alike.
        one = first.setdefault(call_line("", each.args, each.kwargs), each)
        same_call = alike([one.args, one.kwargs], [each.args, each.kwargs])
        if same_call and not alike(one.result, each.result):
            return True
    return False


def _example(row: list[_Slot | _Call], *, is_story: bool) -> Example | None:
    """Return a row as an example; None for one that says nothing of slots, or makes one call.

    Args:
        row: The pieces.
        is_story: Whether semicolons stand between them, so that calls of different methods are
            made in a row: ``add('milk', 2); total() -> 2``.
    """
    state: dict[str, Any] = {}
    calls: list[Example] = []
    for piece in row:
        if isinstance(piece, _Call):
            calls.append(piece.example)
        elif not calls:
            state[piece.name] = piece.value
        else:
            after: Mapping[str, Any] = calls[-1].after if calls[-1].after is not UNSET else {}
            calls[-1] = replace(calls[-1], after={**after, piece.name: piece.value})
    if not calls or not any(each.expects for each in calls):
        return None
    if not state and all(each.after is UNSET for each in calls):
        # Without slots each call that gives something is an example of its own, unless one and
        # the same call gives something else each time.
        names = {each.selector for each in calls}
        given = all(each.result is not UNSET for each in calls)
        if len(names) > 1:
            # Nothing is asked of what goes before but that it is done.
            if not is_story or any(each.result not in (UNSET, None) for each in calls[:-1]):
                return None
        elif given and not _differ(calls):
            return None
    return replace(calls[-1], state=state, earlier=tuple(calls[:-1]))
