"""A living image as it was: looked at and asked, never changed."""

import pytest

from batos.errors import PastError, SlotError, UnknownNameError, UsageError
from batos.learning.model.brief import MissionBrief
from batos.objects import UvmObject


@pytest.fixture
def moments(image, v):
    """Ids of transactions after each of two versions of ``word``."""
    found = []
    for answer in (1, 2):
        v.install(image, v.word(answer))
        found.append(image.session.database.lastTransaction().hex())
    return found


def test_before_and_after(image, moments):
    assert image.history.at(moments[0]).send("genesis", "word") == 1
    assert image.history.at(moments[1]).send("genesis", "word") == 2
    assert image.history.at(moments[0]).show("genesis.word")["version"] == 1
    assert image.history.at("0s ago").show("genesis.word")["version"] == 2


def test_what_was_not_there_yet_is_not_learned(image, moments):
    first = image.history.transactions(10_000)[-4]["id"]
    cycles = len(image.cycles(1000))
    past = image.history.at(first)
    with pytest.raises(UnknownNameError):
        past.send("genesis", "word")
    with pytest.raises(UnknownNameError, match="word"):
        past.show("genesis.word")
    assert len(image.cycles(1000)) == cycles


def test_objects(image, moments):
    image.session.change(
        lambda root: root.add("later", UvmObject()) and None, note="a later object"
    )
    before = {line["name"] for line in image.history.at(moments[1]).objects()}
    assert "genesis" in before
    assert "later" not in before
    assert "later" in {line["name"] for line in image.history.at("0s ago").objects()}


def test_a_method_that_changes_its_receiver_is_stopped(image):
    image.learn(MissionBrief(selector="push_item", args=(1,)))
    image.send("genesis", "push_item", 1)
    with pytest.raises(PastError, match="The past is read only"):
        image.history.at("0s ago").send("genesis", "push_item", 2)
    assert image.show("genesis.items")["value"] == [1]
    assert image.history.at("0s ago").show("genesis.items")["value"] == [1]


def test_after_a_pack_methods_have_their_history_still(image, moments):
    image.session.database.pack()
    assert image.history.at("0s ago").send("genesis", "word") == 2
    assert image.history.of("genesis.word")["versions"] == [1, 2]
    with pytest.raises((PastError, UnknownNameError)):
        image.history.at(moments[0]).send("genesis", "word")


def test_before_the_birth(image):
    with pytest.raises(PastError, match="was born at"):
        image.history.at("100 weeks ago").objects()


def test_what_is_no_time(image):
    with pytest.raises(UsageError, match="is no time"):
        image.history.at("soon")


def test_a_call_of_the_past_is_not_counted(image):
    image.history.at("0s ago").send("genesis", "treble", 1)
    assert image.history.why("genesis.treble")["use"]["calls"] == 0


def test_an_argument_must_be_plain(image):
    with pytest.raises(SlotError):
        image.history.at("0s ago").send("genesis", "treble", print)
