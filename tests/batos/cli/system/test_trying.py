"""What is told of a backend that was tried."""

import json

import pytest

from batos.cli.system.trying import PromptTried, tried
from batos.errors import BackendError
from batos.testing import ScriptedBackend

GOOD = ["6, 7, 8", "def double(number):\n    return 2 * number\n", json.dumps({"sum": 5})]


def test_three_good_answers_are_good():
    found = list(tried(ScriptedBackend(GOOD)))
    assert [(each.prompt, each.ok) for each in found] == [
        ("text", True),
        ("code", True),
        ("json", True),
    ]
    assert found[0].as_line()["ended"] == "stop"
    assert found[1].to_plain()["tokens"] == 6


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no"), (1, "I cannot"), (2, "5"), (2, "[5]"), (2, '{"sum": "5"}')]
)
def test_an_answer_that_is_none_is_told_as_wrong(number, said):
    answers = [*GOOD[:number], said, *GOOD[number + 1 :]]
    found = list(tried(ScriptedBackend(answers)))
    assert [each.ok for each in found].count(False) == 1
    assert not found[number].ok
    assert found[number].as_line()["ended"] == "stop, and is wrong"


def test_an_error_is_told_in_the_place_of_an_answer():
    first = next(tried(ScriptedBackend([BackendError("It is gone.")])))
    assert (first.ok, first.ended) == (False, "It is gone.")


def test_what_is_not_declared_is_not_tried():
    found = list(tried(ScriptedBackend(GOOD[:2], binds=False)))
    assert (found[-1].ended, found[-1].ok) == ("not declared", True)


def test_speed_is_counted_from_the_first_text_on():
    assert PromptTried(prompt="x", first_s=1.0, seconds=3.0, tokens=21).speed == 10.0
    assert PromptTried(prompt="x").speed == 0.0
