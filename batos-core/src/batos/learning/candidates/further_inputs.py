"""Further inputs, made from those that are known, and guessed ones where none is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from batos.learning.model.contract import Contract
from batos.objects import Example
from batos.objects.sameness import alike

__all__ = ["MOST_STORIES", "Story", "guessed_calls", "other_states", "stories_for"]

Story = tuple[Example, ...]
"""Calls in a row on one object; the first has the slots that it begins with."""

MOST_STORIES = 16
"""Inputs that candidates are compared on at most."""
_KINDS = (
    "ann",
    5,
    [3, 1, 2],
    ["b", "a"],
    {"a": 2, "b": 1},
    [{"name": "a", "price": 2}, {"name": "b", "price": 3}],
    "a b",
    2,
)
"""A value of each kind that a method may take."""


def stories_for(
    known: Sequence[Example], states: Sequence[Mapping[str, Any]], *, in_rows: bool
) -> list[Story]:
    """Return inputs of the kinds that a mission speaks of.

    Args:
        known: Calls that further ones are made from.
        states: Slots that the receiver could have.
        in_rows: Whether to make several calls in a row.
    """
    probes = _probes(known)
    if not in_rows or not known:
        unanswered = [each for each in known if each.origin == "call"]
        return [(call.asking(),) for call in (*unanswered, *probes)]
    # The same call twice tells what is kept; another one between tells what is overwritten.
    rows: list[Story] = []
    firsts = [*known, *probes][:MOST_STORIES]
    for number, first in enumerate(firsts):
        other = firsts[(number + 1) % len(firsts)]
        rows.append((first, other, first))
    rows += [
        (replace(firsts[0], state={**firsts[0].state, **slots}), firsts[-1]) for slots in states
    ]
    return [(row[0].asking(), *(_alone(each) for each in row[1:])) for row in rows]


def _alone(example: Example) -> Example:
    """Return the last call of an example, with nothing expected of it."""
    return replace(example.asking(), earlier=())


def _probes(examples: Sequence[Example]) -> list[Example]:
    """Return calls like those of the examples, with other values."""
    found: list[Example] = []
    known = list(examples)

    def same(one: Example, other: Example) -> bool:
        return alike([one.args, one.kwargs, one.state], [other.args, other.kwargs, other.state])

    for example in examples[:MOST_STORIES]:
        changed = [
            replace(example, args=(*example.args[:n], other, *example.args[n + 1 :]))
            for n, value in enumerate(example.args)
            for other in _variants(value)
        ]
        changed += [
            replace(example, kwargs={**example.kwargs, name: other})
            for name, value in example.kwargs.items()
            for other in _variants(value)
        ]
        for call in changed:
            if not any(same(call, other) for other in known):
                known.append(call)
                found.append(call.asking())
    # Spread over the examples, rather than all of the first one's.
    step = max(1, len(found) // (2 * MOST_STORIES))
    return found[::step][: 2 * MOST_STORIES]


def guessed_calls(count: int, state: Mapping[str, Any]) -> list[Example]:
    """Return calls with a value of each kind in each place, where nothing says which is meant.

    Any two places take all kinds together; the others turn with them.
    """
    pool = [*_parts(state.values()), *_KINDS]
    unique = [value for n, value in enumerate(pool) if value not in pool[:n]]
    size = len(unique)
    turns = itertools.product(range(size if count else 1), range(size if count > 1 else 1))
    return [
        Example(
            args=tuple(
                unique[second if n == 1 else (first + second * (n // 2)) % size]
                for n in range(count)
            ),
            origin="call",
        )
        for first, second in turns
    ]


def _parts(values: Iterable[Any]) -> list[Any]:
    """Return some texts and numbers that stand in slots, since calls are often about them."""
    found: list[Any] = []
    for value in values:
        if isinstance(value, dict):
            found += [*list(value)[:2], *_parts(list(value.values())[:2])]
        elif isinstance(value, (list, tuple)):
            found += _parts(value[:2])
        elif isinstance(value, str) or type(value) in (int, float):
            found.append(value)
    return [each for each in found if isinstance(each, (str, int, float))][:4]


def other_states(state: Mapping[str, Any], contract: Contract) -> list[dict[str, Any]]:
    """Return the receiver's slots with other values of the same kinds."""
    named = [name for name in state if name in contract.slots] or list(state)
    found = []
    for name in named[:4]:
        found += [{name: other} for other in (_empty(state[name]), *_variants(state[name])[:2])]
    return found[:MOST_STORIES]


def _empty(value: Any) -> Any:
    return type(value)() if isinstance(value, (list, dict, str, int, float)) else value


def _variants(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value * 2 + 3, -value, 0]
    if isinstance(value, float):
        return [value + 0.5, value * 2]
    if isinstance(value, str):
        return _texts(value)
    if isinstance(value, (list, tuple)):
        return _lists(list(value))
    if isinstance(value, dict):
        pairs = list(value.items())
        grown = [{key: other} for key, each in pairs[:1] for other in _variants(each)[:2]]
        return [dict(pairs[::-1]), dict(pairs[:1]), *grown]
    return []


def _lists(items: list[Any]) -> list[Any]:
    if not items:
        return [[1], [2, 1, 2], ["b", "a"]]
    turned = items[1:] + items[:1]
    inner = [[other, *items[1:]] for each in items[:1] for other in _variants(each)[:3]]
    last = [[*items[:-1], other] for each in items[-1:] for other in _variants(each)[:2]]
    return [items[::-1], turned, items + turned, items[:1], *inner, *last]


def _texts(value: str) -> list[Any]:
    words = value.split(" ")
    return [" ".join(words[::-1]), value.swapcase(), f"{value} {value}", value[::-1], value[:1]]
