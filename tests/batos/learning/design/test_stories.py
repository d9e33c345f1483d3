"""Stories of calls, what designs do in them, and which design is believed."""

import pytest

from batos.guardian.trial.trial import Trial
from batos.learning.design.agreement import agreed_tests, agreement_of
from batos.learning.design.asking import question_to_confirm, story_question
from batos.learning.design.design import Design
from batos.learning.design.plan import planned_in
from batos.learning.design.stories import FAILED, as_asked, kinds_for, live, stories_of

PLANNED = planned_in(
    "a list: add(item, price) puts an item on it, remove(item) tells whether it was there, total() "
    "gives the sum"
)
ADD = "def add(self, item, price):\n    self.prices = {**self.prices, item: price}\n"
SUM = (
    "def add(self, item, price):\n"
    "    self.prices = {**self.prices, item: price + self.prices.get(item, 0)}\n"
)
REMOVE = (
    "def remove(self, item):\n    there = item in self.prices\n"
    "    self.prices = {k: v for k, v in self.prices.items() if k != item}\n    return there\n"
)
TOTAL = "def total(self):\n    return sum(self.prices.values())\n"


def covenant(source):
    head, _, last = source.rpartition("\n    return ")
    stored = "    self._p_changed = True\n"
    return f"{head}\n{stored}    return {last}" if head else f"{source}{stored}"


def design(add=ADD, remove=REMOVE, total=TOTAL):
    methods = {"add": covenant(add), "remove": covenant(remove), "total": total}
    return Design({"prices": {}}, methods)


@pytest.fixture(scope="module")
def trial():
    with Trial() as made:
        yield made


@pytest.fixture(scope="module")
def stories():
    return stories_of(PLANNED, {"item": "text", "price": "number"})


def lived(trial, stories, *designs):
    told = [live(trial, each, stories, PLANNED, {}) for each in designs]
    return as_asked(PLANNED, stories, told, [1] * len(designs))


def test_each_method_begins_a_story_and_they_are_always_the_same(stories):
    assert [story[0].selector for story in stories[:3]] == ["add", "remove", "total"]
    assert stories == stories_of(PLANNED, {"item": "text", "price": "number"})


def test_two_calls_about_the_same_thing_are_followed_by_one_that_tells(stories):
    calls = [[each.selector for each in story] for story in stories]
    assert ["add", "add", "total"] in calls
    twice = stories[calls.index(["add", "add", "total"])]
    assert twice[0].args[0] == twice[1].args[0]
    assert twice[0].args[1] != twice[1].args[1]


def test_what_one_call_is_given_differs_and_is_given_to_others_too():
    planned = planned_in(
        "loans: lend(book, person) tells whether it was free, books_of(person) lists what they have"
    )
    stories = stories_of(planned, {"book": "text", "person": "text"})
    book, person = stories[0][0].args
    assert book != person
    assert stories[1][0].args == (person,)


def test_values_that_the_description_names_are_reached():
    planned = planned_in("a card: buy(cups) adds stamps, stamps() gives how many there are")
    calls = [
        [(each.selector, *each.args) for each in story]
        for story in stories_of(planned, {"cups": "number"}, ["home", 10])
    ]
    assert [("buy", 10), ("buy", 10), ("stamps",)] in calls
    assert not any("home" in call for story in calls for call in story)


def test_kinds_are_those_with_which_the_fewest_calls_fail(trial):
    assert kinds_for(trial, [design()], [1], PLANNED, {}) == {"item": "text", "price": "number"}


def test_what_is_not_said_to_be_given_is_not_compared(trial, stories):
    talking = design(add=f"{ADD}    return 'done'\n")
    one, other, _ = lived(trial, stories, design(), talking, design())
    assert one == other


def test_what_most_give_is_compared_though_nobody_says_so(trial):
    """As in a language that the rules do not read."""
    planned = planned_in("eine Kasse: leg(betrag) legt etwas hinein, summe() liefert die Summe")
    stories = stories_of(planned, {"betrag": "number"})
    leg = "def leg(self, betrag):\n    self.s = self.s + betrag\n    self._p_changed = True\n"
    designs = [
        Design({"s": 0}, {"leg": leg, "summe": f"def summe(self):\n    return {body}\n"})
        for body in ("self.s", "42", "self.s + 0")
    ]
    told = [live(trial, each, stories, planned, {}) for each in designs]
    found = agreement_of(stories, as_asked(planned, stories, told, [1, 1, 1]), [1, 1, 1])
    assert found.order[0] != 1
    assert found.least < 1


def test_a_message_where_a_yes_or_no_is_asked_for_is_a_failure(trial, stories):
    talking = design(remove=REMOVE.replace("return there", "return there or 'It was not there.'"))
    (told,) = lived(trial, stories, talking)
    assert told[1] == (FAILED,)


def test_what_most_say_in_a_call_is_believed(trial, stories):
    blind = design(remove=REMOVE.replace("return there", "return True"))
    told = lived(trial, stories, design(SUM), design(), blind)
    found = agreement_of(stories, told, [1, 2, 1])
    assert found.order[0] == 1
    assert found.shares["total"] > found.weakest == 0.75
    assert found.least == min(found.shares.values())


def test_one_design_agrees_with_itself(trial, stories):
    found = agreement_of(stories, lived(trial, stories, design()), [3])
    assert (found.order, found.weakest) == ((0,), 1.0)


def test_the_question_is_about_the_shortest_story_that_tells_them_apart(trial, stories):
    told = lived(trial, stories, design(SUM), design())
    question = story_question(stories, told, [1, 2], [])
    assert [each.selector for each in question.earlier] == ["add", "add"]
    assert [choice.votes for choice in question.choices] == [2, 1]
    assert question.wording().endswith("total() gives …?")
    assert story_question(stories, told, [1, 2], [question.id]) != question
    assert story_question(stories, lived(trial, stories, design(), design()), [1, 1], []) is None


def test_nobody_is_asked_what_a_method_gives_that_need_not_give_anything(trial, stories):
    told = [
        live(trial, each, stories, PLANNED, {})
        for each in (design(), design(add=f"{ADD}    return 'done'\n"))
    ]
    assert story_question(stories, told, [1, 1], []).selector == "add"
    assert story_question(stories, told, [1, 1], [], {"add"}) is None


def test_what_all_agree_in_is_to_be_confirmed_after_other_calls(trial, stories):
    told = lived(trial, stories, design(), design())
    question = question_to_confirm(stories, told, [2, 1], design(), (), {"add"})
    assert question.selector == "remove"
    assert len(question.earlier) == 2
    assert [(choice.result, choice.votes) for choice in question.choices] == [(True, 3)]
    again = question_to_confirm(stories, told, [2, 1], design(), {question.id}, {"add"})
    assert (again.selector, again.id != question.id) == ("remove", True)
    total = question_to_confirm(stories, told, [2, 1], design(), (), {"add", "remove"})
    assert total.selector == "total"
    assert (
        question_to_confirm(stories, told, [2, 1], design(), (), {"add", "remove", "total"}) is None
    )


def test_what_they_differ_in_is_shown_where_it_is_asked_about(trial, stories):
    blind = design(remove=REMOVE.replace("return there", "return not there"))
    told = lived(trial, stories, design(), blind)
    question = question_to_confirm(stories, told, [2, 1], design(), (), {"add"})
    assert [(each.result, each.votes) for each in question.choices] == [(True, 2), (False, 1)]


def test_what_all_agree_on_are_tests(trial, stories):
    tests = agreed_tests(stories, lived(trial, stories, design(SUM), design()))
    assert set(tests) == {"remove", "total"}
    assert tests["total"][0].result == 0
    assert all(len(each) <= 2 for each in tests.values())


def test_one_without_an_end_is_waited_for_once(trial, stories):
    endless = design(total="def total(self):\n    while True:\n        pass\n")
    (told,) = lived(trial, stories, endless)
    assert told[2] == (FAILED,)


def test_kinds_are_found_where_several_must_change_together(trial):
    planned = planned_in(
        "an inventory: put(thing, count) adds to it, take(thing, amount) tells whether there was "
        "enough, left(thing) gives how many there are"
    )
    put = (
        "def put(self, thing, count):\n"
        "    self.stock = {**self.stock, thing: self.stock.get(thing, 0) + count}\n"
    )
    take = (
        "def take(self, thing, amount):\n"
        "    enough = self.stock.get(thing, 0) >= amount\n"
        "    self.stock = {**self.stock, thing: self.stock.get(thing, 0) - amount * enough}\n"
        "    return enough\n"
    )
    left = "def left(self, thing):\n    return self.stock.get(thing, 0)\n"
    methods = {"put": covenant(put), "take": covenant(take), "left": left}
    inventory = Design({"stock": {}}, methods)
    kinds = kinds_for(trial, [inventory], [1], planned, {})
    assert kinds == {"thing": "text", "count": "number", "amount": "number"}
    told = live(trial, inventory, stories_of(planned, kinds), planned, {})
    assert not any(each == FAILED for story in told for each in story)
