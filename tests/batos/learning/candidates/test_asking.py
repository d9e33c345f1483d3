"""The question that decides between groups of candidates."""

import pytest

from batos.guardian.trial.trial import Trial
from batos.learning.candidates.asking import question_for, question_to_confirm
from batos.learning.candidates.behaviour import compare
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.question import Answer, Question, example_of
from batos.learning.request.drawing import draw_up
from batos.objects import UNSET, Example


@pytest.fixture(scope="module")
def trial():
    with Trial() as made:
        yield made


def compared(trial, *sources, examples=(), state=None, text="f it"):
    contract = draw_up(MissionBrief(selector="f", text=text, examples=examples), state=state)
    found = [Candidate(source, "written", votes=n) for source, n in sources]
    return compare(trial, found, contract, state=state or {}, methods={})


DOUBLE = ("def f(self, n):\n    return n * 2\n", 3)
SQUARE = ("def f(self, n):\n    return n * n\n", 1)
TWO = (Example(args=(2,), result=4),)


def test_it_is_a_call_that_they_answer_differently(trial):
    question = question_for("f", compared(trial, DOUBLE, SQUARE, examples=TWO), [], {})
    (n,) = question.args
    assert [(each.result, each.votes) for each in question.choices] == [(n * 2, 3), (n * n, 1)]
    assert question.state == {}


def test_it_is_not_asked_twice(trial):
    found = compared(trial, DOUBLE, SQUARE, examples=TWO)
    asked = []
    while (question := question_for("f", found, asked, {})) is not None:
        assert question.id not in asked
        asked.append(question.id)
    assert asked


def test_where_nothing_differs_nothing_is_asked(trial):
    assert question_for("f", compared(trial, DOUBLE, examples=TWO), [], {}) is None


def test_the_only_answer_is_asked_about_where_it_says_something_new(trial):
    question = question_to_confirm("f", compared(trial, DOUBLE, examples=TWO), TWO, {})
    (n,) = question.args
    assert n != 2
    assert [each.result for each in question.choices] == [n * 2]
    always = ("def f(self, n):\n    return 4\n", 1)
    assert question_to_confirm("f", compared(trial, always, examples=TWO), TWO, {}) is None


def test_nothing_is_asked_that_is_known_or_cannot_be_answered(trial):
    nothing = ("def f(self, n):\n    return 4 if n == 2 else None\n", 1)
    assert question_to_confirm("f", compared(trial, nothing, examples=TWO), TWO, {}) is None
    push = ("def f(self, n):\n    self.items.append(n)\n    self._p_changed = True\n", 1)
    known = (Example(args=(2,), state={"items": []}, after={"items": [2]}),)
    found = compared(trial, push, examples=known, state={"items": []}, text="append to slot items")
    question = question_to_confirm("f", found, known, {"items": []})
    assert (question.args, question.state) != ((2,), {"items": []})
    assert question.choices[0].after is not UNSET


def test_what_separates_most_is_asked_first(trial):
    """Of three ways of behaving, a call that tells all three apart beats one that tells two."""
    plus = ("def f(self, n):\n    return n + 2\n", 1)
    question = question_for("f", compared(trial, DOUBLE, SQUARE, plus, examples=TWO), [], {})
    assert len(question.choices) == 3


def test_an_error_is_a_choice(trial):
    strict = ("def f(self, n):\n    if n < 0:\n        raise ValueError(n)\n    return n * 2\n", 1)
    question = question_for("f", compared(trial, DOUBLE, strict, examples=TWO), [], {})
    assert question.args[0] < 0
    assert [each.raises for each in question.choices] == ["", "ValueError"]


def test_slots_are_told_before_and_after(trial):
    head = "def f(self, line):\n"
    keep = (f"{head}    self.log.append(line)\n    self._p_changed = True\n", 2)
    other = (f"{head}    self.log = [line]\n    self._p_changed = True\n", 1)
    state = {"log": ["a"], "color": "red"}
    found = compared(trial, keep, other, state=state, text="appends a line to the slot log")
    question = question_for("f", found, [], state)
    assert set(question.state) == {"log"}
    first, second = question.choices
    assert first.after["log"] == [*question.state["log"], *question.args]
    assert second.after["log"] == [*question.args]
    assert first.result in (None, UNSET)


def test_calls_that_go_before_are_asked_with_it(trial):
    """What differs only after another method was called is asked as that row of calls."""
    add = ("def f(self, n):\n    self.log.append(n)\n    self._p_changed = True\n", 2)
    body = "    if n not in self.log:\n        self.log.append(n)\n    self._p_changed = True\n"
    once = (f"def f(self, n):\n{body}", 1)
    row = Example(
        args=(2,), state={"log": []}, earlier=(Example(args=(1,)),), after={"log": [1, 2]}
    )
    found = compared(trial, add, once, examples=(row,))
    asked, questions = [], []
    while (question := question_for("f", found, asked, {})) is not None:
        asked.append(question.id)
        questions.append(question)
    assert questions
    for question in questions:
        (again,) = (Question.from_plain(question.to_plain()),)
        assert again == question
        example = example_of(question, Answer(choice=0))
        reports = [trial.run(source, [example]).cases[0].outcome for source, _ in (add, once)]
        assert sorted(reports) == ["ok", "wrong"]
