"""Sentences that go on with the one before them."""

import pytest

from batos.dialogue.conversations import Turn
from batos.dialogue.understanding.following import asks_again, with_other_values, with_result
from batos.learning.model.commands import Call

DOUBLE = Call("genesis", "double", (3,))


@pytest.mark.parametrize(
    "text",
    [
        "and for 7?",
        "And 7?",
        "what about 7",
        "now 7 please",
        "the same with 7",
        "or 7?",
        "and seven?",
    ],
)
def test_other_values(text):
    assert with_other_values(text, DOUBLE) == Call("genesis", "double", (7,))


@pytest.mark.parametrize(
    "text",
    ["7", "and 'seven'?", "and for 7 and 8?", "and the square of 7?", "what about Rex?", "and?"],
)
def test_what_may_be_anything_is_left_to_others(text):
    assert with_other_values(text, DOUBLE) is None


def test_once_more():
    for text in ("again", "Once more, please", "do that again", "and again!", "repeat it"):
        assert asks_again(text)
    for text in ("again and again I fail", "do it", "say hello again", "never again"):
        assert not asks_again(text)


def test_what_came_before_is_meant_by_it():
    before = Turn("double 3", "6", "value")
    assert with_result("is it prime?", before) == "is 6 prime?"
    assert with_result("is 7 prime?", before) == ""
    assert with_result("reverse 'it'", before) == ""
    assert with_result("is it prime?", Turn("hello", "hi")) == ""
    assert with_result("is it prime?", Turn("x", f'"{"y" * 5000}"', "value")) == ""
