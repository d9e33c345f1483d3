"""What a description says of an object: its name and its methods."""

import pytest

from batos.errors import UsageError
from batos.learning.design.plan import check_plan, name_in, planned_in


def lines(text):
    return [each.line for each in planned_in(text)]


def test_methods_are_read_with_what_is_said_of_them():
    text = (
        "a shopping list: add(item, price) puts an item on it, remove(item) takes it off and tells "
        "whether it was there, total() gives the sum of the prices"
    )
    add, remove, total = planned_in(text)
    assert (add.line, add.meaning, add.gives) == ("add(item, price)", "puts an item on it", False)
    assert (remove.gives, remove.asks_yes_or_no) == (True, True)
    assert (total.meaning, total.gives) == ("gives the sum of the prices", True)


def test_two_methods_may_share_what_is_said():
    deposit, withdraw, balance = planned_in(
        "an account: deposit(amount) and withdraw(amount) return the new balance; balance() tells"
    )
    assert deposit.meaning == withdraw.meaning == "return the new balance"
    assert balance.gives


def test_nothing_is_said_of_a_method_before_a_comma():
    push, pop = planned_in("a stack: push(plate), pop() gives the top plate or nothing")
    assert (push.meaning, push.gives, pop.gives) == ("", False, True)


@pytest.mark.parametrize(
    ("meaning", "asks"),
    [
        ("appends text to what is there", False),
        ("is there a book of that title", True),
        ("tells whether it is there", True),
        ("gives true when it is full", True),
        ("notes with true or false whether they come", False),
        ("stores it and tells whether it was new", True),
    ],
)
def test_a_yes_or_no_is_asked_for_by_a_question(meaning, asks):
    (planned,) = planned_in(f"a thing: does(text) {meaning}")
    assert planned.asks_yes_or_no is asks


@pytest.mark.parametrize(
    "meaning", ["the mean of all laps", "how many there are", "lists all names", "its length"]
)
def test_a_noun_says_that_something_is_given(meaning):
    (planned,) = planned_in(f"a thing: go() {meaning}")
    assert planned.gives


def test_calls_with_values_are_no_methods():
    assert lines("a list: add(item) puts it on; add('milk') and then size(3)") == ["add(item)"]
    assert lines("a list: add(item, count=1) puts it on") == ["add(item, count)"]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("a lamp that is bright", "says of no method"),
        ("a lamp: send(colour) shines", "'send' in send"),
        ("a lamp: class(colour) shines", "'class' in class"),
        ("a lamp: on(self_, class) shines", "'class' in on"),
        ("a lamp: on(a, a) shines", "a parameter twice"),
    ],
)
def test_what_no_object_can_have_is_refused(text, match):
    with pytest.raises(UsageError, match=match):
        check_plan(planned_in(text))


def test_a_description_that_contradicts_itself_is_refused():
    with pytest.raises(UsageError, match=r"contradicts itself: add\(item\) and add\(item, price\)"):
        planned_in("a list: add(item) puts it on, add(item, price) with a price")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a shopping list: add(item)", "shopping_list"),
        ("make a bank account with a balance", "bank_account"),
        ("I want an inventory of a shop that sells", "inventory"),
        ("My to-do list: add(x)", "to_do_list"),
        ("a stack of plates: push(x)", "stack_of_plates"),
        ("the Lamp (bright): on()", "lamp"),
        (": on()", ""),
        ("12: on()", ""),
    ],
)
def test_the_name_stands_at_the_beginning(text, name):
    assert name_in(text) == name
