"""Which question decides: the call on which groups of candidates differ most."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from batos.guardian.trial.reports import CaseReport
from batos.learning.candidates.behaviour import Comparison, Group
from batos.learning.candidates.further_inputs import Story
from batos.learning.candidates.sources import slots_used
from batos.learning.model.question import Choice, Question
from batos.objects import UNSET, Example
from batos.objects.sameness import alike

__all__ = ["question_for", "question_to_confirm"]

_MOST_CHOICES = 4
_LONG = 60
"""Characters of a call from which on a question counts as hard to answer."""


def question_for(
    selector: str, found: Comparison, asked: Sequence[str], state: Mapping[str, Any]
) -> Question | None:
    """Return the question that tells the groups apart best; None where nothing does.

    Each answer of the person leaves the groups that give it: the best question leaves the
    smallest share of all votes, whatever the answer is. Of equal ones the shortest is asked.

    Args:
        selector: The method.
        found: Groups of candidates, and what they did with each story.
        asked: Ids of questions that were asked already.
        state: Slots of the receiver.
    """
    best: tuple[float, int, Question] | None = None
    for number in range(len(found.stories)):
        step = _first_difference(found.groups, number)
        if step is None:
            continue
        question = _question(selector, found, number, step, state)
        if question.id in asked:
            continue
        length = len(question.wording())
        rank = (_left(question) + (length > _LONG), length)
        if best is None or rank < best[:2]:
            best = (*rank, question)
    return best[2] if best else None


def question_to_confirm(
    selector: str, found: Comparison, examples: Sequence[Example], state: Mapping[str, Any]
) -> Question | None:
    """Return the question whether the only way of behaving is right; None where nothing is new.

    The first call is taken that no example has and that is answered otherwise than they are, a
    short one if there is any.

    Args:
        selector: The method.
        found: One group of candidates, and what they did with each story.
        examples: What is known of the method.
        state: Slots of the receiver.
    """
    (group,) = found.groups
    claims = [each for example in examples for each in example.claims]

    def is_known(call: Example, result: Any) -> bool:
        asked = [call.args, call.kwargs, call.state]
        return any(
            alike(asked, [each.args, each.kwargs, each.state])
            or (each.result is not UNSET and alike(result, each.result))
            for each in claims
        )

    questions = [
        _question(selector, found, number, 0, state)
        for number, did in enumerate(group.did)
        if not did.failed and not is_known(found.stories[number][0], did.cases[0].result)
    ]
    # That nothing comes of a call is no answer that could be kept as an example.
    telling = [
        each
        for each in questions
        if each.choices[0].result is not UNSET or each.choices[0].after is not UNSET
    ]
    return min(telling, key=lambda each: len(each.wording()) > _LONG, default=None)


def _left(question: Question) -> float:
    """Return the share of votes that the answers of a person leave on the average."""
    total = sum(choice.votes for choice in question.choices) or 1
    return sum((choice.votes / total) ** 2 for choice in question.choices)


def _first_difference(groups: Sequence[Group], story: int) -> int | None:
    """Return the first call of a story that the groups answer differently."""
    for step in range(min(len(group.did[story].told) for group in groups)):
        told = [group.did[story].told[step] for group in groups]
        if not all(alike(told[0], other) for other in told[1:]):
            return step
    return None


def _question(
    selector: str, found: Comparison, number: int, step: int, state: Mapping[str, Any]
) -> Question:
    groups, story = found.groups, found.stories[number]
    call = story[step]
    before = _slots_before(groups, number, story, step, state)
    answers: list[tuple[CaseReport, list[Any], int]] = []
    for group in groups:
        did, votes = group.did[number], max(1, round(group.weight))
        case, told = did.cases[step], did.told[step]
        same = next((n for n, each in enumerate(answers) if alike(each[1], told)), None)
        if same is None:
            answers.append((case, told, votes))
        else:
            answers[same] = (*answers[same][:2], answers[same][2] + votes)
    ordered = [(case, votes) for case, _, votes in sorted(answers, key=lambda each: -each[2])][
        :_MOST_CHOICES
    ]
    changed = sorted({name for case, _ in ordered for name in case.changed})
    # Where the mission says nothing of what is given back, the question does not either.
    gives = found.gives and any(case.result is not None for case in _answered(groups, number, step))
    slots = [[(case.state_after or {}).get(name) for name in changed] for case, _ in ordered]
    in_slots = not gives or not all(alike(slots[0], other) for other in slots[1:])
    choices = tuple(
        _choice(case, votes, changed if in_slots else [], gives=gives) for case, votes in ordered
    )
    earlier = call.earlier if step == 0 else ()
    text = repr((selector, call.args, dict(call.kwargs), before, *earlier))
    return Question(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        selector=selector,
        args=call.args,
        kwargs=dict(call.kwargs),
        state=before,
        earlier=earlier,
        choices=choices,
    )


def _answered(groups: Sequence[Group], story: int, step: int) -> list[CaseReport]:
    """Return what came of a call with those that came to an answer."""
    cases = [group.did[story].cases[step] for group in groups]
    return [case for case in cases if case.outcome in ("ok", "wrong")]


def _choice(case: CaseReport, votes: int, changed: Sequence[str], *, gives: bool) -> Choice:
    if case.outcome not in ("ok", "wrong"):
        return Choice(raises=case.error_type or "an error", votes=votes)
    after = {name: (case.state_after or {}).get(name) for name in changed}
    return Choice(result=case.result if gives else UNSET, after=after or UNSET, votes=votes)


def _slots_before(
    groups: Sequence[Group], number: int, story: Story, step: int, state: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the slots that matter before a call, as the groups still agree on them."""
    first: Example = story[0]
    slots: Mapping[str, Any] = {**state, **first.state}
    for case in groups[0].did[number].cases[:step]:
        slots = case.state_after if case.state_after is not None else slots
    named = set(first.state)
    for group in groups:
        named |= {name for each in group.members for name in slots_used(each.source)}
        named |= {name for case in group.did[number].cases[: step + 1] for name in case.changed}
    return {name: value for name, value in slots.items() if name in named}
