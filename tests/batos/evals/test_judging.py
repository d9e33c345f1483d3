# ruff: noqa: E501 - sources read best on one line
"""A method, or the answer of a bare model, is right when all hidden cases are."""

import pytest

from batos.evals.judging import problem_of_method, problem_of_text
from batos.evals.lines import Case, Line, Scenario
from batos.guardian.trial.trial import Trial

PURE = Line(
    number=1, digest="a", id="a", kind="pure", text="halves", selector="halve",
    hidden=(Case((3,), 1.5), Case((4,), 2), Case(([1, 2],), [0.5, 1.0])),
)  # fmt: skip
HALVE = "def halve(self, x):\n    if isinstance(x, list):\n        return tuple(self.halve(each) for each in x)\n    return x / 2\n"
STATE = Line(
    number=1, digest="b", id="b", kind="state", text="takes", selector="take",
    scenarios=(
        Scenario({"names": ["x", "y"]}, (Case((), "x"), Case((), "y")), {"names": []}),
        Scenario({"names": []}, (Case((), None),), {"names": []}),
    ),
)  # fmt: skip
TAKE = "def take(self):\n    if not self.names:\n        return None\n    taken = self.names.pop(0)\n    self._p_changed = True\n    return taken\n"


@pytest.fixture(scope="module")
def trial():
    with Trial() as made:
        yield made


@pytest.mark.parametrize(
    ("line", "source", "problem"),
    [
        (PURE, HALVE, ""),
        (PURE, HALVE.replace("/ 2", "/ 2.0000001"), "(4,) gave 1.9999999"),
        (PURE, HALVE.replace("/ 2", "// 2"), "(3,) gave 1, not 1.5"),
        (PURE, HALVE.replace("x / 2", "self.other(x)"), "(3,): MessageNotUnderstood"),
        (PURE, HALVE.replace("x / 2", "[].pop()"), "(3,): IndexError"),
        (STATE, TAKE, ""),
        (STATE, TAKE.replace("pop(0)", "pop()"), "() gave 'y', not 'x'"),
        (STATE, TAKE.replace("return taken", "return self.names"), "() gave ['y'], not 'x'"),
        (STATE, TAKE.replace("None", "False"), "() gave False, not None"),
        (
            STATE,
            TAKE.replace(
                "return taken", "self.names = ['z']; self._p_changed = True; return taken"
            ),
            "() gave 'z', not 'y'",
        ),
    ],
)
def test_by_hidden_cases(trial, line, source, problem):
    found = problem_of_method(line, source, trial, methods={})
    assert found.startswith(problem)
    assert bool(found) == bool(problem)
    assert problem_of_text(line, source).startswith(
        problem.replace("MessageNotUnderstood", "AttributeError")
    )


def test_a_method_that_changes_slots_in_secret_is_wrong(trial):
    found = problem_of_method(
        STATE, TAKE.replace("self._p_changed = True", "pass"), trial, methods={}
    )
    assert found


def test_others_that_its_object_understands_answer(trial):
    source = HALVE.replace("x / 2", "self.quotient(x, 2)")
    methods = {"quotient": "def quotient(self, x, y):\n    return x / y\n"}
    assert problem_of_method(PURE, source, trial, methods=methods) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Sure!\n```python\nimport operator\ndef halve(x):\n    if type(x) is list: return list(map(halve, x))\n    return operator.truediv(x, 2)\n```\nUse it:\n```python\nhalve(oops)\n```",
        "```\nclass Halver:\n    def halve(self, x):\n        return [self.halve(i) for i in x] if isinstance(x, list) else x / 2\n```",
        "```python\ndef halve(self, x):\n    return [i / 2 for i in x] if isinstance(x, list) else x / 2\n",
        "def halve(x):\n    return [i / 2 for i in x] if isinstance(x, list) else math.fsum([x]) / 2\n",
    ],
)
def test_what_a_bare_model_says_is_plain_python(text):
    assert problem_of_text(PURE, text) == ""


@pytest.mark.parametrize("text", ["", "I cannot.", "```python\n```", "def other(x): return x"])
def test_no_method_is_wrong(text):
    assert problem_of_text(PURE, text)
