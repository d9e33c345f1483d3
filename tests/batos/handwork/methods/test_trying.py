"""A message on a scratch view: it answers, and nothing of it is kept."""

import pytest

from batos.errors import (
    BudgetExceededError,
    MethodError,
    QuarantinedError,
    SlotError,
    UnknownNameError,
    UsageError,
)
from batos.objects import methods_of
from batos.stewardship.health.quarantine import put_into_quarantine


@pytest.fixture
def pusher(image, w):
    image.handwork.define("genesis.push", w.PUSH.replace("    self", "    print(item)\n    self"))
    return image


def test_it_tells_what_would_change_and_keeps_nothing(pusher):
    found = pusher.handwork.try_("basket.push", [2])
    assert found["value"] == 2
    assert found["changes"] == [
        {"object": "basket", "slot": "items", "before": [1], "after": [1, 2]}
    ]
    assert found["printed"] == "2\n"
    assert found["seconds"] >= 0
    assert pusher.send("basket", "items") == [1]
    assert pusher.history.why("genesis.push")["use"]["calls"] == 0


def test_slots_are_given_for_this_run(pusher):
    found = pusher.handwork.try_("basket.push", kwargs={"item": 9}, state={"items": [7, 8]})
    assert found["value"] == 3
    assert found["changes"] == [
        {"object": "basket", "slot": "items", "before": [7, 8], "after": [7, 8, 9]}
    ]
    assert pusher.handwork.try_("genesis.push", [1], state={"items": []})["value"] == 1
    with pytest.raises(SlotError):
        pusher.handwork.try_("basket.push", [1], state={"_secret": 1})


def test_what_a_method_raises_is_told_with_its_line(pusher):
    with pytest.raises(MethodError) as error:
        pusher.handwork.try_("basket.push", [2], state={"items": 5})
    assert (error.value.kind, error.value.selector, error.value.line) == (
        "AttributeError",
        "push",
        3,
    )


def test_what_does_not_end_is_stopped(image):
    image.handwork.define("genesis.hang", "def hang(self):\n    while True:\n        n = 1\n")
    with pytest.raises(BudgetExceededError):
        image.handwork.try_("genesis.hang")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("genesis.nothing", UnknownNameError),
        ("nobody.push", UnknownNameError),
        ("basket.items", UsageError),
        ("basket", UsageError),
    ],
)
def test_what_is_no_method(pusher, address, kind):
    with pytest.raises(kind):
        pusher.handwork.try_(address)


def test_a_method_in_quarantine_is_not_run(pusher):
    def work(root):
        holder = root.find("genesis")
        put_into_quarantine(root, holder, methods_of(holder)["push"], cause="rules", reason="x")

    pusher.session.change(work, note="test")
    with pytest.raises(QuarantinedError):
        pusher.handwork.try_("basket.push", [1])
