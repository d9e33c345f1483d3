# ruff: noqa: E501 - sources read best on one line
"""A mission is learned in an image of its own and judged by what nobody was shown."""

import dataclasses
import json

import pytest

from batos.errors import BackendError
from batos.evals.lines import read_lines
from batos.evals.mission import measure
from batos.learning.cycle.manner import asked_before
from batos.learning.cycle.states import METHODS
from batos.learning.cycle.states.validating import validate
from batos.learning.model.question import Choice, Question

RIGHT = "def zork(self, x):\n    return x * 3 + 1\n"
WRONG = "def zork(self, x):\n    return x + 3\n"
STACK = "def zork_in(self, item):\n    self.zorks.append(item)\n    self._p_changed = True\n    return len(self.zorks)\n"


def line(**fields):
    (found,) = read_lines([json.dumps(fields).encode()])
    return found


@pytest.fixture
def zork():
    """A mission that no proven method fulfils; its one example allows a wrong answer."""
    return line(
        kind="pure",
        text="zorks a number",
        selector="zork",
        params=["x"],
        examples=[[[1], 4]],
        hidden=[[[1], 4], [[2], 7], [[0], 1.0000001]],
    )


@pytest.fixture
def state():
    return line(
        kind="state",
        text="puts a zork into the slot zorks and returns how many there are",
        selector="zork_in",
        params=["item"],
        slots={"zorks": []},
        examples=[{"state": {"zorks": []}, "args": ["c"], "result": 1}],
        steps=[[["a"], 1], [["b"], 2]],
        slots_after={"zorks": ["a", "b"]},
    )


@pytest.mark.long
def test_a_right_method(home, writer, zork):
    writer.methods = {"zork": RIGHT}
    result = measure(home, zork)
    assert (result.status, result.problem, result.raw) == ("right", "", "right")
    assert result.source.startswith("def zork(self, x)")
    assert result.trust in ("proven", "tentative")
    assert result.origin == "written"
    assert result.model_calls >= 1
    assert result.prompt_tokens > 0
    assert result.completion_tokens > 0
    assert result.seconds >= result.model_seconds + result.trial_seconds > 0


def test_a_wrong_one_is_installed_and_found_out(home, writer, zork):
    writer.methods = {"zork": WRONG}
    result = measure(home, zork)
    assert (result.status, result.raw) == ("wrong", "wrong")
    assert result.problem == "(2,) gave 5, not 7"
    assert result.raw_problem == "(2,) gave 5, not 7"


def test_nothing_is_learned(home, writer, zork):
    writer.methods = {}
    result = measure(home, zork)
    assert (result.status, result.trust, result.raw) == ("failed", "", "wrong")
    assert result.problem


def test_a_method_that_works_on_slots(home, writer, state):
    writer.methods = {"zork_in": STACK}
    result = measure(home, state)
    assert (result.status, result.problem) == ("right", "")
    writer.methods = {"zork_in": STACK.replace("append(item)", "insert(0, item)")}
    result = measure(home, state)
    assert (result.status, result.raw) == ("wrong", "wrong")
    assert result.problem == "the slot 'zorks' is ['b', 'a'], not ['a', 'b']"


def test_missions_do_not_know_of_each_other(home, writer, zork):
    writer.methods = {"zork": RIGHT}
    first = measure(home, zork, raw=False)
    writer.asked.clear()
    second = measure(home, zork, raw=False)
    assert writer.asked
    assert (first.status, second.status) == ("right", "right")


def test_the_bare_model_is_asked_also_where_a_proven_method_will_do(home, writer):
    proven = line(
        kind="pure",
        text="counts the vowels in a text",
        selector="count_vowels",
        params=["text"],
        examples=[[["banana split"], 4], [["xyz"], 0]],
        hidden=[[["aeiou"], 5]],
    )
    wrong = "def count_vowels(self, text):\n    return 7\n"
    writer.methods = {"count_vowels": wrong}
    result = measure(home, proven)
    assert (result.status, result.origin, result.raw) == ("right", "delegated", "wrong")
    assert measure(home, proven, raw=False).raw == ""


def test_a_model_that_is_gone_is_a_failed_mission(home, writer, zork, monkeypatch):
    def gone(self, request):
        raise BackendError("The model has gone.")

    monkeypatch.setattr(type(writer), "__call__", gone)
    result = measure(home, zork)
    assert result.status == "failed"
    assert "The model has gone." in result.problem
    assert result.raw == ""


def test_values_that_no_method_can_be_given_are_told(home, writer, zork):
    writer.methods = {"zork": RIGHT}
    deep = [[]]
    for _ in range(90):
        deep = [deep]
    case = dataclasses.replace(zork.hidden[0], args=(deep,))
    result = measure(home, dataclasses.replace(zork, hidden=(case,)), raw=False)
    assert result.status == "wrong"
    assert result.problem


@pytest.fixture
def asks(monkeypatch):
    """Let VALIDATING ask once about a call, and then decide as ever."""
    question = Question(
        id="0123456789ab",
        selector="zork",
        args=(5,),
        choices=(Choice(result=8, votes=2), Choice(result=16, votes=1)),
    )

    def asking(engine, thought, view):
        if asked_before(thought):
            return validate(engine, thought, view)
        thought.question = question
        return "question"

    monkeypatch.setitem(METHODS.handlers, "validate", asking)


def test_questions_are_answered_as_a_person_would_who_knows(home, writer, zork, asks):
    writer.methods = {"zork": RIGHT}
    knows = dataclasses.replace(zork, reference="def zork(x):\n    return 3 * x + 1\n")
    result = measure(home, knows, raw=False, answer=True)
    assert result.status == "right"
    assert result.asked == ({"question": "zork(5) gives …?", "answer": "16"},)
    assert not result.question
    assert not any("3 * x + 1" in text for text in writer.asked), "a reference is in no prompt"


def test_what_a_person_says_keeps_a_wrong_method_out(home, writer, zork, asks):
    writer.methods = {"zork": WRONG}
    knows = dataclasses.replace(zork, reference="def zork(x):\n    return 3 * x + 1\n")
    assert measure(home, knows, raw=False, answer=True).status == "failed"
    unknown = measure(home, zork, raw=False, answer=True)
    assert (unknown.status, unknown.asked[0]["answer"]) == ("wrong", "I don't know")


def test_with_nobody_there_a_question_that_waits_is_open(home, writer, zork, asks):
    writer.methods = {"zork": RIGHT}
    result = measure(home, zork, raw=False)
    assert (result.status, result.question, result.asked) == ("open", True, ())


def test_slots_that_no_object_can_have_are_a_failed_mission(home, state):
    (scenario,) = state.scenarios
    scenario = dataclasses.replace(scenario, slots={"zorks": [], "clone": 1})
    taken = dataclasses.replace(state, scenarios=(scenario,))
    result = measure(home, taken, raw=False)
    assert result.status == "failed"
    assert result.problem
