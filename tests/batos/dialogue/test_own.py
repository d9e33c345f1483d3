"""Commands of the system's own are shown, and done after the person's word."""

import pytest

from batos.dialogue.own import OwnCommand, OwnCommands, is_forgetting
from batos.errors import TakenBackError, UsageError
from batos.learning.model.commands import AskBack, Call, Do


def test_they_wait_for_the_word_of_the_person(home):
    image = home.open()
    image.ask("write a method that counts the vowels in a text; 'ab' gives 1")
    answer = image.ask("forget count_vowels")
    assert (answer.kind, answer.text) == ("confirm", "batos undo genesis.count_vowels")
    assert image.send("genesis", "count_vowels", "banana") == 3
    done = image.ask("", confirmed=answer.command)
    assert (done.kind, done.text) == ("done", "Taken back: genesis.count_vowels.")
    with pytest.raises(TakenBackError):
        image.ask("count the vowels in 'banana'")


def test_the_latest_change_is_named(home):
    image = home.open()
    image.shaping.new("basket")
    answer = image.ask("undo that")
    assert answer.text == "batos undo 1  # the latest change: new basket"


def test_others_are_told_as_they_are_typed(home):
    answer = home.open().ask("make a backup")
    assert (answer.kind, "batos image backup" in answer.text) == ("ask_back", True)


def test_a_command_that_nobody_was_shown(home):
    with pytest.raises(UsageError):
        home.open().ask("", confirmed=Do("explode"))


def test_a_call_is_shown_as_it_is_typed(home):
    shown = OwnCommands({}, home.open().facts).shown(Call("todo", "add", ("buy milk", 2)), "ann")
    assert (shown.text, shown.command) == (
        "batos send todo add '\"buy milk\"' 2",
        Call("todo", "add", ("buy milk", 2)),
    )


def test_what_is_no_command_of_its_own_cannot_be_done(home):
    shown = OwnCommands({}, home.open().facts).shown(AskBack("what?"), "ann")
    assert (shown.command, "batos --help" in shown.text) == (None, True)


def test_it_is_what_was_told_last_and_what_says_nothing_is_all(home):
    facts = home.open().facts
    names = [facts.remember(text, user="ann").id for text in ("I row.", "I sing.")]
    own = OwnCommands({"forget_fact": OwnCommand("batos facts forget", str)}, facts)
    for target, told in (("it", [names[1]]), ("everything about me", names[::-1])):
        assert own.shown(Do("forget_fact", target), "ann").command == Do(
            "forget_fact", " ".join(told)
        )
    assert own.shown(Do("forget_fact", "my dog"), "ann").command is None


def test_what_forgets_is_known():
    assert [is_forgetting(Do(name)) for name in ("forget_fact", "undo")] == [True, False]
