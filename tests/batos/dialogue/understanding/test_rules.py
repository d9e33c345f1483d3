"""What is unmistakable in a sentence."""

import pytest

from batos.dialogue.understanding.repertoire import Offer, Repertoire
from batos.dialogue.understanding.rules import asks_what_is_offered, unknown_order, unmistakable
from batos.learning.model.commands import AskBack, Do, Learn, Make, Recall, Remember, Talk

KNOWN = Repertoire(
    (
        Offer("boat", "paint", ("colour",), 1, True),
        Offer("boat", "balance", (), 0, False),
        Offer("genesis", "double", ("n",), 1, False),
    ),
    ("genesis", "boat"),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write a method that trebles a number", Learn),
        ("please learn to treble a number", Learn),
        ("I want to learn Danish", None),
        ("make me a harbour log: enter(ship), ships()", Make),
        ("create an object that counts the seals", Make),
        ("create an object", AskBack),
        ("make me a sandwich", None),
        ("Remember that the harbour closes at nine.", Remember),
        ("keep in mind: the tide is late", Remember),
        ("My aunt is called Inge.", Remember),
        ("is my aunt called Inge?", None),
        ("remember to buy rope", None),
        ("what is my aunt called?", Recall),
        ("what is my balance?", None),
        ("What did I say about the tide?", Recall),
        ("do you still remember my aunt?", Recall),
        ("do you know how I row?", Recall),
        ("do you know how old I am?", Recall),
        ("do you know how whales sleep?", None),
        ("Why is the sea salty?", Talk),
        ("good evening", Talk),
        ("tell me more about the moon", Talk),
        ("tell me about my aunt", Recall),
        ("Hello there!", Talk),
        ("hi, paint the boat", None),
        ("you should know how to sail", None),
        ("make me something that keeps the tides", Make),
        ("help", Talk),
        ("undo it", Do),
        ("forget double", Do),
        ("paint it", None),
        ("do that", AskBack),
        ("make it longer", AskBack),
        ("?!", AskBack),
        ("paint the boat blue", None),
    ],
)
def test_what_it_comes_to(text, kind):
    found = unmistakable(text, KNOWN)
    assert type(found) is (kind or type(None))


def test_what_is_to_be_remembered_is_the_fact_alone():
    assert unmistakable("Please remember that I row.", KNOWN) == Remember("I row.")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("sort [3, 1, 2]", Learn("sort", ([3, 1, 2],))),
        ("reverse the words of 'a b'", Learn("reverse_words", ("a b",))),
        ("please double 4", Learn("double", (4,))),
        ("sort my socks", None),
        ("paint 'the boat'", None),
        ("sort [3, 1, 2]?", None),
        ("count 3 sheep before you sleep", None),
    ],
)
def test_an_order_with_values_is_a_message(text, order):
    assert unknown_order(text) == order


@pytest.mark.parametrize("text", ["What can you do?", "so what can you do for me", "help!"])
def test_asking_what_there_is(text):
    assert asks_what_is_offered(text)
    assert not asks_what_is_offered("what can you do about the leak?")
