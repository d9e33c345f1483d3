from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from batos.guardian.trial.attempt import LONGEST_LINE, attempt, attempts, lines_of
from batos.guardian.trial.trial import Trial

ADD = "def m(self, x, y=1):\n    return x + y\n"
PUSH = "def m(self, x):\n    self.items.append(x)\n    self._p_changed = True\n"


def tried(trial: Trial, **case: Any) -> dict[str, Any]:
    return attempt(case, trial)


def test_accepted_method_is_run(trial: Trial) -> None:
    answer = tried(trial, code=ADD, args=[1], kwargs={"y": 4})

    assert answer["accepted"]
    assert answer["outcome"] == "ok"
    assert answer["result"] == 5
    assert answer["error"] is None


def test_change_of_state_is_told(trial: Trial) -> None:
    answer = tried(trial, code=PUSH, args=[1], state={"items": [0], "kept": 2})

    assert answer["mutator"]
    assert answer["state_after"] == {"items": [0, 1], "kept": 2}
    assert answer["changed"] == ["items"]


def test_refused_method_is_not_run(trial: Trial) -> None:
    answer = tried(trial, code="def m(self):\n    return self._p_jar\n", state={"a": 1})

    assert not answer["accepted"]
    assert answer["outcome"] == "refused"
    assert [finding["rule"] for finding in answer["findings"]] == ["attributes"]
    assert answer["state_after"] == {"a": 1}
    assert "_p_jar" in answer["error"]["text"]


@pytest.mark.parametrize(
    ("last", "outcome", "kind"),
    [
        ("raise ValueError('no')", "raised", "ValueError"),
        ("while True:\n        pass", "breach", "breach"),
        ("return lambda: 1", "unplain", "ResultError"),
    ],
)
def test_error_takes_back_every_change(trial: Trial, last: str, outcome: str, kind: str) -> None:
    answer = tried(trial, code=f"{PUSH.rstrip()}\n    {last}\n", args=[1], state={"items": [0]})

    assert answer["outcome"] == outcome
    assert answer["error"]["type"] == kind
    assert answer["state_after"] == {"items": [0]}
    assert answer["result"] is None


def test_other_methods_answer_sends(trial: Trial) -> None:
    code = "def twice(self, x):\n    return self.m(x, x)\n"

    assert tried(trial, code=code, args=[4], methods={"m": ADD})["result"] == 8
    bad = tried(trial, code=code, args=[4], methods={"m": "def m(self): return eval('1')"})
    assert bad["outcome"] == "refused"


@pytest.mark.parametrize("name", ["_p_jar", "_v_space", "_slots", "parents", "send", "$", "a b"])
def test_state_with_names_that_are_no_slots_is_refused(trial: Trial, name: str) -> None:
    answer = tried(trial, code="def m(self):\n    return 1\n", state={name: 1})

    assert answer["outcome"] == "unplain"
    assert answer["error"]["type"] == "SlotError"


def test_object_in_a_slot_is_told_as_text(trial: Trial) -> None:
    code = "def m(self):\n    self.other = self.clone()\n    self._p_changed = True\n"
    answer = tried(trial, code=code)

    assert answer["outcome"] == "ok"
    assert "UvmObject" in answer["state_after"]["other"]


BAD_LINES = [
    b"nonsense",
    b"[]",
    b"3",
    b"{}",
    b'{"code": 3}',
    b'{"code": null}',
    b'{"code": "def m(self): pass", "args": {}}',
    b'{"code": "def m(self): pass", "state": []}',
    b'{"code": "def m(self): pass", "kwargs": 3}',
    b'{"code": "def m(self): pass", "methods": "x"}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"code": "def m(self): pass", "args": [' + b"[" * 200 + b"]" * 200 + b"]}",
    b'{"code": "def m(self): pass", "args": [' + b"9" * 100_000 + b"]}",
    b'{"code": "def m(self): pass"} trailing',
    None,
]


def test_line_that_is_no_case_gets_an_answer_and_the_next_is_tried(trial: Trial) -> None:
    good = json.dumps({"code": ADD, "args": [1], "name": "good"}).encode()
    lines = [line for bad in BAD_LINES for line in (bad, good)]
    answers = list(attempts(lines, trial))

    assert [answer["case"] for answer in answers] == list(range(1, len(lines) + 1))
    assert {answer["outcome"] for answer in answers[0::2]} == {"invalid"}
    assert all("bug" not in answer["error"]["text"] for answer in answers[0::2])
    assert all(answer["result"] == 2 and answer["name"] == "good" for answer in answers[1::2])


def test_empty_lines_get_no_answer(trial: Trial) -> None:
    answers = attempts([b"", b"  \n", json.dumps({"code": ADD, "args": [1]}).encode()], trial)

    assert [answer["case"] for answer in answers] == [3]


def test_every_answer_has_the_same_keys(trial: Trial) -> None:
    lines = [b"nonsense", *(json.dumps({"code": code}).encode() for code in (ADD, "x", PUSH))]
    answers = list(attempts(lines, trial))

    assert len({tuple(answer) for answer in answers}) == 1


def test_answer_for_a_case_comes_before_the_next_is_read(trial: Trial) -> None:
    seen = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            seen.append(number)
            yield json.dumps({"code": ADD, "args": [number]}).encode()

    for number, answer in enumerate(attempts(lines(), trial)):
        assert answer["result"] == number + 1
        assert seen[-1] == number


def test_line_that_is_too_long_is_skipped() -> None:
    stream = io.BytesIO(b"a\n" + b"x" * (2 * LONGEST_LINE + 5) + b"\nb\n" + b"y" * LONGEST_LINE)

    assert list(lines_of(stream)) == [b"a\n", None, b"b\n", None]


def test_the_verdict_is_one_word(trial: Trial) -> None:
    lines = [
        json.dumps({"code": "def m(self):\n    return 1\n"}).encode(),
        json.dumps({"code": "import os"}).encode(),
        b"no case",
    ]
    verdicts = [line["verdict"] for line in attempts(lines, trial)]
    assert verdicts == ["accepted", "refused", "invalid"]
