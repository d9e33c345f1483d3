"""Values as JSON has them."""

import datetime as dt
import json

import pytest

from batos.as_json import json_line, to_json_value


def test_values_become_what_json_has():
    value = {1: (1, {3, 2}), "d": dt.date(2024, 1, 2), None: float("inf"), "b": b"a\xff"}

    assert to_json_value(value) == {
        "1": [1, [2, 3]],
        "d": "2024-01-02",
        "None": "inf",
        "b": "a\\xff",
    }
    assert to_json_value({1, "a"}) == ["a", 1]


def test_a_number_of_very_many_digits_becomes_hexadecimal_text():
    assert to_json_value(10**9000) == hex(10**9000)
    assert to_json_value(-(1 << 100_000)) == hex(-(1 << 100_000))


@pytest.mark.parametrize(
    "value", [{1: "a", "1": "b"}, {"True": 1, True: 2}, {"(1, 2)": 1, (1, 2): 2}]
)
def test_keys_that_would_become_the_same_text_are_kept_apart(value):
    shown = to_json_value(value)
    assert len(shown) == 2
    assert len({json.dumps(key) for key, _ in shown}) == 2


def test_a_line_holds_anything():
    deep = []
    for _ in range(300):
        deep = [deep]
    line = json_line({"deep": deep, "half": "\ud83d", "big": 1 << 100_000, "what": object})
    assert "\n" not in line
    assert json.loads(line)["half"] == "\ud83d"
