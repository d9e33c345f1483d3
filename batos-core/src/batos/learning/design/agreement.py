"""Which of several designs to believe: the one that the others agree with most, call by call.

Designs are long, and two that are right may still differ in what nobody has asked for. So they
are not counted whole: each call of each story is a vote, and the design that says most often what
most say is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from batos.learning.design.stories import FAILED, Story, Told
from batos.objects import UNSET, Example, alike, example_line

__all__ = ["Agreement", "agreed_story", "agreed_tests", "agreement_of", "answering"]

_MOST_TESTS = 2
"""Tests of a method that stories give."""


@dataclass(frozen=True)
class Agreement:
    """How much designs agree.

    Attributes:
        order: Positions of the designs, the one that is believed first.
        shares: For each method, the share of all votes that say what the first one says, on the
            average of its calls.
        weakest: The same share in the one call where it is least.
    """

    order: tuple[int, ...]
    shares: dict[str, float]
    weakest: float

    @property
    def least(self) -> float:
        """The smallest share of a method."""
        return min(self.shares.values(), default=0.0)


def answering(stories: Sequence[Story], lived: Sequence[Sequence[Told]]) -> list[int]:
    """Return positions of the designs of which each method answers, if it does in any of them.

    Args:
        stories: The calls.
        lived: For each design, what came of them.
    """
    methods = [
        {
            call.selector
            for story, told in zip(stories, each, strict=True)
            for call, result in zip(story, told, strict=True)
            if result != FAILED
        }
        for each in lived
    ]
    most = set().union(*methods)
    return [n for n, each in enumerate(methods) if each == most] or [*range(len(lived))]


def agreement_of(
    stories: Sequence[Story], lived: Sequence[Sequence[Told]], votes: Sequence[int]
) -> Agreement:
    """Return how much some designs agree.

    Args:
        stories: The calls.
        lived: For each design, what came of them.
        votes: How often each design was written.
    """
    total = sum(votes)
    calls = [(n, step) for n, story in enumerate(stories) for step in range(len(story))]
    table = [
        [_share(lived, votes, place, design) / total for place in calls]
        for design in range(len(votes))
    ]
    order = sorted(
        range(len(votes)), key=lambda design: (-sum(table[design]), -votes[design], design)
    )
    first = table[order[0]]
    by_method: dict[str, list[float]] = {}
    for (n, step), share in zip(calls, first, strict=True):
        by_method.setdefault(stories[n][step].selector, []).append(share)
    shares = {name: sum(found) / len(found) for name, found in by_method.items()}
    return Agreement(tuple(order), shares, min(first, default=0.0))


def _share(
    lived: Sequence[Sequence[Told]], votes: Sequence[int], place: tuple[int, int], design: int
) -> float:
    n, step = place
    mine = lived[design][n][step]
    if mine == FAILED:
        return 0.0
    return sum(
        count for count, other in zip(votes, lived, strict=True) if alike(mine, other[n][step])
    )


def agreed_tests(
    stories: Sequence[Story], lived: Sequence[Sequence[Told]]
) -> dict[str, list[Example]]:
    """Return a few calls of each method with what all designs gave, the shortest that tell most.

    Args:
        stories: The calls.
        lived: For each design, what came of them.
    """
    found: dict[str, list[Example]] = {}
    for number, story in enumerate(stories):
        for step, call in enumerate(story):
            told = [each[number][step] for each in lived]
            if told[0] == FAILED or told[0][0] != "gave":
                continue
            if not all(alike(told[0], other) for other in told[1:]):
                continue
            tests = found.setdefault(call.selector, [])
            result = told[0][1]
            if len(tests) < _MOST_TESTS and not any(alike(each.result, result) for each in tests):
                test = replace(call, result=result, earlier=story[:step], origin="model")
                tests.append(test)
    return found


def agreed_story(stories: Sequence[Story], told: Sequence[Sequence[Told]]) -> Example | None:
    """Return the story that shows most methods, as far as all designs tell the same; None for none.

    Args:
        stories: The calls.
        told: For each design, what came of them.
    """
    found: list[Story] = []
    for number, story in enumerate(stories):
        calls: list[Example] = []
        for step, call in enumerate(story):
            first, *others = (each[number][step] for each in told)
            if first == FAILED or not all(alike(first, other) for other in others):
                break
            calls.append(replace(call, result=first[1] if first[0] == "gave" else UNSET))
        found.append(tuple(calls))
    best = max(found, key=_tells)
    return replace(best[-1], earlier=best[:-1]) if best else None


def _tells(story: Story) -> tuple[int, int, int]:
    """Return how much a story tells: of how many methods, in how many different calls, how soon."""
    different = {example_line("", each) for each in story}
    return len({each.selector for each in story}), len(different), -len(story)
