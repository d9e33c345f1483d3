# ruff: noqa: E501 - a table reads best with one row on a line
"""The person answers by the reference, else by a hidden call, else not at all."""

import dataclasses

import pytest

from batos.evals.lines import Case, Line, Scenario
from batos.evals.person import Person
from batos.evals.plain_python import run_plain as run
from batos.learning.model.question import Answer, Choice, Question
from batos.objects import Example

PURE = Line(
    number=1, digest="a", id="a", kind="pure", text="halves", selector="halve",
    hidden=(Case((3,), 1.5), Case(([4],), [2])), reference="def halve(x):\n    return x / 2\n",
)  # fmt: skip
STATE = Line(
    number=1, digest="b", id="b", kind="state", text="adds", selector="add",
    scenarios=(
        Scenario({"items": [1], "more": 0}, (Case((2,), 2),), {"items": [1, 2]}),
        Scenario({"items": [7, 8]}, (Case((9,), 3), Case((2,), 4)), {}),
    ),
    reference="def add(self, x):\n    self.items.append(x)\n    return len(self.items)\n",
)  # fmt: skip


def question(selector, *args, choices=(), **fields):
    found = tuple(Choice(**each) for each in choices)
    return Question(id="0123456789ab", selector=selector, args=args, choices=found, **fields)


def without_reference(line):
    return dataclasses.replace(line, reference="")


def test_by_the_reference():
    person = Person(PURE)
    asked = question("halve", 9, choices=[{"result": 4}, {"result": 4.500000001}])
    assert person(asked) == Answer(choice=1)
    assert person.answered == [{"question": "halve(9) gives …?", "answer": "4.500000001"}]


def test_none_of_these():
    person = Person(PURE)
    answer = person(question("halve", 9, choices=[{"result": 4}, {"result": 5}]))
    assert answer == Answer(example=Example(args=(9,), result=4.5))
    assert person.answered[0]["answer"] == "none of these: halve(9) == 4.5"


def test_calls_that_go_before_are_made_by_the_reference():
    person = Person(STATE)
    asked = question(
        "add", 5, earlier=(Example(args=(4,)),), choices=[{"result": 2}, {"result": 3}]
    )
    assert person(asked).choice == 1
    other = question("add", 5, earlier=(Example(selector="pop"),), choices=[{"result": 3}])
    assert person(other) == Answer()


def test_an_error_is_a_choice_where_it_is_one():
    wrong = {"result": 0}
    person = Person(PURE)
    assert person(question("halve", "a", choices=[wrong, {"raises": "ValueError"}])).choice == 1
    assert person(question("halve", "a", choices=[wrong])) == Answer()
    assert person.answered[1]["answer"] == "I don't know"


def test_by_a_hidden_call_where_there_is_no_reference():
    person = Person(without_reference(PURE))
    assert person(question("halve", 3, choices=[{"result": 1}, {"result": 1.5}])).choice == 1
    assert person(question("halve", (4,), choices=[{"result": (2,)}])).choice == 0
    assert person(question("halve", 5, choices=[{"result": 2.5}])) == Answer()


@pytest.mark.parametrize(
    "source", ["def halve(x):\n    while True: pass\n", "x = (", "def other(): ..."]
)
def test_a_reference_that_comes_to_nothing_leaves_it_to_the_hidden_calls(source, monkeypatch):
    monkeypatch.setattr("batos.evals.person.run_plain", lambda *args, **more: run(*args, **more, seconds=0.3))  # fmt: skip
    person = Person(dataclasses.replace(PURE, reference=source))
    answer = person(question("halve", 3, choices=[{"result": 1.5}]))
    assert answer.choice == 0


def test_slots_count():
    person = Person(STATE)
    choices = [
        {"result": 3, "after": {"items": [1, 5]}},
        {"result": 3, "after": {"items": [1, 5, 7]}},
        {"after": {"items": []}},
    ]
    assert person(question("add", 7, state={"items": [1, 5]}, choices=choices)).choice == 1
    answer = person(question("add", 7, state={"items": []}, choices=choices))
    assert answer.example == Example(args=(7,), state={"items": []}, result=1, after={"items": [7], "more": 0})  # fmt: skip


def test_the_first_step_of_each_object_is_a_hidden_call_too():
    person = Person(without_reference(STATE))
    choices = [{"result": 1}, {"result": 2}]
    same_slots = {"items": [1], "more": 0}
    assert person(question("add", 2, state=same_slots, choices=choices)).choice == 1
    assert person(question("add", 2, state={"items": []}, choices=choices)) == Answer()
    assert person(question("add", 9, state={"items": [7, 8]}, choices=[{"result": 3}])).choice == 0
    assert person(question("add", 2, state={"items": [7, 8]}, choices=choices)) == Answer()
