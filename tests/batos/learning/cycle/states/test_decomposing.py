"""IDLE and DECOMPOSING: what is there, and what is wanted."""

import pytest

from batos.errors import SlotError
from batos.inference import CancelToken
from batos.learning.cycle.states import METHODS
from batos.learning.model.brief import MissionBrief
from batos.learning.model.thought import CycleBudget, Thought
from batos.objects import Method, UvmObject, install_method


def idle(image, **fields):
    thought = Thought("c", MissionBrief(**fields), CycleBudget(1, 60), CancelToken())
    assert METHODS.handlers["idle"](image._host, thought, None) == "ready"
    return thought


def install(image, count, last="zz_last"):
    def work(root):
        for name in [*(f"m{number}" for number in range(count)), last]:
            source = f"def {name}(self):\n    return 1\n"
            install_method(
                root.find("genesis"), Method(selector=name, source=source, signature="(self)")
            )

    image.session.change(work, note="test")


def test_state_and_methods_are_read(home):
    image = home.open()
    install(image, 2)
    image.session.change(lambda root: setattr(root.find("traits"), "shared", 1), note="test")
    thought = idle(image, receiver="genesis", selector="f")
    assert set(thought.known) == {"m0", "m1", "zz_last"}
    assert set(thought.state) == {"purpose"}


def test_objects_of_the_image_stay_inside(home):
    image = home.open()

    def work(root):
        genesis = root.find("genesis")
        genesis.friend = UvmObject()
        genesis.friends = [{"a": UvmObject()}]
        genesis.plain = [1]

    image.session.change(work, note="test")
    assert set(idle(image, selector="f").state) == {"purpose", "plain"}


def test_the_method_to_be_replaced_is_read_among_hundreds(home):
    image = home.open()
    install(image, 230)
    thought = idle(image, selector="zz_last")
    assert "zz_last" in thought.known
    assert len(thought.known) == 201


@pytest.mark.parametrize("selector", ["send", "_x", "a b", "", "purpose"])
def test_names_that_no_method_can_have(home, selector):
    with pytest.raises(SlotError):
        idle(home.open(), selector=selector)
