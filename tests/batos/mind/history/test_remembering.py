"""What the memory holds of methods that come and go."""

import pytest

from batos.guardian.audit import audit
from batos.mind.request.brief import MissionBrief
from batos.objects import Example, Method

TREBLE = (Example(args=(3,), result=9), Example(args=(4,), result=12))
SQUARE = (Example(args=(3,), result=9), Example(args=(5,), result=25))


def body(text):
    return f"    {text}\n"


@pytest.fixture
def image(home, m):
    """An image in which genesis has learned ``treble`` and then ``square``."""
    treble, square = body("return number * 3"), body("return number * number")
    opened = home.open(m.Coder(treble, square, treble))
    learn(opened, "treble", TREBLE)
    learn(opened, "square", SQUARE)
    return opened


def learn(image, selector, examples, **facts):
    text = facts.pop("text", f"{selector} a figure")
    brief = MissionBrief(selector=selector, text=text, examples=examples, **facts)
    outcome = image.learn(brief)
    assert outcome.complete, outcome.reason
    return outcome


def install(image, source, name="genesis", **facts):
    """Install a source past everything but the history."""
    from batos.image import history

    verdict = audit(source)

    def work(root):
        method = Method(
            selector=verdict.selector,
            source=source,
            signature=verdict.signature,
            doc="something",
            mutator=verdict.mutator,
            provenance={"origin": "written", "at": "2026-01-01T00:00:00+00:00"},
            verdict=verdict.to_plain(),
        )
        history.install(root, root.find(name), method, user="amy", **facts)

    image.session.change(work, note="test")


def word(answer):
    return f"def word(self):\n    return {answer!r}\n"


def documents(image):
    with image.session.read() as root:
        return {each.key for each in root.memory["catalog"].documents("method")}


def test_the_document_goes_and_comes(image):
    assert documents(image) >= {"method:genesis.treble", "method:genesis.square"}
    image.history.undo(["genesis.treble"])
    assert "method:genesis.treble" not in documents(image)
    assert "method:genesis.square" in documents(image)
    image.history.redo(["genesis.treble"])
    assert "method:genesis.treble" in documents(image)


def test_the_older_versions_document_comes_back(image):
    install(image, word("old"))
    image.history.undo(["genesis.treble"])
    image.history.redo(["genesis.treble"])
    with image.session.read() as root:
        document = root.memory["catalog"].get("method:genesis.treble")
        assert document.meta["source"] == image.show("genesis.treble")["source"]
        assert document.meta["verified"] == 2
        assert document.title == "Treble a figure"


def test_what_is_undone_is_what_it_was_word_for_word(image):
    def told():
        with image.session.read() as root:
            found = root.memory["catalog"].get("method:genesis.treble")
            return found.title, found.text, found.meta

    before = told()
    image.history.undo(["genesis.treble"])
    image.history.redo()
    assert told() == before


def test_nobody_delegates_to_what_was_taken_away(image):
    image.history.undo(["genesis.treble"])
    outcome = learn(image, "treble", TREBLE, receiver="robin")
    assert outcome.origin != "delegated"
