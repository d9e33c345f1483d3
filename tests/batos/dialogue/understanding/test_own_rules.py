"""Sentences that give a command of the system's own."""

import pytest

from batos.dialogue.understanding.own_rules import own_command, plain, some_command
from batos.dialogue.understanding.repertoire import Offer, Repertoire
from batos.learning.model.commands import AskBack, Do

KNOWN = Repertoire(
    (
        Offer("genesis", "count_vowels", ("text",), 1, False),
        Offer("a", "twin", (), 0, False),
        Offer("b", "twin", (), 0, False),
    ),
    ("genesis", "a", "b", "shopping_list"),
)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("undo that", Do("undo")),
        ("Please take that back.", Do("undo")),
        ("redo", Do("redo")),
        ("forget count_vowels", Do("undo", "genesis.count_vowels")),
        ("forget how to count vowels", Do("undo", "genesis.count_vowels")),
        ("undo genesis.count_vowels", Do("undo", "genesis.count_vowels")),
        ("forget twin", Do("forget_fact", "twin")),
        ("delete the shopping list", Do("delete", "shopping_list")),
        ("forget my dog", Do("forget_fact", "my dog")),
        ("forget what I told you about my dog", Do("forget_fact", "my dog")),
        ("approve it", Do("approve")),
        ("reject a.twin", Do("refuse", "a.twin")),
        ("make a backup", Do("back_up")),
        ("restart yourself", Do("restart")),
        ("remove milk from the shopping list", None),
        ("delete genesis", None),
        ("what is a backup?", None),
        ("undo your shoelaces before you sleep", None),
    ],
)
def test_which_one(text, command):
    assert own_command(text, KNOWN) == command


def test_of_one_that_is_given_any_word_tells_which():
    assert some_command("I want count_vowels gone, remove it", KNOWN) == Do(
        "undo", "genesis.count_vowels"
    )
    assert some_command("yes, you may approve", KNOWN) == Do("approve")
    assert isinstance(some_command("do something about yourself", KNOWN), AskBack)


def test_politeness_says_nothing():
    assert plain("Hey, could you please undo that, please?") == "undo that?"
