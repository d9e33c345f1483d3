"""The person who knows what a mission means, and answers the questions of its cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from batos.evals.judging import TOLERANCE
from batos.evals.lines import Line
from batos.evals.objects import lived_in_python
from batos.evals.plain_python import Call, PlainAnswer, run_plain
from batos.learning.model.question import Answer, Choice, Question
from batos.objects import UNSET, Example, alike, example_line, same

__all__ = ["Person"]


@dataclass
class Person:
    """Answers as the line says: by its reference, else by a hidden call, else *I don't know*.

    Attributes:
        line: The mission.
        answered: What was asked and answered, as text.
    """

    line: Line
    answered: list[Mapping[str, str]] = field(default_factory=list)

    def __call__(self, question: Question) -> Answer:
        """Answer a question."""
        known = self._by_reference(question) or self._by_hidden_call(question)
        answer = _chosen(question, known) if known is not None else Answer()
        said = "I don't know"
        if answer.choice is not None:
            said = question.choices[answer.choice].wording()
        elif answer.example is not None:
            said = f"none of these: {example_line(question.selector, answer.example)}"
        self.answered.append({"question": question.wording(), "answer": said})
        return answer

    def _by_reference(self, question: Question) -> Choice | None:
        line = self.line
        if not line.reference:
            return None
        if line.kind == "object":
            return _of_class(line.reference, question)
        slots = {**line.slots, **question.state} if line.kind == "state" else None
        if any(each.selector for each in question.earlier):
            return None  # of other methods the line has no reference
        calls = [Call(args=each.args, kwargs=each.kwargs) for each in question.earlier]
        calls.append(Call(args=question.args, kwargs=question.kwargs))
        return _of_answer(run_plain(line.reference, line.selector, calls, slots=slots)[-1])

    def _by_hidden_call(self, question: Question) -> Choice | None:
        line = self.line
        if question.kwargs or question.earlier:
            return None
        state = dict(question.state)
        firsts = [each.steps[0] for each in line.scenarios if alike(state, dict(each.slots))]
        for case in (*line.hidden, *firsts):
            if alike(list(case.args), list(question.args)):
                return Choice(result=case.result)
        return None


def _of_class(reference: str, question: Question) -> Choice | None:
    """Return what a class says of the last call of a story."""
    steps = [(each.selector, each.args) for each in question.earlier]
    steps.append((question.selector, question.args))
    told = lived_in_python(reference, steps)
    if told.problem:
        return None
    outcome, result = told.result[-1]
    return Choice(result=result) if outcome == "gave" else Choice(raises=result)


def _of_answer(got: PlainAnswer) -> Choice | None:
    """Return what plain Python says of a call; None where it does not come to an end."""
    if got.raises:
        return Choice(raises=got.raises)
    if got.result is UNSET:
        return None
    return Choice(result=got.result, after=UNSET if got.slots is None else dict(got.slots))


def _chosen(question: Question, known: Choice) -> Answer:
    """Return the choice that says what is known, or that none does."""
    for number, choice in enumerate(question.choices):
        if _says(choice, known):
            return Answer(choice=number)
    if known.raises:
        # Nobody asks for an error: what a reference does not take, it says nothing of.
        return Answer()
    after: Any = UNSET
    if known.after is not UNSET and any(each.after is not UNSET for each in question.choices):
        after = known.after
    return Answer(
        example=Example(
            args=question.args,
            kwargs=dict(question.kwargs),
            state=dict(question.state),
            earlier=question.earlier,
            result=known.result,
            after=after,
        )
    )


def _says(choice: Choice, known: Choice) -> bool:
    if choice.raises or known.raises:
        return bool(choice.raises and known.raises)
    if choice.result is not UNSET and not same(known.result, choice.result, relative=TOLERANCE):
        return False
    if choice.after is UNSET or known.after is UNSET:
        return True
    return all(
        name in known.after and same(known.after[name], value, relative=TOLERANCE)
        for name, value in choice.after.items()
    )
