"""Whole objects are judged by a story, in the image and as a class of plain Python."""

import json

import pytest

from batos.errors import UsageError
from batos.evals.lines import BadLine, Line, Step, read_lines
from batos.evals.mission import measure
from batos.evals.objects import lived_in_python, problem_of_class, problem_of_object
from batos.evals.person import Person
from batos.learning.model.question import Answer, Choice, Question
from batos.objects import Example

COUNTER = """class Counter:
    def __init__(self):
        self.sum = 0
    def up(self, amount):
        self.sum += amount
    def total(self):
        return self.sum
"""
LINE = Line(
    number=1,
    digest="a",
    id="a",
    kind="object",
    text="a counter: up(amount) adds to it, total() gives the sum",
    selector="counter",
    story=(Step("up", (2,), None), Step("up", (0.1,), None), Step("total", (), 2.1)),
    reference=COUNTER,
)
GIVEN = {
    "kind": "object",
    "text": LINE.text,
    "name": "counter",
    "scenario": [["up", [2], None], ["total", [], 2]],
}


def read(given):
    (found,) = read_lines([json.dumps(given).encode()])
    return found


class TestReading:
    def test_a_line_is_read(self):
        line = read({**GIVEN, "reference": COUNTER})
        assert (line.kind, line.selector) == ("object", "counter")
        assert line.story == (Step("up", (2,), None), Step("total", (), 2))
        assert (line.reference, line.id) == (COUNTER, "line 1")

    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            ({"text": ""}, "'text' is empty"),
            ({"name": None}, "'name' should be a text"),
            ({"name": "my counter"}, "'my counter' is no name"),
            ({"name": "slots"}, "'slots' is no name"),
            ({"scenario": {}}, "'scenario' should be an array"),
            ({"scenario": []}, "'scenario' is empty"),
            ({"scenario": ["up"]}, "'scenario' should hold a selector"),
            ({"scenario": [["up", [2]]]}, "'scenario' should hold a selector"),
            ({"scenario": [["up", 2, None]]}, "'scenario' should hold a selector"),
            ({"scenario": [["up", [2], None, 1]]}, "'scenario' should hold a selector"),
            ({"scenario": [[3, [2], None]]}, "3 is no name"),
            ({"scenario": [["__init__", [], None]]}, "'__init__' is no name"),
            ({"reference": 3}, "'reference' should be a text"),
        ],
    )
    def test_one_that_describes_no_object_is_told_with_its_number(self, wrong, reason):
        bad = read({**GIVEN, **wrong})
        assert isinstance(bad, BadLine)
        assert bad.number == 1
        assert reason in bad.reason

    @pytest.mark.parametrize("field", ["text", "name", "scenario"])
    def test_one_that_lacks_a_field_says_which(self, field):
        bad = read({key: value for key, value in GIVEN.items() if key != field})
        assert f"needs a field {field!r}" in bad.reason


class TestInTheImage:
    def test_right_and_wrong(self):
        told = {"up": "ignored", "total": 2.1 + 1e-9}
        assert problem_of_object(LINE, lambda selector, _args: told[selector]) == ""
        told["total"] = 3
        assert problem_of_object(LINE, lambda selector, _args: told[selector]) == (
            "total() gave 3, not 2.1"
        )

    def test_a_message_that_fails_ends_the_story(self):
        sent = []

        def send(selector, args):
            sent.append((selector, args))
            raise UsageError("counter does not understand 'up'.")

        assert problem_of_object(LINE, send) == "up(2): counter does not understand 'up'."
        assert sent == [("up", (2,))]


class TestInPlainPython:
    def test_each_call_of_a_story_is_told(self):
        answer = lived_in_python(COUNTER, [("up", (2,)), ("total", ()), ("down", ())])
        assert answer.result == [["gave", None], ["gave", 2], ["raised", "AttributeError"]]

    @pytest.mark.parametrize(
        ("said", "problem"),
        [
            (COUNTER, ""),
            (f"Here it is:\n```python\n{COUNTER}```\nIt counts.", ""),
            (COUNTER.replace("+= amount", "= amount"), "total() gave 0.1, not 2.1"),
            (COUNTER.replace("def total", "def sum_up"), "total(): AttributeError"),
            (COUNTER.replace("+= amount", "+= amount / 0"), "up(2): ZeroDivisionError"),
        ],
    )
    def test_the_class_of_a_bare_model(self, said, problem):
        assert problem_of_class(LINE, said) == problem

    @pytest.mark.parametrize("said", ["", "I do not know.", "class Counter:\n", "x = ("])
    def test_what_is_no_class_is_wrong(self, said):
        assert problem_of_class(LINE, said)


class TestPerson:
    def ask(self, *choices, selector="total", args=(), earlier=((3,), (4,)), line=LINE):
        question = Question(
            id="0123456789ab",
            selector=selector,
            args=args,
            earlier=tuple(Example(selector="up", args=each) for each in earlier),
            choices=tuple(Choice(result=each) for each in choices),
        )
        person = Person(line)
        return person(question), person.answered[0]["answer"]

    def test_the_reference_lives_the_story(self):
        assert self.ask(4, 7) == (Answer(choice=1), "7")

    def test_none_of_these(self):
        answer, said = self.ask(4, 5)
        assert answer.example.result == 7
        assert [each.args for each in answer.example.earlier] == [(3,), (4,)]
        assert said.startswith("none of these: ")

    @pytest.mark.parametrize(
        "reference", ["", "class Counter:\n", COUNTER.replace("def total", "def sum_up")]
    )
    def test_where_the_reference_says_nothing_nor_does_the_person(self, reference):
        from dataclasses import replace

        assert self.ask(4, 7, line=replace(LINE, reference=reference)) == (Answer(), "I don't know")


class TestMeasured:
    def test_a_right_object(self, home, writer):
        writer.methods = {"counter": COUNTER.replace("Counter", "counter")}
        result = measure(home, LINE)
        assert (result.kind, result.status, result.problem) == ("object", "right", "")
        assert result.raw == "right"
        assert result.trust == "tentative"
        assert "def total(self):" in result.source

    def test_a_wrong_one_is_made_and_found_out(self, home, writer):
        wrong = COUNTER.replace("Counter", "counter").replace("+= amount", "= amount")
        writer.methods = {"counter": wrong}
        result = measure(home, LINE, raw=False)
        assert (result.status, result.problem) == ("wrong", "total() gave 0.1, not 2.1")

    def test_none_is_made(self, home, writer):
        writer.methods = {}
        result = measure(home, LINE)
        assert (result.status, result.raw) == ("failed", "wrong")
        assert "could not be made" in result.problem
