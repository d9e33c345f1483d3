"""Which question decides between designs: the shortest story on which they differ most."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from batos.learning.design.stories import FAILED, Story, Told
from batos.learning.model.question import Choice, Question
from batos.objects import UNSET, alike

__all__ = ["story_question"]

_MOST_CHOICES = 4
_LONGEST = 4
"""Calls of a story that a person is asked about; more are hard to follow."""


def story_question(
    stories: Sequence[Story],
    lived: Sequence[Sequence[Told]],
    votes: Sequence[int],
    asked: Sequence[str],
) -> Question | None:
    """Return the question that tells designs apart best; None where nothing does.

    It is about the first call of a story in which they differ: what went before says the same of
    all of them. The best one leaves the smallest share of all votes, whatever is answered; of
    equal ones the one with fewer calls before it is asked.

    Args:
        stories: The calls.
        lived: For each design, what came of them.
        votes: How often each design was written.
        asked: Ids of questions that were asked already.
    """
    best: tuple[float, int, Question] | None = None
    for number, story in enumerate(stories):
        step = _first_difference(lived, number, len(story))
        if step is None or step >= _LONGEST:
            continue
        question = _question(story, step, [each[number][step] for each in lived], votes)
        if question.id in asked or not question.choices:
            continue
        total = sum(votes)
        left = sum((choice.votes / total) ** 2 for choice in question.choices)
        if best is None or (left, step) < best[:2]:
            best = (left, step, question)
    return best[2] if best else None


def _first_difference(lived: Sequence[Sequence[Told]], story: int, length: int) -> int | None:
    for step in range(length):
        told = [each[story][step] for each in lived]
        if not all(alike(told[0], other) for other in told[1:]):
            return step
    return None


def _question(story: Story, step: int, told: Sequence[list[Any]], votes: Sequence[int]) -> Question:
    call = story[step]
    choices: list[Choice] = []
    for each, count in zip(told, votes, strict=True):
        if each == FAILED or each[0] != "gave":
            continue  # nobody wants it to fail
        same = next((n for n, one in enumerate(choices) if alike(one.result, each[1])), None)
        if same is None:
            choices.append(Choice(result=each[1], votes=count))
        else:
            choices[same] = replace(choices[same], votes=choices[same].votes + count)
    ordered = sorted(choices, key=lambda each: -each.votes)[:_MOST_CHOICES]
    earlier = tuple(replace(each, result=UNSET) for each in story[:step])
    text = repr([(each.selector, each.args) for each in (*earlier, call)])
    return Question(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        selector=call.selector,
        args=call.args,
        earlier=earlier,
        choices=tuple(ordered),
    )
