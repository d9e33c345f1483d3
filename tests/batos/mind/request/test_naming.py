"""From a sentence to the name of a method."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.mind.request.naming import explicit_call, selector_from, spoken
from batos.objects import is_slot_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("counts the vowels in a text", "count_vowels"),
        ("report the current system time", "report_current_system_time"),
        ("a method called shout that is loud", "shout"),
        ("name it `to_snake`", "to_snake"),
        ("how many words a text has", "count_words_text"),
        ("goes home", "go_home"),
        ("pushes an item on the stack", "push_item"),
        ("tries again", "try_again"),
        ("passes the test", "pass_test"),
        ("3 times a number", "do_3_times_number"),
        ("import", "do_import"),
        ("return", "do_return"),
        ("a method called send", "method_called_send"),
        ("", "answer"),
        ("the a of", "answer"),
        ("!!!", "answer"),
        ("\u00fcbersetze", "bersetze"),
        ("reverse a list for me. then stop", "reverse_list"),
    ],
)
def test_selector(text, name):
    assert selector_from(text) == name


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("add(a, b) adds", ("add", ("a", "b"))),
        ("write `clamp(x: int, low=0)`", ("clamp", ("x", "low"))),
        ("now()", ("now", ())),
        ("f(self, text)", ("f", ("text",))),
        ("f('a')", None),
        ("f(1)", None),
        ("send(x)", None),
        ("a (b)", None),
        ("", None),
    ],
)
def test_explicit_call(text, call):
    assert explicit_call(text) == call


@pytest.mark.parametrize(
    ("selector", "words"),
    [("count_vowels", "count vowels"), ("countVowels", "count vowels"), ("x", "x")],
)
def test_spoken(selector, words):
    assert spoken(selector) == words


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=50))
def test_every_text_gives_a_name_that_a_slot_can_have(text):
    assert is_slot_name(selector_from(text))
