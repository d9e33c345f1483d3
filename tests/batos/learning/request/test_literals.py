"""Reading values out of plain language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.learning.request.literals import find_literals, read_value, without_literals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("-2.5", -2.5),
        ("true", True),
        ("None", None),
        ('"a"', "a"),
        ("'a'", "a"),
        ("[1, 'a', (2,)]", [1, "a", (2,)]),
        ('{"a": null}', {"a": None}),
        ("banana split", "banana split"),
        ("", ""),
        ("[1, 2", "[1, 2"),
        ("9" * 50_000, "9" * 50_000),
        ("'\\d'", "\\d"),
        ("[" * 5000, "[" * 5000),
    ],
)
def test_read_value(text, value):
    assert read_value(text) == value
    assert type(read_value(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the words 'a b' and \"c\"", ["a b", "c"]),
        ("curly \u201cabc\u201d and \u2018x\u2019", ["abc", "x"]),
        ("'it's fine' they said", ["it's fine"]),
        ("the dog's 5 bones", [5]),
        ("users' names", []),
        ("[[1, 2], {'a': (3, 4)}]", [[[1, 2], {"a": (3, 4)}]]),
        ("a (parenthesis) in prose", []),
        ("-3 and +4 and .5 and 1e3", [-3, 4, 0.5, 1000.0]),
        ("10% of it, 2024-01-02, 8:30, 1/2, 5-3, utf-8, v2", []),
        ("2 + 3", [2]),
        ("True, false, None, null", [True, False, None, None]),
        ("none of this is True", [True]),
        ("an 'open quote", []),
        ("an [open bracket", []),
        (r"'tab\there' and 'a\d' and 'say \"hi\"'", ["tab\there", "a\\d", 'say "hi"']),
        ("9" * 50_000, []),
        ("", []),
    ],
)
def test_find_literals(text, values):
    assert [literal.value for literal in find_literals(text)] == values


def test_literals_know_where_they_stand():
    text = "give 'ab' to [1]"
    assert [text[each.start : each.end] for each in find_literals(text)] == ["'ab'", "[1]"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    places = [place for each in find_literals(text) for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    read_value(text)
    assert read_value(repr(text)) == text


def test_without_literals_their_words_are_gone():
    assert without_literals("reverse 'the list', then add 2") == "reverse  , then add  "
