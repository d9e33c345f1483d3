"""DELEGATING: proven methods before new ones."""

import pytest

from batos.errors import BackendError, MissionFailedError
from batos.learning.candidates import sources
from batos.learning.model.brief import MissionBrief
from batos.objects import Example
from batos.plugins import load_plugins

true = sources._function


def learn(image, text, *examples, **fields):
    found = tuple(Example(args=args, result=result) for *args, result in examples)
    return image.learn(MissionBrief(text=text, selector="zorble", examples=found, **fields))


def test_as_it_is(home):
    outcome = learn(home.open(), "count the vowels in a text", ("banana", 3))
    assert (outcome.origin, outcome.based_on, outcome.verified) == (
        "delegated",
        ("count_vowels",),
        1,
    )
    assert outcome.source.startswith("def zorble(self, text):")


def test_by_another_wording(home):
    assert learn(home.open(), "number of vowels in a string").based_on == ("count_vowels",)


def test_parameters_in_another_order(home):
    image = home.open()
    outcome = learn(
        image,
        "count the words longer than a length",
        (2, "a bcd ef", 1),
        (0, "a b", 2),
        (1, "a", 0),
    )
    assert outcome.based_on == ("longer_words",)
    assert image.send("genesis", "zorble", 1, "abc de") == 2


def test_state_under_another_name(home):
    image = home.open()
    example = Example(args=(2,), state={"plates": [1]}, result=2, after={"plates": [1, 2]})
    brief = MissionBrief(selector="zorble", text="push an item on the stack", examples=(example,))
    assert image.learn(brief).origin == "adapted"
    assert image.send("genesis", "zorble", "x") == 1
    assert image.send("genesis", "plates") == ["x"]


def test_words_alone_are_not_enough_when_the_examples_differ(home, m):
    image = home.open(m.Coder("    return text.count('a')\n"))
    outcome = learn(image, "count the vowels in a text", ("banana", 3), ("ee", 0), ("abba", 2))
    assert outcome.origin == "written"


def test_examples_alone_are_not_enough_when_nothing_is_alike(home):
    with pytest.raises(MissionFailedError):
        learn(home.open(), "fetch the parcel at the harbour", ("banana", 3))


def test_a_mission_without_examples_borrows_parameters(home):
    outcome = learn(home.open(), "count the vowels in a text")
    assert outcome.signature == "(self, text)"
    assert outcome.verified == 0


def test_what_was_found_is_on_record(home):
    image = home.open()
    outcome = learn(image, "count the vowels in a text", ("banana", 3))
    assert image.show(outcome.cycle)["notes"]["fits"][0][:2] == ["delegated", ["count_vowels"]]


@pytest.mark.parametrize(
    ("slot", "text", "examples"),
    [
        (
            "adapt",
            "count the words longer than 4 letters",
            [("a apple", 1), ("banana kiwis", 2), ("a b", 0)],
        ),
        (
            "combine",
            "reverse a text and turn it into upper case",
            [("abc", "CBA"), ("xy", "YX"), ("hello", "OLLEH")],
        ),
    ],
)
def test_both_can_be_switched_off_in_the_image(home, slot, text, examples):
    image = home.open()
    image.session.change(
        lambda root: setattr(root.find("state_delegating"), slot, False), note="S7"
    )
    with pytest.raises(MissionFailedError):
        learn(image, text, *examples)
    image.session.change(lambda root: setattr(root.find("state_delegating"), slot, True), note="S7")
    assert learn(image, text, *examples).complete


def test_what_is_understood_already_keeps_its_version(home):
    image = home.open()
    sentence = "write a method that counts the vowels in a text; e.g. 'banana split' gives 4"
    image.ask(sentence)
    again = image.ask(sentence)
    assert again.outcome.origin == "known"
    assert image.show("genesis.count_vowels")["version"] == 1


def test_what_is_understood_but_wrong_is_learned_anew(home):
    image = home.open()
    image.ask("write a method that counts the vowels in a text; e.g. 'banana split' gives 4")
    other = image.ask(
        "reverse a text: 'abc' -> 'cba', 'xyz!' -> '!zyx'",
        selector="count_vowels",
        drop_examples=("all",),
    )
    assert other.outcome.origin == "delegated"
    assert image.show("genesis.count_vowels")["version"] == 2


def test_a_name_alone_finds_the_method_that_it_names_and_none_that_sounds_alike(installed):
    image = installed.open([BackendError("no model")] * 20, plugins=load_plugins())
    for selector, args, value in (
        ("count_vowels", ("banana",), 3),
        ("is_palindrome", ("level",), True),
        ("factorial", (5,), 120),
    ):
        assert image.send("genesis", selector, *args) == value
    for selector in ("sort_numbers", "capitalize"):
        with pytest.raises(MissionFailedError):
            image.send("genesis", selector, "abc")


def test_proven_methods_are_not_parsed_to_be_found(home, monkeypatch):
    image = home.open()
    learn(image, "count the vowels in a text twice", ("banana", 3), ("", 0))
    parsed = []
    monkeypatch.setattr(sources, "_function", lambda source: parsed.append(source) or true(source))
    outcome = learn(image, "reverse a text", ("abcd", "dcba"), receiver="robin")
    assert outcome.origin == "delegated"
    assert {source.partition("(")[0] for source in parsed} == {
        "def reverse_text",
        "def zorble",
    }
