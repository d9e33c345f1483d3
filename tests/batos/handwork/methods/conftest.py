"""Fixtures: an image in which methods were written by hand."""

import pytest

from batos.objects import Example, UvmObject

SHOUT = "def shout(self, text):\n    return text.upper() + '!'\n"
PUSH = "def push(self, item):\n    self.items.append(item)\n    return len(self.items)\n"
GIVEN = (Example(args=("hi",), result="HI!"), Example(args=("you",), result="YOU!"))


class Written:
    """What tests take from here; a conftest cannot be imported by name."""

    SHOUT, PUSH, GIVEN = SHOUT, PUSH, GIVEN

    @staticmethod
    def exemplified(image, address="genesis.shout", examples=GIVEN, **provenance):
        """Give a method examples past everything, and say where it comes from."""

        def work(root):
            from batos.image import history

            name, _, selector = address.partition(".")
            holder = root.find(name)
            present = holder._slots[selector]
            method = present.again(
                examples=[each.to_plain() for each in examples],
                provenance={**present.provenance, **provenance},
            )
            history.install(root, holder, method, user="test")

        image.session.change(work, note="test")


@pytest.fixture(name="w")
def fixture_w():
    """Texts, and what is given to them."""
    return Written


@pytest.fixture
def image(home):
    """An image with a ``basket`` that delegates to genesis and holds items."""

    def made(home):
        def work(root):
            basket = root.add("basket", UvmObject(parents=(root.find("genesis"),)))
            basket.items = [1]

        home.open().session.change(work, note="test")

    return home.seeded("handwork", made).open()
