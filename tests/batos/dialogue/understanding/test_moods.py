"""How a sentence is said."""

import pytest

from batos.dialogue.understanding import moods
from batos.dialogue.understanding.repertoire import Offer
from batos.learning.model.commands import Recall, Remember, Talk


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("store 6 eggs", True),
        ("we have 6 eggs, store them", True),
        ("we have 6 eggs", False),
        ("did you store them?", False),
        ("do not store them", False),
        ("don't store them", False),
    ],
)
def test_orders(text, orders):
    assert moods.is_order(text, "store_eggs") is orders


@pytest.mark.parametrize(
    ("text", "tells"),
    [("we have 6 eggs", True), ("I want 6 eggs", False), ("we have 6 eggs?", False), ("6", False)],
)
def test_tells(text, tells):
    assert moods.tells(text) is tells


@pytest.mark.parametrize(("text", "called"), [("he has paid", True), ("all is settled", False)])
def test_a_word_of_the_name_is_said(text, called):
    offer = Offer("bills", "pay_bill", ("name",), 1, True)
    assert moods.is_called(f"{text}: the bill" if called else text, offer) is called


@pytest.mark.parametrize(
    ("text", "args", "is_one"),
    [
        ("our club was founded in 1974", (1974,), Remember("our club was founded in 1974")),
        ("which instrument does my son play?", ("son",), Recall()),
        ("are you a boat?", ("boat",), Talk()),
        ("do you know if 7 is odd?", (7,), None),
        ("close the club in 1974", (1974,), None),
    ],
)
def test_what_it_is_instead_of_a_call(text, args, is_one):
    assert moods.instead(text, args) == is_one
