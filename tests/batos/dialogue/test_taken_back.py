"""A sentence that calls what was taken back is told so, and nothing is learned again."""

import pytest

from batos.dialogue.taken_back import check_taken_back
from batos.errors import TakenBackError, UnknownNameError


@pytest.fixture
def session(home):
    image = home.open()
    image.handwork.define("genesis.treble", "def treble(self, n):\n    return 3 * n\n")
    image.history.undo("genesis.treble")
    return image.session


def test_its_words_and_its_number_of_values_are_a_call(session):
    with pytest.raises(TakenBackError, match="treble"):
        check_taken_back(session, "treble 4", "genesis")


@pytest.mark.parametrize("text", ["treble 4 and 5", "what a day", ""])
def test_anything_else_is_none(session, text):
    check_taken_back(session, text, "genesis")


def test_an_object_that_is_not_there_is_named(session):
    with pytest.raises(UnknownNameError, match="nobody"):
        check_taken_back(session, "treble 4", "nobody")
