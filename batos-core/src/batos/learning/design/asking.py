"""Which question decides between designs, or confirms them: a short story of calls."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from batos.learning.design.design import Design
from batos.learning.design.stories import FAILED, Story, Told
from batos.learning.model.question import Choice, Question
from batos.objects import UNSET, alike, example_line

__all__ = ["question_to_confirm", "story_question"]

_FEWEST_CHOICES, _MOST_CHOICES = 2, 4
_LONGEST = 4
"""Calls of a story that a person is asked about; more are hard to follow."""
_ENOUGH = 2
"""Different calls before the one that is to be confirmed; more tell no more."""


def story_question(
    stories: Sequence[Story],
    lived: Sequence[Sequence[Told]],
    votes: Sequence[int],
    asked: Collection[str],
    unasked: Collection[str] = (),
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
        unasked: Methods that nobody has asked to give anything.
    """
    best: tuple[float, int, Question] | None = None
    for number, story in enumerate(stories):
        step = _first_difference(lived, number, story, unasked)
        if step is None or step >= _LONGEST:
            continue
        question = _question(story, step, [each[number][step] for each in lived], votes)
        if question.id in asked or len(question.choices) < _FEWEST_CHOICES:
            continue
        total = sum(votes)
        left = sum((choice.votes / total) ** 2 for choice in question.choices)
        if best is None or (left, step) < best[:2]:
            best = (left, step, question)
    return best[2] if best else None


def question_to_confirm(
    stories: Sequence[Story],
    lived: Sequence[Sequence[Told]],
    votes: Sequence[int],
    believed: Design,
    asked: Collection[str],
    unasked: Collection[str],
    literals: Sequence[int | str] = (),
) -> Question | None:
    """Return a question about a method of which nobody has said anything; None where there is none.

    Designs of one model share what it has misunderstood, so that even where all agree somebody
    should look. The longest method is asked about, where it says something after other calls.

    Args:
        stories: The calls.
        lived: For each design, what came of them.
        votes: How often each design was written.
        believed: The design that would be taken.
        asked: Ids of questions that were asked already.
        unasked: Methods of which nothing need be asked.
        literals: Values that the description names: calls with them tell most.
    """
    best: tuple[tuple[int, bool, int, bool], Question] | None = None
    for number, story in enumerate(stories):
        for step, call in enumerate(story[:_LONGEST]):
            if call.selector in unasked:
                continue
            question = _question(story, step, [each[number][step] for each in lived], votes)
            if question.id in asked or not question.choices or question.choices[0].result is None:
                continue
            before = {example_line("", each) for each in question.earlier}
            rank = (
                len(believed.methods.get(call.selector, "")),
                any(value in literals for each in question.earlier for value in each.args),
                min(len(before), _ENOUGH),
                bool(question.choices[0].result),
            )
            if best is None or rank > best[0]:
                best = (rank, question)
    return best[1] if best else None


def _first_difference(
    lived: Sequence[Sequence[Told]], number: int, story: Story, unasked: Collection[str]
) -> int | None:
    for step, call in enumerate(story):
        told = [each[number][step] for each in lived]
        if call.selector not in unasked and not all(alike(told[0], each) for each in told[1:]):
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
