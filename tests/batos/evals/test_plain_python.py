# ruff: noqa: E501 - sources read best on one line
"""Plain Python is run in a child that can do nothing but compute."""

import sys

import pytest

from batos.evals.plain_python import Call, run_plain
from batos.objects import UNSET


def run(source, *args, selector="f", **circumstances):
    (answer,) = run_plain(source, selector, [Call(args=args)], **circumstances)
    return answer


def test_a_function_answers_each_call():
    source = "import math\nfrom collections import Counter\ndef f(x):\n    return math.gcd(x, 6), Counter('aab')\n"
    answers = run_plain(source, "f", [Call(args=(4,)), Call(kwargs={"x": 9})])
    assert [answer.result for answer in answers] == [(2, {"a": 2, "b": 1}), (3, {"a": 2, "b": 1})]


def test_a_method_works_on_one_object():
    source = "def f(self, x):\n    self.items.append(x)\n    self._p_changed = True\n    return self.g()\ndef g(self):\n    return len(self.items)\n"
    calls = [Call(args=(1,)), Call(args=(2,))]
    answers = run_plain(source, "f", calls, slots={"items": []})
    assert [answer.result for answer in answers] == [1, 2]
    assert answers[1].slots == {"items": [1, 2]}


def test_a_class_is_taken_without_its_init():
    source = "class Thing:\n    def __init__(self, name):\n        self.n = 5\n    def f(self):\n        return self.n\n"
    assert run(source, slots={"n": 3}).result == 3


def test_iterators_are_lists():
    assert run("def f(x):\n    yield from range(x)\n", 3).result == [0, 1, 2]
    assert run("def f(x):\n    return map(str, x)\n", [1]).result == ["1"]


@pytest.mark.parametrize(
    ("source", "raises", "problem"),
    [
        ("def f():\n    return {}['x']\n", "KeyError", "KeyError"),
        ("def f(:\n", "", "SyntaxError"),
        ("raise SystemExit(3)\n", "", "SystemExit"),
        ("def g():\n    return 1\n", "", "defines no f"),
        ("def f():\n    return object()\n", "NotPlainError", "object"),
        ("def f():\n    open('/etc/passwd')\n", None, ""),
        ("import socket\ndef f():\n    return 1\n", None, ""),
        ("import os\ndef f():\n    return os.listdir('/')\n", None, ""),
        ("import os\ndef f():\n    os._exit(0)\n", None, ""),
        ("def f():\n    return 'x' * (1 << 33)\n", "MemoryError", "Memory"),
        (
            "def f():\n    x = []\n    for _ in range(100000): x = [x]\n    return x\n",
            None,
            "deeply",
        ),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold less")
def test_what_comes_to_nothing_says_why(source, raises, problem):
    answer = run(source)
    assert answer.result is UNSET
    assert answer.problem
    assert problem in answer.problem
    assert raises in (None, answer.raises)


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    while True: pass\n",
        "while True: pass\n",
        "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n",
    ],
)
def test_what_does_not_end_is_ended(source):
    answer = run(source, seconds=0.2)
    assert answer.result is UNSET
    assert answer.problem


def test_what_is_printed_does_not_get_between():
    assert run("import sys\nprint('x')\ndef f():\n    print('{}')\n    return 1\n").result == 1


def test_what_methods_are_offered_is_there_when_asked_for():
    source = "def f(self, x):\n    return sorted(math.sqrt(each) for each in x)\n"
    assert run(source, [9, 4]).raises == "NameError"
    assert run(source, [9, 4], offered=True).result == [2.0, 3.0]
