"""Fixtures: an image that has learned, and versions of a method to put into it."""

import pytest

from batos.guardian.audit.audit import audit
from batos.image import history
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, Method


class Versions:
    """What tests take from here; a conftest cannot be imported by name."""

    TREBLE = (Example(args=(3,), result=9), Example(args=(4,), result=12))
    SQUARE = (Example(args=(3,), result=9), Example(args=(5,), result=25))

    @staticmethod
    def learn(image, selector, examples, **facts):
        text = facts.pop("text", f"{selector} a figure")
        brief = MissionBrief(selector=selector, text=text, examples=examples, **facts)
        outcome = image.learn(brief)
        assert outcome.complete, outcome.reason
        return outcome

    @staticmethod
    def install(image, source, name="genesis", examples=(), **facts):
        """Install a source past everything but the history."""
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
                examples=tuple(each.to_plain() for each in examples),
            )
            history.install(root, root.find(name), method, user="amy", **facts)

        image.session.change(work, note="test")

    @staticmethod
    def word(answer):
        return f"def word(self):\n    return {answer!r}\n"

    @staticmethod
    def documents(image):
        with image.session.read() as root:
            return {each.key for each in root.memory["catalog"].documents("method")}


@pytest.fixture(name="v")
def fixture_v():
    """Methods and how they get in."""
    return Versions


def asked_for(request):
    """Return the method that a writer is asked for."""
    return request.prompt.rpartition("def ")[2].partition("(")[0]


SQUARE = "    return number * number\n"
BODIES = {"treble": "    return number * 3\n", "square": SQUARE, "cube": SQUARE}


@pytest.fixture
def image(home, m):
    """An image in which genesis has learned ``treble`` and then ``square``."""

    def opened(home):
        return home.open(m.Coder(lambda request: BODIES.get(asked_for(request), "")))

    def learned(home):
        image = opened(home)
        Versions.learn(image, "treble", Versions.TREBLE)
        Versions.learn(image, "square", Versions.SQUARE)

    return opened(home.seeded("learned", learned))
