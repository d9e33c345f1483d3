"""Numbers with their nouns."""

import pytest

from batos.counting import counted


@pytest.mark.parametrize(
    ("number", "plural", "said"),
    [(0, "", "0 objects"), (1, "", "1 object"), (2, "", "2 objects"), (2, "things", "2 things")],
)
def test_a_number_has_its_noun(number, plural, said):
    assert counted(number, "object", plural) == said


def test_a_noun_may_bring_its_verb():
    assert counted(1, "object is", "objects are") == "1 object is"
    assert counted(3, "object is", "objects are") == "3 objects are"
