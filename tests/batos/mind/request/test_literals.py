"""Reading values and examples out of plain language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.mind.request.literals import find_examples, find_literals, read_value


def examples(text):
    return [
        (*found.args, *([dict(found.kwargs)] if found.kwargs else []), "->", found.result)
        for found in find_examples(text)[0]
    ]


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("'banana split' gives 4", [("banana split", "->", 4)]),
        ("3, 4 -> 7", [(3, 4, "->", 7)]),
        ("f([1, 2]) == 3", [([1, 2], "->", 3)]),
        ("for 5 it returns 120", [(5, "->", 120)]),
        ("returns 4 for 'banana split'", [("banana split", "->", 4)]),
        ("-3 \u2192 -9", [(-3, "->", -9)]),
        ("'abc' \u21d2 'cba'", [("abc", "->", "cba")]),
        ("3 => 9", [(3, "->", 9)]),
        ("'it's fine' has 9", [("it's fine", "->", 9)]),
        (
            "'a' gives 1, 'b' gives 2 and 'c' gives 3",
            [("a", "->", 1), ("b", "->", 2), ("c", "->", 3)],
        ),
        ("[[1,2],[3]] gives [1,2,3]", [([[1, 2], [3]], "->", [1, 2, 3])]),
        ("{'a': [1,(2,3)]} becomes {'b': 1}", [({"a": [1, (2, 3)]}, "->", {"b": 1})]),
        ("\"he said 'hi'\" returns 2", [("he said 'hi'", "->", 2)]),
        ("\u201cabc\u201d becomes \u201ccba\u201d", [("abc", "->", "cba")]),
        ("'x' and 'y' gives 'xy'", [("x", "y", "->", "xy")]),
        ("for 'hello' and 'l' it should give 2", [("hello", "l", "->", 2)]),
        ("['a','b'] with ', ' gives 'a, b'", [(["a", "b"], ", ", "->", "a, b")]),
        ("from 1 to 3 is [1, 2, 3]", [(1, 3, "->", [1, 2, 3])]),
        ("(1, 2) gives 3", [((1, 2), "->", 3)]),
        ("add(1, 2) gives 3", [(1, 2, "->", 3)]),
        ("add(2, 3) = 5 and add(-1, 1) = 0", [(2, 3, "->", 5), (-1, 1, "->", 0)]),
        ("rgb((255, 0, 0)) gives '#ff0000'", [((255, 0, 0), "->", "#ff0000")]),
        ("clamp(x=7, low=1, high=5) == 5", [({"x": 7, "low": 1, "high": 5}, "->", 5)]),
        ("pad('a', width=3) -> '  a'", [("a", {"width": 3}, "->", "  a")]),
        ("answer() returns 42", [("->", 42)]),
        ("f(true) is false", [(True, "->", False)]),
        ("fib(10) should be 55", [(10, "->", 55)]),
        ("`square(3)` must equal 9", []),
        ("when given 'abc', return 3", [("abc", "->", 3)]),
        ("given [3,1,2] it should return [1,2,3]", [([3, 1, 2], "->", [1, 2, 3])]),
        ("None gives 0", [(None, "->", 0)]),
        ("'' gives 0", [("", "->", 0)]),
        ("'level' \u2192 True; 'abc' \u2192 False", [("level", "->", True), ("abc", "->", False)]),
        ("1: 'one', 2: 'two'", [(1, "->", "one"), (2, "->", "two")]),
        (
            "returns True for 'level' and False for 'abc'",
            [("level", "->", True), ("abc", "->", False)],
        ),
        ("returns 'fizz' for 3, 'buzz' for 5", [(3, "->", "fizz"), (5, "->", "buzz")]),
        ("returns 4 for 'a', 'b' and 3 for 'c'", [("a", "b", "->", 4), ("c", "->", 3)]),
        ("- 3 gives 9 - 4 gives 16", [(3, "->", 9), (4, "->", 16)]),
        ("1.5 gives 3.0.", [(1.5, "->", 3.0)]),
        ("'banana' has 3 vowels", [("banana", "->", 3)]),
        ("words longer than 4, 'hello' gives 1", [("hello", "->", 1)]),
        ("the numbers above 10: [5, 20] gives [20]", [([5, 20], "->", [20])]),
        ("add 2 to a number; 3 gives 5", [(3, "->", 5)]),
    ],
)
def test_find_examples(text, found):
    # Equal numbers of another kind are another value: 3 is not 3.0, and 1 is not True.
    assert [tuple(map(repr, each)) for each in examples(text)] == [
        tuple(map(repr, each)) for each in found
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I have 3 apples and 4 pears",
        "in 2024 there are 366 days",
        "version 2 is 3 times faster",
        "chapter 3 has 12 pages",
        "from 1 to 10",
        "the answer is 42",
        "at 8:30 or 9:00",
        "8:30 is 510",
        "2 + 3 = 5",
        "5-3 is 2",
        "1/2 is 0.5",
        "2024-01-02 gives trouble",
        "a method called 'greet' that returns 'hello'",
        "named \"x\" returns 'y'",
        "it's 5 o'clock and that's 6",
        "what is 2 + 2?",
        "f(g(1)) is 2",
        "x = 3",
        "scores under 60 give 'F'",
        "it must never return 0 for 5",
        "it does not return None for []",
        "never gives 'a' for 'b'",
        "",
        "hello",
    ],
)
def test_prose_has_no_examples(text):
    assert find_examples(text) == ([], [])


def test_examples_say_where_they_stand():
    text = "square a number, e.g. square(3) gives 9; 4 gives 16. Never more"
    assert [text[start:end] for start, end in find_examples(text)[1]] == [
        "square(3) gives 9",
        "4 gives 16",
    ]


@pytest.mark.parametrize("piece", ["[", "(", "f(", "' ", "\u201c", "1 ", ".", "1,", "a=["])
def test_long_nonsense_is_read_in_the_end(piece):
    assert find_examples(piece * 5_000)[0] == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    find_examples(text)
    find_literals(text)
    read_value(text)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text("ab c", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(PLAIN, PLAIN)
def test_what_python_writes_is_read_back(value, result):
    found, _ = find_examples(f"f({value!r}) -> {result!r}")
    assert [(each.args, each.result) for each in found] == [((value,), result)]
