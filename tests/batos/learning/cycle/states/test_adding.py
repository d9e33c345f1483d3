"""A method that keeps something in a slot which its object does not have yet."""

import pytest

from batos.errors import UnknownNameError
from batos.objects import Example

BODY = """\
    self.visits = self.visits + [name]
    self._p_changed = True
    return len(self.visits)
"""


@pytest.fixture
def image(home, m):
    image = home.open(m.Coder(BODY))
    image.shaping.new("door", slots={"colour": "red"})
    text = "write a method visit(name) that notes a visit and gives how many there were"
    examples = (Example(args=("ann",), result=1),)
    assert image.ask(text, receiver="door", selector="visit", examples=examples).kind == "learned"
    return image


def test_the_slot_comes_with_the_method(image):
    assert image.shaping.get("door.visits") == []
    assert image.send("door", "visit", "ann") == 1
    assert image.send("door", "visit", "bob") == 2
    assert image.show("door.visit")["provenance"]["adds"] == {"visits": []}


def test_it_goes_with_the_method_and_comes_back_with_what_it_held(image):
    image.send("door", "visit", "ann")
    image.shaping.set("door.colour", "blue")
    (undone,) = image.history.undo("door.visit")
    assert undone["address"] == "door.visit"
    with pytest.raises(UnknownNameError):
        image.shaping.get("door.visits")
    image.history.redo("door.visit")
    assert image.shaping.get("door.visits") == ["ann"]
    assert image.send("door", "visit", "bob") == 2


def test_what_somebody_else_has_put_there_meanwhile_stays(image):
    image.history.undo("door.visit")
    image.shaping.set("door.visits", ["precious"])
    image.history.redo("door.visit")
    assert image.shaping.get("door.visits") == ["precious"]


def test_a_slot_that_another_method_speaks_of_stays(image):
    image.handwork.define("door.count", "def count(self):\n    return len(self.visits)\n")
    image.send("door", "visit", "ann")
    image.history.undo("door.visit")
    assert image.send("door", "count") == 1


def test_genesis_gets_no_slots(home, m):
    image = home.open(m.Coder(BODY))
    answer = image.ask("write a method visit(name) that gives a count", selector="visit")
    assert answer.kind == "failed"
