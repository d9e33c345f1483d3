"""Stories of calls on new objects, and with which values they are told."""

import pytest

from batos.guardian.trial import Trial
from batos.learning.design.design import taken_apart
from batos.learning.design.plan import planned_in
from batos.learning.design.stories import FAILED, kinds_for, live, stories_of

TEXT = (
    "an inventory: put(thing, amount) adds to it, take(thing, amount) tells whether there was "
    "enough, count(thing) gives how many there are, count_all(things) gives how many of each"
)
INVENTORY = """class inventory:
    def __init__(self):
        self.stock = {}
    def put(self, thing, amount):
        self.stock[thing] = self.stock.get(thing, 0) + amount
    def take(self, thing, amount):
        if self.stock.get(thing, 0) < amount:
            return False
        self.stock[thing] -= amount
        return True
    def count(self, thing):
        return self.stock.get(thing, 0)
    def count_all(self, things):
        return [self.stock.get(each, 0) for each in list(things)]
"""


@pytest.fixture(scope="module")
def trial():
    with Trial() as made:
        yield made


@pytest.fixture(scope="module")
def planned():
    return planned_in(TEXT)


@pytest.fixture(scope="module")
def design(planned):
    return taken_apart(INVENTORY, [each.selector for each in planned])


def test_kinds_are_found_where_several_must_change_together(trial, design, planned):
    kinds = kinds_for(trial, [design], planned, {})
    assert {name for name, kind in kinds.items() if kind == "number"} == {
        "put.amount",
        "take.amount",
    }
    assert kinds["put.thing"] == "text"


def test_with_the_right_kinds_no_call_fails(trial, design, planned):
    stories = stories_of(planned, kinds_for(trial, [design], planned, {}))
    lived = live(trial, design, stories, planned, {})
    assert not any(told == FAILED for each in lived for told in each)


def test_the_same_stories_are_told_every_time(planned):
    kinds = {"put.amount": "number", "take.amount": "number"}
    assert stories_of(planned, kinds) == stories_of(planned, kinds)
    assert [len(each) for each in stories_of(planned, kinds)[:4]] == [1, 1, 1, 1]
