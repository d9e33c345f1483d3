"""The trail tells who read a sentence as what, and nothing of a person's words."""

import json

import pytest

from batos.errors import BackendError

SECRET = "Zebulon"


@pytest.fixture
def image(home):
    def answer(request):
        if "grey" in str(request):
            raise BackendError("ill")
        return "alfred"

    image = home.open(answer)
    image.handwork.define("genesis.double", "def double(self, n):\n    return 2 * n\n")
    image.shaping.new("pot", slots={"sum": 0})
    return image


def told(image):
    return [each for each in image.trail() if each["kind"].startswith("talk.")]


def test_every_sentence_is_on_it_with_its_reader_and_what_it_came_to(image, home):
    image.ask("double 4", user="ann")
    (entry,) = told(image)
    assert (entry["kind"], entry["receiver"], entry["selector"]) == (
        "talk.command",
        "genesis",
        "double",
    )
    assert entry["data"] == {
        "by": "ann",
        "reader": "rules",
        "command": "call",
        "reply": "value",
        "model_calls": 0,
    }
    line = home.trail.read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(line) == entry


def test_a_command_of_its_own_is_told_when_it_is_shown_and_when_it_is_done(image):
    shown = image.ask("delete the pot")
    image.ask("", confirmed=shown.command)
    read, done = told(image)
    assert (read["data"]["reader"], read["data"]["reply"]) == ("rules", "confirm")
    assert (done["text"], done["data"]["reply"]) == ("person: do delete pot", "done")


def test_what_people_told_leaves_no_word_on_it(image):
    image.ask(f"Remember that my uncle is called {SECRET}.")
    image.ask(f"What did I tell you of {SECRET}?")
    asked = image.ask(f"forget my uncle {SECRET}")
    image.ask("", confirmed=asked.command)
    image.ask(f"hello {SECRET}", conversation=SECRET)
    image.conversations.delete(SECRET)
    kinds = [each["kind"] for each in told(image)]
    assert {"talk.remembered", "talk.forgotten", "talk.deleted"} <= set(kinds)
    assert SECRET.lower() not in json.dumps(told(image)).lower()


def test_a_sentence_that_ends_in_an_error_is_on_it_too(image):
    with pytest.raises(BackendError):
        image.ask("the sea at night, how grey it is")
    assert told(image)[-1]["data"]["reply"] == "backend"
    assert image.status()["sentences"]["fallback"] == 1


def test_each_order_of_a_row_is_on_it(image):
    image.ask("double 4, then double it")
    assert [(each["seq"], each["selector"]) for each in told(image)] == [
        (1, "double"),
        (2, "double"),
    ]
    assert image.status()["sentences"] == {"rules": 2, "model": 0, "fallback": 0}
