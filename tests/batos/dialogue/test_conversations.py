"""What was said is kept under a name, for the one who said it."""

import pytest

from batos.dialogue.conversations import (
    Turn,
    add_turn,
    checked,
    remember_conversations,
)
from batos.errors import BackendError, UnknownNameError, UsageError
from batos.learning.model.commands import Call
from batos.memory import LocalEmbedding
from batos.memory.fractal import FractalMemory


@pytest.fixture
def image(home):
    return home.open()


@pytest.fixture
def session(image):
    return image.session


def say(session, name, turn, user="ann"):
    session.change(lambda root: add_turn(root, user, checked(name), turn), note="test")


@pytest.fixture
def kept(image):
    for said, answer in (("My roses fade.", "Water them."), ("and the tulips?", "They rest.")):
        say(image.session, "garden", Turn(said, answer, persona="babs"))
    return image.conversations


def test_a_turn_begins_it_and_others_follow(kept):
    (line,) = kept.lines(user="ann")
    assert (line["name"], line["turns"], line["topic"]) == ("garden", 2, "My roses fade.")
    assert [turn.said for turn in kept.turns("garden", user="ann")] == [
        "My roses fade.",
        "and the tulips?",
    ]
    assert kept.latest(user="ann") == "garden"
    assert kept.show(user="ann").turns[1]["persona"] == "babs"


def test_what_a_sentence_came_to_is_kept_with_it(kept, session):
    paid = Call("account", "pay_in", (5, ["a"]))
    say(session, "garden", Turn("5 in", "5", "value", command=paid))
    assert [turn.command for turn in kept.turns("garden", user="ann")] == [None, None, paid]

    def newer(root):
        (*_, last) = root.memory["conversations"]["ann"]["garden"].turns.values()
        last["command"] = {"command": "sing"}

    session.change(newer, note="another version")
    assert kept.turns("garden", user="ann")[-1].command is None


def test_nobody_sees_that_of_others(kept):
    assert kept.lines(user="bob") == []
    assert kept.search("roses", user="bob") == []
    with pytest.raises(UnknownNameError):
        kept.show("garden", user="bob")
    with pytest.raises(UsageError, match="no conversation yet"):
        kept.latest(user="bob")


def test_it_is_found_by_its_words(kept):
    (found,) = kept.search("roses", user="ann")
    assert (found["name"], found["turn"]["answer"]) == ("garden", "Water them.")


def test_a_fork_leaves_the_other_as_it_is(kept, session):
    assert kept.fork("garden", "plan", turns=1, user="ann")["turns"] == 1
    say(session, "plan", Turn("buy soil", "Noted."))
    assert len(kept.turns("garden", user="ann")) == 2
    with pytest.raises(UsageError, match="already"):
        kept.fork("garden", "plan", user="ann")


def test_what_is_deleted_is_gone_from_the_file_after_a_pack(kept, session, home):
    kept.delete("garden", user="ann")
    assert kept.lines(user="ann") == []
    session.database.pack()
    (file,) = home.folder.glob("image.fs")
    assert b"My roses fade" not in file.read_bytes()
    with pytest.raises(UnknownNameError):
        kept.delete("garden", user="ann")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 61])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(UsageError, match="cannot name"):
        checked(name)


def test_a_new_name_is_free(kept, session):
    assert kept.free_name(user="ann") == "chat-1"
    say(session, "chat-1", Turn("hello", "hi"))
    assert kept.free_name(user="ann") == "chat-2"


def found(session, words, user="ann"):
    hits = FractalMemory(session, LocalEmbedding("none", missing)).search(words, user=user)[0]
    return [each.hit.key for each in hits]


def missing():
    raise BackendError("There is none.")


def test_the_memory_finds_what_was_said_for_the_one_who_said_it(kept, session):
    assert found(session, "tulips") == ["conversation:garden:1"]
    assert found(session, "tulips", user="bob") == []
    kept.fork("garden", "plan", turns=1, user="ann")
    assert sorted(found(session, "roses")) == ["conversation:garden:0", "conversation:plan:0"]
    kept.delete("garden", user="ann")
    assert found(session, "roses") == ["conversation:plan:0"]


def test_what_was_said_before_the_memory_kept_it_is_found_too(kept, session):
    session.change(lambda root: root.memory.pop("own"), note="from before")
    assert found(session, "tulips") == []
    session.change(remember_conversations, note="genesis")
    assert found(session, "tulips") == ["conversation:garden:1"]
