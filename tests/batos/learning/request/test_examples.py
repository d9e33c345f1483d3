"""Reading examples out of plain language."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.errors import UsageError
from batos.learning.request.examples import find_examples, read_examples
from batos.objects import Example, example_line


def examples(text):
    return [
        (*found.args, *([dict(found.kwargs)] if found.kwargs else []), "->", found.result)
        for found in find_examples(text)[0]
    ]


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
        ("f('[]') \u279e False f('[[]]') \u279e True", [("[]", "->", False), ("[[]]", "->", True)]),
        (">>> add(2, 3)\n5\n>>> add(1, 1)\n2\n", [(2, 3, "->", 5), (1, 1, "->", 2)]),
        ("Input: arr = [4, -4, 4], k = 2 Output: [4, 4]", [([4, -4, 4], 2, "->", [4, 4])]),
        ("f([1, 3]) == 1 + 9 + 0 = 10 f([0]) == 0", [([0], "->", 0)]),
        ("f(['a', 'b']) == \"\"a\"\"", []),
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
        ("`square(3)` must equal 9", [(3, "->", 9)]),
        ("`2` -> `4`", [(2, "->", 4)]),
        ("max_of([1, 5]) # 5", [([1, 5], "->", 5)]),
        ("max_of([1, 5]) ==> 5", [([1, 5], "->", 5)]),
        ("In [1]: double(4)\nOut[1]: 8", [(4, "->", 8)]),
        ("it doubles.\n2 -> 4\n3 -> 6", [(2, "->", 4), (3, "->", 6)]),
        ("Input: 5. Output: 25.", [(5, "->", 25)]),
        ("Input: 5 \u2192 Output: 25", [(5, "->", 25)]),
        ("Inputs: a=1, b=2; Expected output: 3", [(1, 2, "->", 3)]),
        ("With a = 1 and b = 2 it returns 3", [(1, 2, "->", 3)]),
        ("turns [1, 2] into [2, 4]", [([1, 2], "->", [2, 4])]),
        ("It must work: 'ab' gives 'ba'", [("ab", "->", "ba")]),
        ("Wrong: f(2) == 5. Right: f(2) == 4", [(2, "->", 4)]),
        ("instead of f(2) == 5 it should be f(2) == 4", [(2, "->", 4)]),
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
        "scores under 60 give 'F', from 60 to 69 give 'D'",
        "between 80 and 89 gives 'B'",
        "80 to 89 -> 'B'",
        "ages 13 through 19 -> 'teen'",
        "score < 60 is 'F', score >= 60 is 'D'",
        "up to 50 gives 5.99",
        "greater than or equal to 5 gives 'big'",
        "divisible by 3 gives 'fizz'; multiples of 5 give 'buzz'",
        "starting with 'a' gives True; containing 'x' -> False",
        "when count is 0 it returns 1",
        "never double(4) -> 16",
        "It must not do this: f(2) == 5",
        "double(4) -> 16 is wrong",
        "double(4) returns 16 now but it should return 8",
        "f(2) = 3 * 4 = 12",
        "computes 5 * 3 = 15",
        "f('ab') == 'a' + 'b'",
        "f('ab')[0] == 'b'",
        "f('ab').upper() == 'BA'",
        "price(1000) == 1,000",
        "[1, 2, ...] -> 1",
        "f([1, ...]) == 1",
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
    assert find_examples(piece * 2_000)[0] == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    examples, spans = find_examples(text)
    assert len(spans) == len(examples)
    assert all(0 <= start < end <= len(text) for start, end in spans)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text("ab c", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(PLAIN, PLAIN)
def test_what_python_writes_is_read_back(value, result):
    found, _ = find_examples(f"f({value!r}) -> {result!r}")
    assert [(each.args, each.result) for each in found] == [((value,), result)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("items=[1]; push(2) -> 1; items=[1, 2]", ["items = [1]; push(2) == 1; items == [1, 2]"]),
        ("self.n = 1, tick() gives 2", ["n = 1; tick() == 2"]),
        (
            "with items = [1], push(2) returns 3 and leaves items == [1, 2]",
            ["items = [1]; push(2) == 3; items == [1, 2]"],
        ),
        ("count = 3; tick() -> 4, count is 4", ["count = 3; tick() == 4; count == 4"]),
        (
            "items=[]; push(1); push(2) -> 2; items=[1, 2]",
            ["items = []; push(1); push(2) == 2; items == [1, 2]"],
        ),
        (
            "adds to the list; items=[]; push(3) -> 1; push(3) -> 2; items=[3, 3]",
            ["items = []; push(3) == 1; push(3) == 2; items == [3, 3]"],
        ),
        (
            "items=[]; push(1), then pop() -> 1; items=[]",
            ["items = []; push(1); pop() == 1; items == []"],
        ),
        (
            "items=[]; push(1); items=[1]; push(2) -> 2",
            ["items = []; push(1); items == [1]; push(2) == 2"],
        ),
        ("items=[]; pop() raises IndexError", ["items = []; pop() raises IndexError"]),
        ("items=[]; self.push(1); gen2.push(2) -> 2", ["items = []; push(1); push(2) == 2"]),
        ("items=['a;b=1']; size() -> 1", ["items = ['a;b=1']; size() == 1"]),
        ("a=1, b=2; both() -> 3", ["a = 1; b = 2; both() == 3"]),
        ("push(1) -> 1; items=[1]", ["push(1) == 1; items == [1]"]),
        ("push(1); push(2) -> 2", ["push(1); push(2) == 2"]),
        (
            "add('milk', 2); add('milk', 3); total() -> 5",
            ["add('milk', 2); add('milk', 3); total() == 5"],
        ),
        ("add('milk', 2) -> None; total() -> 2", ["add('milk', 2) == None; total() == 2"]),
        ("add('milk', 2), total() -> 2", ["total() == 2"]),
        (
            "items=[1]; size() -> 1. items=[]; size() -> 0",
            ["items = [1]; size() == 1", "items = []; size() == 0"],
        ),
        ("items=[1]; size() -> 1 and 'a' -> 2", ["items = [1]; size() == 1", "m('a') == 2"]),
        (
            "items=[1]; push(2) -> 1; items=[1, 2]\nitems=[]; push(5) -> 1; items=[5]",
            [
                "items = [1]; push(2) == 1; items == [1, 2]",
                "items = []; push(5) == 1; items == [5]",
            ],
        ),
        ("next_id() -> 1; next_id() -> 2", ["next_id() == 1; next_id() == 2"]),
        # Without slots each call that gives something is an example of its own.
        ("double(2) -> 4; double(3) -> 6", ["double(2) == 4", "double(3) == 6"]),
        ("unlike max(1, 2), mymax(1, 2) -> 1", ["mymax(1, 2) == 1"]),
        ("n=5 gives 120", ["m(5) == 120"]),
        ("x = 3; y = [1]", []),
        ("items=[]; push(1)", []),
    ],
)
def test_slots_and_calls_in_a_row(text, found):
    lines = [example_line(each.selector or "m", each) for each in find_examples(text)[0]]
    assert [line.replace("self.", "") for line in lines] == found


def test_rows_say_where_they_stand():
    text = "pushes; items=[1]; push(2) -> 1; items=[1, 2]. Never more than ten"
    assert [text[start:end] for start, end in find_examples(text)[1]] == [
        "items=[1]; push(2) -> 1; items=[1, 2]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "'abc' -> 3",
        "returns 4 for 'a'",
        "e.g. 'a' gives 1",
        "(3 -> 4)",
        "1 -> 2; 2 -> 3",
        "items=[];; push(2) -> 2;",
        "'a;b' -> 3",
        "f(2) == 4",
    ],
)
def test_an_example_is_read_as_one_of_a_sentence(text):
    assert read_examples(text) == find_examples(text)[0] != []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("items=[1; push(2) -> 1", "'items=[1' cannot be read"),
        ("class=[1]; push(2) -> 1", "'class=[1]' cannot be read"),
        ("items=now; push(2) -> 1", "'items=now' cannot be read"),
        ("items=[]; push(x) -> 1", "'push(x) -> 1' cannot be read"),
        ("items=[]; push(2) -> ; items=[1]", "'push(2) ->' cannot be read"),
        ("items=[1] push(2) -> 1", "'items=[1]' cannot be read"),
        ("1 -> 2; hello; 2 -> 3", "'hello' cannot be read"),
        ("[1, 2 -> 3", "cannot be read"),
        ("3 times 'ab' gives 'ababab'", "cannot be read"),
        ("items=[]; push(1)", "does not say what must come of it"),
        ("items=[1]", "does not say what must come of it"),
        ("push(1)", "does not say what must come of it"),
        ("hello", "'hello' is no example"),
        ("", "'' is no example"),
    ],
)
def test_a_malformed_example_is_refused_by_its_part(text, problem):
    with pytest.raises(UsageError) as caught:
        read_examples(text)
    assert problem in caught.value.message
    assert "items=[1]; push(2) -> 1" in caught.value.hint


CALLS = st.builds(
    Example,
    args=st.tuples(PLAIN),
    result=PLAIN,
    after=st.just({}) | st.dictionaries(st.sampled_from(("items", "n")), PLAIN, min_size=1),
).map(lambda each: Example(args=each.args, result=each.result, after=each.after or Example().after))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(("items", "n")), PLAIN, min_size=1),
    st.lists(CALLS, max_size=2).map(tuple),
    CALLS,
)
def test_a_line_of_an_example_is_read_back(state, earlier, last):
    wanted = Example(
        args=last.args, result=last.result, after=last.after, state=state, earlier=earlier
    )
    line = example_line("push", wanted)
    if "\u2026" not in line:
        assert [each.belonging("push") for each in read_examples(line)] == [wanted]


@settings(max_examples=60, deadline=None)
@given(st.text("f(1)=;'[, ->a", max_size=40))
def test_nonsense_is_read_or_refused(text):
    with contextlib.suppress(UsageError):
        assert read_examples(text)


@pytest.mark.parametrize("between", [" " * 10_000, "\t" * 10_000, ", " * 5_000])
def test_many_blanks_between_values_cost_no_more_than_many_letters(between):
    assert find_examples(f"3{between}4")[0] == []
    assert find_examples(f"f(3){between}gives nothing{between}")[0] == []
