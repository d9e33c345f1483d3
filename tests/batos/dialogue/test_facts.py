"""What people tell of themselves: kept in their words, found by them alone, and really deleted."""

import pytest

from batos.dialogue.facts import remember_facts
from batos.errors import UnknownNameError

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
