"""Questions and answers go to plain data and back, read well, and make examples."""

from __future__ import annotations

import pytest

from batos.errors import UsageError
from batos.learning.model.question import (
    Answer,
    Choice,
    PlainChoice,
    PlainQuestion,
    Question,
    example_of,
)
from batos.objects import UNSET, Example
from batos.wire.values import from_wire, to_wire

MEDIAN = Question(
    id="0123456789ab",
    selector="median",
    args=([3, 1],),
    choices=(Choice(result=2, votes=5), Choice(result=1, votes=2), Choice(raises="ValueError")),
)
PUSH = Question(
    id="0123456789ac",
    selector="push",
    args=(2,),
    kwargs={"twice": True},
    state={"items": [1]},
    choices=(
        Choice(result=None, after={"items": [1, 2]}, votes=3),
        Choice(result=2, after={"items": [2, 1]}, votes=1),
    ),
)
ROW = Question(
    id="0123456789ad",
    selector="push",
    args=(2,),
    earlier=(Example(args=(1,)), Example(selector="pop")),
    choices=(Choice(result=1), Choice(result=2)),
)


@pytest.mark.parametrize("question", [MEDIAN, PUSH, ROW, Question(id="0" * 12, selector="now")])
def test_a_question_survives_plain_data_and_the_wire(question: Question) -> None:
    plain = question.to_plain()
    assert Question.from_plain(plain) == question
    assert Question.from_plain(from_wire(to_wire(plain))) == question


def test_what_a_choice_does_not_give_stays_not_given() -> None:
    assert Choice.from_plain(Choice(raises="KeyError", votes=1).to_plain()).result is UNSET
    assert Choice.from_plain(Choice(result=None).to_plain()).result is None


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        (MEDIAN, "median([3, 1]) gives …?"),
        (PUSH, "With items = [1], push(2, twice=True) gives …?"),
        (ROW, "After push(1) and pop(), push(2) gives …?"),
        (Question(id="0" * 12, selector="now"), "now() gives …?"),
    ],
)
def test_a_question_is_one_short_sentence(question: Question, wording: str) -> None:
    assert question.wording() == wording


@pytest.mark.parametrize(
    ("choice", "wording"),
    [
        (Choice(result="a"), "'a'"),
        (Choice(result=None, after={"items": [1, 2]}), "None, and items = [1, 2]"),
        (Choice(after={"items": []}), "items = []"),
        (Choice(raises="ValueError"), "an error: ValueError"),
        (Choice(raises="ValueError", after={"n": 1}), "an error: ValueError, and n = 1"),
        (Choice(), "nothing"),
    ],
)
def test_a_choice_is_worded_for_a_person(choice: Choice, wording: str) -> None:
    assert choice.wording() == wording


def test_a_pick_is_an_example_of_the_call_that_was_asked_about() -> None:
    picked = example_of(PUSH, Answer(choice=0))
    assert picked == Example(
        args=(2,),
        kwargs={"twice": True},
        state={"items": [1]},
        result=None,
        after={"items": [1, 2]},
        origin="answer",
    )
    raised = example_of(MEDIAN, Answer(choice=2))
    assert raised is not None
    assert (raised.raises, raised.result) == ("ValueError", UNSET)


def test_a_pick_keeps_the_calls_that_go_before() -> None:
    example = example_of(ROW, Answer(choice=1))
    assert example is not None
    assert (example.earlier, example.args, example.result) == (ROW.earlier, (2,), 2)


def test_none_of_these_is_an_example_of_that_call_whatever_else_it_names() -> None:
    typed = example_of(MEDIAN, Answer(example=Example(args=("else",), result=1.5, origin="user")))
    assert typed == Example(args=([3, 1],), result=1.5, origin="answer")


def test_who_does_not_know_gives_no_example() -> None:
    assert Answer().unknown
    assert example_of(MEDIAN, Answer()) is None


def test_a_choice_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UsageError, match="has no choice 4"):
        example_of(MEDIAN, Answer(choice=3))


def test_an_answer_that_says_nothing_is_an_error() -> None:
    with pytest.raises(UsageError, match="does not say what the call gives"):
        example_of(MEDIAN, Answer(example=Example(args=(1,))))


@pytest.mark.parametrize(
    "answer",
    [Answer(), Answer(choice=1), Answer(example=Example(result=None, origin="answer"))],
)
def test_an_answer_survives_plain_data(answer: Answer) -> None:
    assert Answer.from_plain(answer.to_plain()) == answer


@pytest.mark.parametrize(
    "plain",
    [
        {"choice": -1},
        {"choice": True},
        {"choice": "1"},
        {"example": [1]},
        {"example": {"outcome": 1}},
        {"example": {"args": 1}},
        {"choice": 0, "example": {"result": 1}},
    ],
)
def test_what_is_no_answer_is_an_error_in_a_sentence(plain: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Answer.from_plain(plain)


def test_the_plain_forms_have_the_same_fields():
    assert {*PlainChoice.__annotations__} == {*Choice.__dataclass_fields__}
    assert {*PlainQuestion.__annotations__} == {*Question.__dataclass_fields__}
