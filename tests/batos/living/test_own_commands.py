"""The system's own commands, as a sentence gives them."""

import pytest

from batos.errors import UsageError
from batos.living.own_commands import own_commands


@pytest.fixture
def image(home):
    image = home.open()
    image.shaping.new("lamp")
    return image


def own(image, name):
    return own_commands(image.history, image.approvals, image.shaping, image.facts)[name]


def test_each_does_what_its_line_says(image):
    target, said = own(image, "undo").latest()
    assert said == "the latest change: new lamp"
    image.shaping.new("later")  # what was shown is what is taken back
    assert own(image, "undo").run(target, "ann") == "Taken back: lamp."
    assert own(image, "redo").run("", "ann") == "Brought back: lamp."
    assert own(image, "delete").run("lamp", "ann").startswith("lamp is taken away")
    fact = image.facts.remember("I row.", user="ann")
    assert own(image, "forget_fact").run(fact.id, "ann") == "Forgotten."
    facts = [image.facts.remember(each, user="ann").id for each in ("I row.", "I sing.")]
    assert own(image, "forget_fact").run(" ".join(facts), "ann") == "Forgotten: 2 facts."
    assert image.facts.of("ann") == []


def test_what_waits(image):
    with pytest.raises(UsageError, match="Nothing waits"):
        own(image, "approve").run("", "ann")
    for name, done in (("a", "approve"), ("b", "refuse")):
        text = f"write a method called {name}{name} that counts the vowels; 'ab' gives 1"
        assert image.ask(text, approve="ask", attended=True).kind == "waiting"
        assert own(image, done).latest()[1] == f"genesis.{name}{name}"
        assert f"genesis.{name}{name}" in own(image, done).run("", "ann")
        assert own(image, done).latest() == ("", "")
