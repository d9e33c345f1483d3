"""Sentences that were misread are set right in the image, and read so from then on."""

import pytest

from batos.errors import UnknownNameError, UsageError
from batos.learning.model.commands import Call


@pytest.fixture
def image(home, m):
    steward = m.alfred(role="steward", prompts={"command": "Say.", "route": "{request}"})
    image = home.open(
        lambda request: '{"action": "ask_back", "args": []}' if request.json_schema else "alfred",
        plugins=m.small_plugins_with(steward),
    )
    image.shaping.new("pot", slots={"sum": 0})
    image.handwork.define("pot.pay_in", "def pay_in(self, amount):\n    self.sum = amount\n")
    return image


def read(image, text):
    return image.orchestrator.understanding.read(text)


def test_the_same_sentence_is_read_so_and_others_are_shown_it(image, home):
    line = image.corrections.add("Fifty into  the pot!", "pot.pay_in", [50], user="ann")
    assert line == {"said": "Fifty into the pot!", "means": "pot.pay_in", "args": [50]}
    found = read(image, "fifty into the pot")
    assert (found.command, found.by, found.is_safe) == (
        Call("pot", "pay_in", (50,)),
        "rules",
        False,
    )
    image.corrections.add("now pay fifty into the pot", "pot.pay_in", [50])
    assert read(image, "now pay fifty into the pot").is_safe
    for said in ("shall fifty go into the pot?", "hello", "undo that"):
        image.corrections.add(said, "pot.pay_in", [50], user="mallory")
        assert not read(image, said).is_safe, "it is no order"
    read(image, "sixty for it")
    assert '"Fifty into the pot!" => {"action": "pot.pay_in", "args": [50]}' in home.asked[-1]


def test_the_latest_word_counts_and_can_be_taken_away(image):
    image.corrections.add("the sea", "recall")
    image.corrections.add("The sea.", "ask back")
    assert image.corrections.lines() == [{"said": "The sea.", "means": "ask back", "args": []}]
    assert image.corrections.remove("the sea")["means"] == "ask back"
    assert image.corrections.lines() == []
    with pytest.raises(UnknownNameError, match="correction of a sentence"):
        image.corrections.remove("the sea")


def test_it_is_a_change_of_the_image_like_others(image):
    image.corrections.add("the sea", "talk", user="ann")
    (latest, *_) = image.history.events(1)
    assert (latest["event"], latest["address"]) == ("set", "alfred")
    image.history.undo("alfred")
    assert image.corrections.lines() == []


@pytest.mark.parametrize(
    ("means", "args", "said"),
    [
        ("pot.pay_out", [], "pay_out"),
        ("cup.pay_in", [1], "cup"),
        ("pot.pay_in", [], "takes amount; 0 values"),
        ("talk", [1], "takes no values"),
        ("sing", [], "no meaning named 'sing'"),
    ],
)
def test_what_nothing_answers_is_refused(image, means, args, said):
    with pytest.raises(UsageError, match=said):
        image.corrections.add("the sea", means, args)
    with pytest.raises(UsageError, match="characters"):
        image.corrections.add("  ", "talk")


def test_where_the_method_is_gone_it_is_read_as_before(image):
    image.corrections.add("fifty into the pot", "pot.pay_in", [50])
    image.shaping.delete("pot")
    assert not isinstance(read(image, "fifty into the pot").command, Call)
