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


def test_both_are_taken_back_and_brought_back_together(image):
    image.send("door", "visit", "ann")
    undone = image.history.undo("door.visit")
    assert [each["address"] for each in undone] == ["door.visit", "door"]
    with pytest.raises(UnknownNameError):
        image.shaping.get("door.visits")
    image.history.redo("door.visit")
    assert image.send("door", "visit", "ann") == 1


def test_genesis_gets_no_slots(home, m):
    image = home.open(m.Coder(BODY))
    answer = image.ask("write a method visit(name) that gives a count", selector="visit")
    assert answer.kind == "failed"
