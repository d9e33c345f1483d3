"""The contract: everything that can be derived from a mission."""

import datetime as dt

import pytest

from batos.learning.model.brief import MissionBrief
from batos.learning.request.drawing import draw_up, named_slots
from batos.objects import UNSET, Example


def contract(*examples, text="do it", **fields):
    brief = MissionBrief(selector="f", text=text, examples=tuple(examples), **fields)
    return draw_up(brief)


def called(*args, result=0, **fields):
    return Example(args=args, result=result, **fields)


@pytest.mark.parametrize(
    ("args", "text", "names"),
    [
        (("a b",), "", ("text",)),
        (("ab",), "the length of a word", ("word",)),
        (("a",), "count a letter", ("letter",)),
        (("Amy",), "greet a name", ("name",)),
        ((1,), "", ("number",)),
        ((1.5, 2), "", ("number", "other")),
        ((1, 2, 3), "", ("number", "other", "number3")),
        ((True,), "", ("flag",)),
        (([1, 2],), "", ("numbers",)),
        ((["a"],), "", ("words",)),
        ((["Amy"],), "sort names", ("names",)),
        (([],), "", ("items",)),
        (([1, "a"],), "", ("items",)),
        (([{"a": 1}],), "", ("items",)),
        (({"a": 1},), "", ("data",)),
        ((None,), "", ("value",)),
        (("2024-01-02",), "", ("date",)),
        ((dt.date(2024, 1, 2), dt.date(2024, 1, 3)), "", ("date", "date2")),
        (("a", "b", "c"), "", ("text", "other", "text3")),
        ((b"x",), "", ("value",)),
        ((), "", ()),
    ],
)
def test_parameters_are_named_by_kind(args, text, names):
    assert contract(called(*args), text=text).parameters == names


def test_a_missing_value_says_nothing_about_the_kind():
    assert contract(called("ab"), called(None)).parameters == ("text",)
    assert contract(called([1]), called(None)).parameters == ("numbers",)


def test_examples_of_different_length():
    assert contract(called("ab"), called("ab", 3)).parameters == ("text", "number")


def test_keywords_keep_their_names():
    assert contract(called("ab", kwargs={"width": 3})).parameters == ("text", "width")
    # What is passed by name cannot also be the name of what is passed by place.
    assert contract(called("ab", kwargs={"text": 3})).parameters == ("other", "text")


def test_names_that_the_person_gave_win():
    made = contract(called(1, 2), parameters=("x", "y"))
    assert made.parameters == ("x", "y")
    assert made.signature == "(self, x, y)"


def test_examples_and_calls_are_apart():
    made = contract(called(1), Example(args=(2,)), Example(args=(3,), raises="ValueError"))
    assert [each.args for each in made.examples] == [(1,), (3,)]
    assert [each.args for each in made.calls] == [(2,)]
    assert [each.args for each in made.trials] == [(1,), (3,), (2,)]


def test_the_message_that_was_not_understood_is_a_call():
    made = draw_up(MissionBrief(selector="f", args=(1,), kwargs={"a": 2}), state={"items": [1]})
    assert made.calls == (Example(args=(1,), kwargs={"a": 2}, state={"items": [1]}, origin="call"),)
    assert made.doc == "f"


def test_a_call_that_is_an_example_already_is_not_tried_twice():
    made = contract(called(1, result=2), args=(1,))
    assert made.calls == ()


def test_without_any_call_whoever_writes_chooses_the_parameters():
    assert contract().calls == ()
    assert contract().is_open
    assert not contract(parameters=("x",)).is_open


def test_names_after_kinds_of_values_alone_may_be_bettered():
    assert contract(called(1, 2, result=3)).is_open
    assert not contract(Example(args=(1, 2))).is_open, "whoever writes is not shown the call"
    assert not contract(called(1, 2, result=3), parameters=("x", "y")).is_open
    assert not contract(called(1, kwargs={"width": 3}, result=3)).is_open
    assert not contract(called()).is_open


def test_a_message_without_arguments_is_a_call_without_any():
    assert contract(message={"receiver": "a"}).calls == (Example(origin="call"),)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("adds a task to the list kept in the slot tasks", ("tasks",)),
        ("swaps the values of the slots left and right", ("left", "right")),
        (
            "moves from the slot savings to the slot checking, but never more",
            ("savings", "checking"),
        ),
        ("empties the slot cart and returns how many there were", ("cart",)),
        ("appends to self.log, and calls self.send(x)", ("log",)),
        ("writes into a slot called `notes`", ("notes",)),
        ("tells the odds of a slot machine", ()),
        ("counts the vowels in a text", ()),
    ],
)
def test_slots_that_a_mission_names(text, slots):
    assert named_slots(text, {"right": 2}) == slots


def test_state_makes_it_stateful():
    assert not contract(called(1)).stateful
    assert contract(called(1, state={"items": []})).stateful
    assert contract(Example(after={"items": [1]})).stateful


def test_doc_is_one_line():
    assert contract(text="  a\n b. ").doc == "a b"
    assert len(contract(text="x" * 1000).doc) == 300


def test_queries_are_the_words_and_the_name():
    made = draw_up(MissionBrief(selector="count_words", text="how many words"))
    assert made.queries == ("how many words", "count words")


def test_plain_form():
    plain = contract(called(1)).to_plain()
    assert plain["signature"] == "(self, number)"
    assert plain["examples"] == [{"args": [1], "origin": "user", "result": 0}]
    assert contract(Example(args=(1,))).calls[0].result is UNSET


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("adds a task to the list kept in the slot tasks", False),
        ("appends a line to the slot log, only if it is not there yet", False),
        ("adds one to the count in the slot seen", False),
        ("lists what is in the slot log", True),
        ("is a line in the slot log?", True),
        ("removes a line from the slot log; tells whether it was there", True),
        ("count the lines of the slot log", True),
        ("check if a line is in the slot log", True),
        ("true if the slot log is empty", True),
        ("the number of lines in the slot log", True),
        ("write a method has_line: is a line in the slot log?", True),
    ],
)
def test_what_a_mission_on_slots_gives_is_said_by_a_verb(text, gives):
    assert contract(text=text).gives is gives
