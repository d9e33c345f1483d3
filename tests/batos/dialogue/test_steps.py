"""Several orders in one sentence."""

import pytest

from batos.dialogue.steps import fed, steps_of


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("reverse 'ab', then shout it", ["reverse 'ab'", "shout it"]),
        ("reverse 'ab' and then shout it; count that", ["reverse 'ab'", "shout it", "count that"]),
        ("reverse 'a then b'", []),
        ("write a method that sorts and then reverses", []),
        ("if it rains, then I stay at home", []),
        ("reverse 'ab'", []),
        ("a; b; c; d; e; f", []),
    ],
)
def test_steps(text, steps):
    assert steps_of(text) == steps


def test_what_came_before_is_handed_on():
    assert fed("count the vowels in it", "ab") == 'count the vowels in "ab"'
    assert fed("double the result", 4) == "double 4"
    assert fed("put it on the list", 4) == "put 4 on the list"
