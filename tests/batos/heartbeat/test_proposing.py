"""What nobody uses and what is there twice is proposed, and goes only when a person says so."""

import pytest

from batos.errors import UsageError
from batos.memory.recall import recall
from batos.objects import UvmObject

LOUD = "def {}(self, text):\n    return text.upper()\n"


@pytest.fixture
def image(image, b):
    """An image in which a method is there under two names, and one on an object below as well."""
    image.handwork.define("genesis.shout", LOUD.format("shout"))
    image.session.change(
        lambda root: root.add("box", UvmObject(parents=(root.find("genesis"),))), note="test"
    )
    image.handwork.define("box.loud", LOUD.format("loud"))
    for _ in range(2):
        image.send("genesis", "loud", "hi")
    image.history.usage.write()
    return image


def proposed(image):
    image.heartbeat.now()
    return {each["address"]: each["kind"] for each in image.heartbeat.status()["proposals"]}


def test_what_another_one_makes_needless_is_proposed_and_stays(image, b):
    assert proposed(image) == {"box.loud": "duplicate", "genesis.shout": "duplicate"}
    report = image.heartbeat.report()
    lines = "\n".join(b.step(report, "propose")["lines"])
    assert "genesis.shout does what genesis.loud does, in the same words." in lines
    assert {each["address"] for each in report["proposals"]} == {"box.loud", "genesis.shout"}
    assert image.send("genesis", "shout", "hi") == "HI"


def test_a_person_archives_it_and_undo_brings_it_back(image):
    proposed(image)
    done = image.heartbeat.archive("genesis.shout", user="amy")
    assert done["archived"]
    assert "shout" not in image.show("genesis")["methods"]
    (event,) = [e for e in image.history.of("genesis.shout")["events"] if e["event"] == "archive"]
    assert (event["user"], event["number"]) == ("amy", done["event"])
    assert proposed(image) == {"box.loud": "duplicate"}
    image.history.undo("genesis.shout")
    assert image.send("genesis", "shout", "hi") == "HI"


def test_a_person_keeps_it_and_that_version_is_not_proposed_again(image):
    proposed(image)
    assert not image.heartbeat.keep("genesis.shout")["archived"]
    assert proposed(image) == {"box.loud": "duplicate"}
    image.handwork.define("genesis.shout", LOUD.format("shout") + "\n# louder\n")
    assert "genesis.shout" in proposed(image)


@pytest.mark.parametrize("answer", ["archive", "keep"])
def test_only_what_is_proposed_can_be_answered(image, answer):
    with pytest.raises(UsageError, match="not proposed"):
        getattr(image.heartbeat, answer)("genesis.shout")
    proposed(image)
    image.handwork.define("genesis.shout", "def shout(self, text):\n    return text\n")
    with pytest.raises(UsageError, match="not proposed"):
        getattr(image.heartbeat, answer)("genesis.shout")
    assert [each["address"] for each in image.heartbeat.status()["proposals"]] == ["box.loud"]


def test_what_was_archived_is_not_told_of_as_learned(home):
    image = home.open(heartbeat__unused_days=1e-9)
    asked = "write a method that counts the vowels in a text; 'ab' gives 1"
    image.ask(asked)

    def told():
        return [
            each.hit.text
            for each in image.memory.search(asked, kinds=["mission"], by="words")[0]
            if "was learned" in each.hit.text
        ]

    (before,) = told()
    assert proposed(image)["genesis.count_vowels"] == "unused"
    image.heartbeat.archive("genesis.count_vowels")
    assert told() == []
    assert recall(image.memory, "count the vowels in a text", user="user") == []
    image.history.undo("genesis.count_vowels")
    assert told() == [before]


def test_what_nobody_used_is_proposed_unless_another_method_calls_it(home, image):
    image.handwork.define("genesis.twice", "def twice(self):\n    return self.plain() + 1\n")
    image.close()
    image = home.open(heartbeat__unused_days=1e-9)
    found = proposed(image)
    assert found["genesis.quiet"] == found["genesis.twice"] == "unused"
    assert "genesis.plain" not in found
    image.heartbeat.archive("genesis.twice")
    # The memory has it as before: whoever asks for it again gets it without a model.
    with image.session.read() as root:
        assert root.memory["catalog"].get("method:genesis.twice") is not None
    assert image.care.check().damages == 0
