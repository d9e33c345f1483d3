"""The values of a call stand in the sentence, or nobody has said them."""

import pytest

from batos.dialogue.understanding.grounding import arguments, spelled, without_article
from batos.dialogue.understanding.repertoire import Offer


def offer(*parameters, needed=None):
    needed = len(parameters) if needed is None else needed
    return Offer("boat", "load", parameters, needed, True)


@pytest.mark.parametrize(
    ("text", "parameters", "args", "found"),
    [
        ("load Rope for 2", "what price", ["rope", 2], ("Rope", 2)),
        ("Ann wants The Sea Wolf, load it", "what", ["Sea Wolf"], ("The Sea Wolf",)),
        ("Ann wants A Tale, load it", "what", ["A Tale"], ("A Tale",)),
        ("It is late. The Rope is to be loaded", "what", ["the Rope"], ("Rope",)),
        ("Load The rope", "what", ["the rope"], ("rope",)),
        ("load the rope for 2", "what price", ["the rope", "2"], ("rope", 2)),
        ("load twenty-one barrels", "count", [21], (21,)),
        ("load two hundred barrels", "count", [200.0], (200,)),
        ("load 1,000 barrels", "count", [1000], (1000,)),
        ("load rope", "what price", ["rope", 2], None),
        ("load rope", "what", ["chain"], None),
        ("load rope", "what", [], None),
        ("load rope", "what", ["rope", "now"], ("rope",)),
        ("how much is loaded?", "", ["it"], ()),
        ("remind me: call grandma", "task", ["call", "grandma"], ("call grandma",)),
        ("load rope and chain", "what", ["rope", "chain"], None),
        ("load '007'", "code", ["007"], ("007",)),
        ("load [1, 2]", "numbers", [[1, 2]], ([1, 2],)),
        ("load 'a' and 'b'", "x y", ["a"], ("a", "b")),
        ("switch it on", "state", [True], (True,)),
        ("switch it", "state", [True], None),
        ("load rope", "what", [{"a": 1}], None),
    ],
)
def test_arguments(text, parameters, args, found):
    assert arguments(offer(*parameters.split()), args, text) == found


def test_what_has_a_default_may_be_left_out():
    assert arguments(offer("what", "price", needed=1), ["rope"], "load rope") == ("rope",)


def test_a_word_that_spells_a_number():
    assert (spelled("Seven"), spelled("half"), spelled("some")) == (7, 0.5, None)


def test_articles():
    assert without_article("the my old boat") == "old boat"
