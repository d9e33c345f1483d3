"""Fixtures: images in which something waits for a person."""

import pytest

from batos.errors import ApprovalPendingError
from batos.learning.model.brief import MissionBrief
from batos.objects import Example

DOUBLED = (
    Example(args=(3,), result=9),
    Example(args=(5,), result=15),
    Example(args=(0,), result=0),
)
TRIPLE = MissionBrief(
    receiver="genesis", selector="treble", text="treble a figure", examples=DOUBLED
)
RIGHT = "    return number * 3\n"
OTHER = "    return number + number + number\n"
WRONG = "    return number * 2\n"


class Wanted:
    """What tests take from here; a conftest cannot be imported by name."""

    DOUBLED, TRIPLE, RIGHT, OTHER, WRONG = DOUBLED, TRIPLE, RIGHT, OTHER, WRONG

    @staticmethod
    def pending(image, brief=TRIPLE, **options):
        """Carry out a mission that must wait; return its error."""
        options = {"approve": "ask", **options}
        with pytest.raises(ApprovalPendingError) as caught:
            image.learn(brief, **options)
        return caught.value


@pytest.fixture(name="w")
def fixture_w():
    """The missions of this file."""
    return Wanted


@pytest.fixture
def waiting(home, m, w):
    """An image in which genesis.treble waits, and the id of the change."""
    home.seeded("waiting", lambda home: w.pending(home.open(m.Coder(w.RIGHT))))
    image = home.open(m.Coder(w.RIGHT))
    (change,) = image.approvals.waiting()
    return image, change["id"]
