"""Fixtures: an image in which something is right, something wrong, and something was failed at."""

import pytest

from batos.errors import MissionFailedError
from batos.image import history
from batos.learning.model.brief import MissionBrief
from batos.objects import Example

WRONG, RIGHT = "    return number * 2\n", "    return number * 3\n"
TREBLE = MissionBrief(
    selector="treble",
    text="treble a figure",
    examples=(Example(args=(3,), result=9), Example(args=(5,), result=15)),
    asked_by="amy",
)
EXAMPLES = {
    "loud": [Example(args=("hi",), result="HI")],
    "quiet": [Example(args=("HI",), result="hi"), Example(args=("Ho",), result="HO")],
}


def filled(image):
    """Define two methods with examples, of which one is wrong, and one without any."""
    image.handwork.define("genesis.loud", "def loud(self, text):\n    return text.upper()\n")
    image.handwork.define("genesis.quiet", "def quiet(self, text):\n    return text.lower()\n")
    image.handwork.define("genesis.plain", "def plain(self):\n    return 1\n")

    def exemplify(root):
        for selector, examples in EXAMPLES.items():
            holder = root.find("genesis")
            plain = [each.to_plain() for each in examples]
            method = holder._slots[selector].again(examples=plain)
            history.install(root, holder, method, user="test")

    image.session.change(exemplify, note="test")
    return image


def failed(image):
    """Fail at a mission."""
    with pytest.raises(MissionFailedError):
        image.learn(TREBLE)
    return image


class Beats:
    """What tests take from here; a conftest cannot be imported by name."""

    WRONG, RIGHT, TREBLE = WRONG, RIGHT, TREBLE
    filled = staticmethod(filled)
    failed = staticmethod(failed)

    @staticmethod
    def step(report, name):
        (line,) = [each for each in report["steps"] if each["step"] == name]
        return line


@pytest.fixture(name="b")
def fixture_b():
    return Beats


@pytest.fixture
def image(home, m, shared_examiners):
    """An image with three methods, whose model writes what is wrong, again and again."""
    return filled(home.open(m.Coder(WRONG)))
