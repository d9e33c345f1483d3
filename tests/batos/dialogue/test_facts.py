"""What people tell of themselves: kept in their words, found by them alone, and really deleted."""

import pytest

from batos.dialogue.conversations import Turn, add_turn
from batos.dialogue.facts import is_about_all, remember_facts, said_as_facts
from batos.errors import UnknownNameError
from batos.learning.model.commands import Remember

SISTER = "My sister plays the horn."


@pytest.fixture
def image(home):
    return home.open()


@pytest.fixture
def facts(image):
    facts = image.facts
    for text in ("My dog is called Rex.", "I am allergic to nuts.", SISTER):
        facts.remember(text)
    facts.remember("My cat is called Tom.", user="ann: the second")
    return facts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is my dog called?", ["My dog is called Rex."]),
        ("what did I tell you about my allergies?", ["I am allergic to nuts."]),
        ("is it my sister or my dog that has a horn?", [SISTER, "My dog is called Rex."]),
        ("what is my cat called?", []),
    ],
)  # fmt: skip
def test_the_nearest_comes_first(facts, question, found):
    assert [each.text for each in facts.nearest(question)] == found


def test_a_question_without_a_word_of_its_own_is_about_everything(facts):
    assert len(facts.nearest("what did I tell you about me?", limit=2)) == 2


def test_everybody_sees_their_own(facts):
    assert [each.text for each in facts.of("ann: the second")] == ["My cat is called Tom."]
    assert facts.of("ann") == []


def test_told_again_it_is_one_fact_of_today(facts):
    first = facts.of()[0]
    again = facts.remember(f"  {first.text} ")
    assert (again.id, len(facts.of())) == (first.id, 3)
    assert again.at > first.at


def test_forgotten_is_gone_and_after_a_pack_from_the_file_too(image, facts, home):
    fact = facts.nearest("dog")[0]
    with pytest.raises(UnknownNameError):
        facts.forget(fact.id, user="ann")
    assert facts.forget(fact.id[:4]) == fact
    with pytest.raises(UnknownNameError):
        facts.forget(fact.id)
    assert [each for each in facts.of() if "Rex" in each.text] == []
    image.care.pack(0, drop_history=True)
    image.close()
    files = [path.read_bytes() for path in home.folder.glob("image.fs*") if path.is_file()]
    assert not any(b"Rex" in content for content in files if b"nuts" in content)


def test_the_turns_that_carry_it_go_too(image, facts):
    def say(turn, user="user"):
        image.session.change(lambda root: add_turn(root, user, "c", turn), note="test")

    fact, conversations = facts.nearest("dog")[0], image.conversations
    for turn in (
        Turn("Remember: my dog  is called Rex.", "Noted.", command=Remember(fact.text.upper())),
        Turn("remember that", f'I shall remember: "{fact.text}"', "remembered"),
        Turn("my dog is called rex.", "A fine name."),
        Turn("I walk with Rex.", "Enjoy it."),
    ):
        say(turn)
    say(Turn("My dog is called Rex.", "Fine."), user="ann")
    facts.forget(fact.id)
    assert [turn.said for turn in conversations.turns("c")] == ["I walk with Rex."]
    assert len(conversations.turns("c", user="ann")) == 1
    say(Turn("I sing.", "Fine."))
    assert [turn.said for turn in conversations.turns("c")] == ["I walk with Rex.", "I sing."]


def test_what_was_said_is_told_but_where_it_was_kept_or_forgotten(facts):
    turns = [Turn("I row.", "Fine."), Turn("Am I ill?", "No."), Turn("I am.", "", "remembered")]
    found = said_as_facts([*turns, Turn("forget my dog", "Forgotten.", "done")], "ann")
    assert [each.text for each in found] == ["I row."]


@pytest.mark.parametrize(("target", "all_"), [("everything about me", True), ("my dog", False)])
def test_what_has_no_word_of_its_own_is_about_all(target, all_):
    assert is_about_all(target) == all_


def test_the_memory_finds_them_for_the_one_who_told_them(image, facts):
    def found(words, user="user"):
        return [each.hit.text for each in image.memory.search(words, user=user, by="words")[0]]

    assert found("horn", "user") == [SISTER]
    assert found("cat", "user") == found("horn", "ann: the second") == []
    facts.forget(facts.nearest("horn")[0].id)
    assert found("horn") == []
    image.session.change(lambda root: root.memory.pop("own"), note="from before")
    image.session.change(remember_facts, note="genesis")
    assert found("dog") == ["My dog is called Rex."]
