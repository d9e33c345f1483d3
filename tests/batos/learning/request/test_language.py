"""Telling missions from talk, without a model."""

import pytest

from batos.errors import UsageError
from batos.learning.request.language import read_request
from batos.objects import Example


@pytest.mark.parametrize(
    ("text", "selector", "task"),
    [
        (
            "write a method that counts the vowels in a text; e.g. 'banana split' gives 4",
            "count_vowels",
            "counts the vowels in a text",
        ),
        (
            "create a method to report the current system time",
            "report_current_system_time",
            "report the current system time",
        ),
        (
            "please create a function called shout that upper-cases a text",
            "shout",
            "upper-cases a text",
        ),
        (
            "Can you write a method add(a, b) that adds two numbers: add(1, 2) gives 3?",
            "add",
            "adds two numbers",
        ),
        ("write a method `clamp(x, low, high)` which limits x", "clamp", "limits x"),
        ("teach yourself to reverse a word", "reverse_word", "reverse a word"),
        ("learn to juggle", "juggle", "juggle"),
        (
            "I need a method which doubles a number. For example, 4 gives 8.",
            "double_number",
            "doubles a number",
        ),
        ("I want a method that counts words", "count_words", "counts words"),
        ("I'd like a function that adds", "add", "adds"),
        ("we need a tool which sorts", "sort", "sorts"),
        ("a function that squares; 3 -> 9", "square", "squares"),
        ("square: 3 -> 9", "square", "square"),
        ("implement fizzbuzz: for 15 it returns 'FizzBuzz'", "fizzbuzz", "fizzbuzz"),
        ("create a method called 'greet' that returns 'hello'", "greet", None),
        (
            "define a skill: titlecase a sentence, like 'a b' -> 'A B'",
            "titlecase_sentence",
            "titlecase a sentence",
        ),
        ("  write   a\nmethod\tthat sorts  ", "sort", "sorts"),
    ],
)
def test_missions(text, selector, task):
    reading = read_request(text)
    assert reading.kind == "mission"
    assert reading.brief.selector == selector
    assert task is None or reading.brief.text == task


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "",
        "   ",
        "how are you?",
        "what is 2 + 2",
        "I have a dream",
        "write me a poem about the sea",
        "what does the method count_vowels do?",
        "is there a tool for this?",
        "show me the methods",
        "delete the method count_vowels",
        "version 2 is 3 times faster",
        "I need to sleep",
    ],
)
def test_talk(text):
    reading = read_request(text)
    assert reading.kind == "talk"
    assert reading.brief is None


def test_examples_are_kept():
    brief = read_request(
        "write a method is_even(n); is_even(4) returns True, is_even(3) is False"
    ).brief
    assert [(each.args, each.result) for each in brief.examples] == [((4,), True), ((3,), False)]
    assert brief.parameters == ("n",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("adds to the list; items=[]; push(3) -> 1; push(3) -> 2; items=[3, 3]", "push"),
        ("write a method that doubles a number; double(2) == 4", "double"),
        ("write a method that doubles a number; f(2) == 4", "double_number"),
        ("write a method called twice that doubles a number; f(2) == 4", "twice"),
        ("write a method called twice that doubles a number; double(2) == 4", "twice"),
        ("write a method twice(n) that doubles a number; twice(2) == 4", "twice"),
        ("write a method to add; items=[]; push(1); pop() -> 1", "pop"),
    ],
)
def test_examples_spell_the_name(text, name):
    brief = read_request(text).brief
    assert brief.selector == name
    assert all(not each.selector for each in brief.examples)


def test_other_methods_in_a_row_keep_their_names():
    brief = read_request("takes the last; items=[]; push(1); push(2); pop() -> 2").brief
    assert [each.selector for each in brief.examples[0].earlier] == ["push", "push"]
    assert brief.text == "takes the last"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a method for lists; push(1) -> 1; pop() -> 1", "call push and pop"),
        (
            "a method called push that adds; items=[]; push(1); pop() -> 1",
            "ends with pop, and the method is push",
        ),
    ],
)
def test_examples_of_other_methods_are_refused(text, problem):
    with pytest.raises(UsageError, match=problem):
        read_request(text)


def test_a_name_and_examples_from_outside_are_read_with_the_sentence():
    row = Example(args=(2,), selector="push", result=1)
    assert read_request("learn to add", examples=[row]).brief.selector == "push"
    brief = read_request("learn to add", examples=[row], selector="grow").brief
    assert (brief.selector, brief.examples) == ("grow", (Example(args=(2,), result=1),))


def test_a_quoted_name_is_no_example():
    brief = read_request("create a method called 'greet' that returns 'hello'").brief
    assert brief.examples == ()


def test_receiver_and_asker_are_handed_on():
    brief = read_request("learn to dance", receiver="robin", asked_by="amy").brief
    assert (brief.receiver, brief.asked_by) == ("robin", "amy")


@pytest.mark.parametrize("piece", ["[", "(", "f(", ".", "f(a,", "a "])
def test_long_nonsense_is_read_in_the_end(piece):
    assert read_request(f"{piece * 1_000} 5 gives 6").kind in ("talk", "mission")


def test_a_call_of_a_builtin_explains_a_word_where_the_method_has_a_name():
    text = "Write a method that counts odd letters, ord('a') = 0; split_words('ab') == 1"
    reading = read_request(text, selector="split_words")
    assert [(each.args, each.result) for each in reading.brief.examples] == [(("ab",), 1)]
    reading = read_request("Write a method: sum([1, 2]) == 3")
    assert reading.brief.selector == "sum"


def test_a_question_about_a_call_is_talk():
    assert read_request("What does f(2) == 4 mean?").kind == "talk"


def test_what_is_said_twice_is_one_example():
    given = Example(args=(2,), result=4)
    reading = read_request("Write a method that doubles, f(2) == 4", selector="f", examples=[given])
    assert reading.brief.examples == (given,)
