"""Stories: calls in a row on a new object, and what designs answer to them.

Nobody says what is called in which order, and a fault of a whole object shows in how its methods
play together. So calls are drawn by chance, always the same chance: each method on an object that
is new, two about the same thing and one that tells of it, and walks through all of them, with few
values, so that they meet again.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from batos.guardian.trial.reports import CaseReport
from batos.guardian.trial.trial import Trial
from batos.learning.design.design import Design
from batos.learning.design.uses import kinds_used
from batos.learning.model.planned import Planned
from batos.objects import Example

__all__ = ["FAILED", "Story", "Told", "as_asked", "kinds_for", "live", "stories_of"]

Story: TypeAlias = tuple[Example, ...]
"""Calls in a row on a new object."""
Told: TypeAlias = tuple[list[Any], ...]
"""What came of each call of a story, as values by which they are compared."""

FAILED: list[Any] = ["failed"]
"""What came of a call that came to no answer."""
ENDED: list[Any] = ["ended"]
"""What came of a call of which nothing is asked but that it comes to an end."""
_VALUES: Mapping[str, tuple[Any, ...]] = {
    "text": ("pear", "apple", "fig"),
    "number": (5, 2, 7),
    "bool": (True, False, True),
    "list": (["pear", "apple"], ["apple", "fig"], ["fig", "pear"]),
}
"""Values of each kind, of which a parameter takes two: what stands first takes the first ones, what
stands behind it begins with the second. So two in one call differ, and yet meet. The texts are not
in the order of the alphabet."""
_PAIRS = 24
_WALKS = 12
_STEPS = 6
_AT_ONCE = 8
"""Stories that are tried before it is looked whether one of them had no end."""
_ENDLESS = frozenset({"timeout", "breach", "crashed"})
_TRIED = 2
"""Designs by which the kinds of parameters are found."""


def stories_of(
    planned: Sequence[Planned], kinds: Mapping[str, str], literals: Sequence[int | str] = ()
) -> list[Story]:
    """Return the stories by which designs are compared, the short ones first.

    Args:
        planned: The methods.
        kinds: Of what kind each parameter is, by its name: what two methods call the same is
            the same.
        literals: Values that the description names: what changes with a value changes there.
    """
    chance = random.Random(20)  # noqa: S311 - the same stories every time
    takes = [each for each in planned if each.parameters]

    # Where a name stands furthest from the front; it stands for the same in all methods.
    places: dict[str, int] = {}
    for place, name in itertools.chain(*(enumerate(each.parameters) for each in planned)):
        places[name] = max(place, places.get(name, 0))

    def call(each: Planned, *numbers: int, literal: int | str | None = None) -> Example:
        """Return a call with the values of these numbers or any, and a literal where it fits."""
        args: list[Any] = []
        for number, name in enumerate(each.parameters):
            values = _VALUES[kinds.get(name, "text")]
            chosen = numbers[min(number, len(numbers) - 1)] if numbers else chance.randrange(2)
            first = (places[name] + chosen) % len(values)
            around = (*values[first:], *values[:first])
            # Two in one call differ, where there are as many values.
            value = next((value for value in around if value not in args), around[0])
            args.append(literal if type(literal) is type(value) else value)
        return Example(selector=each.selector, args=tuple(args), origin="call")

    found: list[Story] = [(call(each, 0),) for each in planned]
    named = [
        (call(one, 0, literal=literal), call(one, 1, literal=literal), call(teller, 0))
        for literal, one, teller in itertools.product(literals, takes, planned)
        if teller.gives and literal in call(one, 0, literal=literal).args
    ]
    found += named[:_PAIRS]
    # Two calls about the same thing, in which all else differs, and one that tells of it.
    pairs = [
        (call(one, 0), call(other, 0, 1), call(teller, 0))
        for one, other, teller in itertools.product(takes, takes, planned)
        if teller.gives
    ]
    found += pairs if len(pairs) <= _PAIRS else chance.sample(pairs, _PAIRS)
    for number in range(_WALKS):
        # What takes nothing mostly tells of what was done before.
        begin = [call(takes[number % len(takes)])] if takes else []
        steps = [call(chance.choice(planned)) for _ in range(_STEPS - len(begin))]
        found.append((*begin, *steps))
    return found


def kinds_for(
    trial: Trial,
    designs: Sequence[Design],
    votes: Sequence[int],
    planned: Sequence[Planned],
    inherited: Mapping[str, str],
    check: Callable[[], None] = lambda: None,
) -> dict[str, str]:
    """Return of what kind each parameter is: as it is used, or with which the fewest calls fail.

    Args:
        trial: Runs them.
        designs: The designs, the likeliest first.
        votes: How often each was written.
        planned: The methods.
        inherited: Sources of what their parents understand, by selector.
        check: Called now and then; what it raises ends the work.
    """
    used = kinds_used(designs, votes, planned)
    kinds = dict.fromkeys((name for each in planned for name in each.parameters), "text") | used

    def failures(tried: Mapping[str, str]) -> int:
        """Return how many calls fail; none where one has no end, which is not waited for again."""
        stories = stories_of(planned, tried)
        # In a walk a kind may fail for another one; each method alone tells of its own only.
        wanted = [*stories[: len(planned)], *stories[-_WALKS:]]
        failed = 0
        for design in designs[:_TRIED]:
            lived, has_end = _until_endless(trial, design, wanted, planned, inherited, check)
            if not has_end:
                return 0
            failed += sum(told[-1] == FAILED for told in lived)
        return failed

    fewest = failures(kinds) if kinds else 0
    for place, kind in itertools.product(tuple(kinds), ("text", "number", "list")):
        if not fewest:
            break
        tried = {**kinds, place: kind}
        count = failures(tried)
        if count < fewest:
            kinds, fewest = tried, count
    # One may have been changed for what only another one had to be changed for.
    for place in [each for each, kind in kinds.items() if kind not in ("text", used.get(each))]:
        tried = {**kinds, place: "text"}
        if failures(tried) <= fewest:
            kinds = tried
    return kinds


def live(
    trial: Trial,
    design: Design,
    stories: Sequence[Story],
    planned: Sequence[Planned],
    inherited: Mapping[str, str],
    check: Callable[[], None] = lambda: None,
) -> list[Told]:
    """Return what came of each call of some stories, each with a new object.

    Args:
        trial: Runs them.
        design: The object.
        stories: The calls.
        planned: Its methods.
        inherited: Sources of what its parents understand, by selector.
        check: Called now and then; what it raises ends the work.
    """
    lived, _ = _until_endless(trial, design, stories, planned, inherited, check)
    return [*lived, *((FAILED,) * len(story) for story in stories[len(lived) :])]


def _until_endless(
    trial: Trial,
    design: Design,
    stories: Sequence[Story],
    planned: Sequence[Planned],
    inherited: Mapping[str, str],
    check: Callable[[], None],
) -> tuple[list[Told], bool]:
    """Return what came of stories, until one had no end; and whether all of them had one."""
    if not design.methods:
        return [], True
    by_name = {each.selector: each for each in planned}
    (selector, source), *rest = design.methods.items()
    methods = {**inherited, **dict(rest)}
    lived: list[Told] = []
    for start in range(0, len(stories), _AT_ONCE):
        check()
        part = stories[start : start + _AT_ONCE]
        cases = [replace(story[-1], earlier=story[:-1]).belonging(selector) for story in part]
        report = trial.run(source, cases, methods=methods, state=design.slots)
        lived += map(partial(_lived, by_name), part, report.cases)
        if any(case.outcome in _ENDLESS for case in report.cases):
            return lived, False  # it is not waited for again
    return lived, True


def as_asked(
    planned: Sequence[Planned],
    stories: Sequence[Story],
    lived: Sequence[Sequence[Told]],
    votes: Sequence[int],
) -> list[list[Told]]:
    """Return what came of some stories without what nobody has asked for.

    Where it is not said that a method gives something, only whether it comes to an end is told,
    unless most designs do give something.

    Args:
        planned: The methods.
        stories: The calls.
        lived: For each design, what came of them.
        votes: How often each design was written.
    """
    given: dict[str, int] = dict.fromkeys((e.selector for e in planned if not e.gives), 0)
    for design, count in zip(lived, votes, strict=True):
        gives = {
            call.selector
            for story, told in zip(stories, design, strict=True)
            for call, each in zip(story, told, strict=True)
            if each != FAILED and each[1] is not None
        }
        for selector in gives & given.keys():
            given[selector] += count
    silent = {selector for selector, count in given.items() if 2 * count <= sum(votes)}
    return [
        [
            tuple(
                ENDED if call.selector in silent and each != FAILED else each
                for call, each in zip(story, told, strict=True)
            )
            for story, told in zip(stories, design, strict=True)
        ]
        for design in lived
    ]


def _lived(by_name: Mapping[str, Planned], story: Story, case: CaseReport) -> Told:
    """Return what came of each call of a story; none goes on after one that failed."""
    told = [
        _told(result, by_name[call.selector])
        for call, result in zip(story, case.results, strict=False)
    ]
    return (*told, *[FAILED] * (len(story) - len(told)))


def _told(result: Any, planned: Planned) -> list[Any]:
    if planned.asks_yes_or_no and not isinstance(result, bool):
        return FAILED  # a message, where a yes or a no is asked for
    return ["gave", result]
