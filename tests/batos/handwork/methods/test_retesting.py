"""The examples of methods are run again, where and when somebody asks."""

import pytest

from batos.errors import CancelledError, UnknownNameError, UsageError
from batos.inference import CancelToken
from batos.objects import Example, methods_of
from batos.stewardship.health.quarantine import put_into_quarantine


@pytest.fixture
def knower(image, w):
    """An image with methods of each state: right, wrong and untested."""
    image.handwork.define("genesis.shout", w.SHOUT)
    w.exemplified(image)
    image.handwork.define("basket.push", w.PUSH)
    pushed = [
        Example(args=(2,), result=2, after={"items": [1, 2]}),
        Example(args=(2,), result=5),
        Example(state={"items": []}, args=(2,), result=1),
    ]
    w.exemplified(image, "basket.push", pushed)
    image.handwork.define("basket.count", "def count(self):\n    return len(self.items)\n")
    return image


def lines(found):
    return {
        each["address"]: (each["state"], each["examples"], each["right"])
        for each in found["methods"]
    }


def test_every_learned_method(knower):
    found = knower.handwork.test()
    assert lines(found) == {
        "basket.count": ("untested", 0, 0),
        "basket.push": ("wrong", 3, 2),
        "genesis.shout": ("right", 2, 2),
    }
    assert (found["right"], found["examples"]) == (False, 5)
    (problem,) = found["methods"][1]["problems"]
    assert (problem["number"], problem["example"]) == (2, "push(2) == 5")
    assert problem["text"] == "It must hold that push(2) == 5, but it gave 2."
    assert knower.send("basket", "items") == [1]


def test_one_object_and_one_method(knower):
    assert set(lines(knower.handwork.test("basket"))) == {"basket.count", "basket.push"}
    found = knower.handwork.test("genesis.shout")
    assert (found["right"], list(lines(found))) == (True, ["genesis.shout"])


def test_an_inherited_method_is_tested_with_the_slots_of_the_object(knower, w):
    knower.handwork.define("genesis.first", "def first(self):\n    return self.items[0]\n")
    w.exemplified(knower, "genesis.first", [Example(result=1)])
    assert knower.handwork.test("basket.first")["right"]
    assert not knower.handwork.test("genesis.first")["right"]


def test_what_another_method_has_broken_is_found(knower, w):
    knower.handwork.define("genesis.twice", "def twice(self, t):\n    return self.shout(t) * 2\n")
    w.exemplified(knower, "genesis.twice", [Example(args=("a",), result="A!A!")])
    quiet = "def shout(self, text):\n    return text\n"
    knower.handwork.define("genesis.shout", quiet, drop_examples=["all"])
    found = lines(knower.handwork.test("genesis"))
    assert found["genesis.twice"] == ("wrong", 1, 0)


def test_one_in_quarantine_is_not_run(knower):
    def work(root):
        holder = root.find("genesis")
        put_into_quarantine(root, holder, methods_of(holder)["shout"], cause="rules", reason="x")

    knower.session.change(work, note="test")
    found = knower.handwork.test("genesis.shout")
    assert lines(found) == {"genesis.shout": ("quarantine", 2, 0)}
    assert (found["right"], found["examples"]) == (True, 0)


def test_progress_is_told_and_no_transaction_is_open_meanwhile(knower):
    told = []

    def progress(address, done, of):
        told.append((address, done, of))
        knower.session.change(lambda root: None, note="in between")

    knower.handwork.test("basket", progress=progress)
    assert told == [("basket.count", 0, 2), ("basket.push", 1, 2)]


def test_one_that_was_taken_away_meanwhile_is_left_out(knower):
    def progress(address, done, of):
        if done == 0:
            knower.history.undo("basket.push")
            knower.history.undo("basket.push")

    assert list(lines(knower.handwork.test("basket", progress=progress))) == ["basket.count"]


def test_it_can_be_cancelled(knower):
    cancel = CancelToken()
    with pytest.raises(CancelledError):
        knower.handwork.test(progress=lambda *told: cancel.cancel(), cancel=cancel)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("nobody", UnknownNameError),
        ("genesis.nothing", UnknownNameError),
        ("basket.items", UsageError),
    ],
)
def test_what_is_not_there(knower, address, kind):
    with pytest.raises(kind):
        knower.handwork.test(address)


def test_nothing_learned_is_all_right(home):
    assert home.open().handwork.test()["methods"] == []


def kept(image, address):
    return image.history.why(address)["test"]


def test_what_came_of_it_is_kept_with_the_method(home, knower, w):
    assert kept(knower, "basket.push") is None
    knower.handwork.test()
    found = kept(knower, "basket.push")
    assert (found["state"], found["examples"], found["right"]) == ("wrong", 3, 2)
    assert "it gave 2" in found["problem"]
    assert kept(knower, "genesis.shout")["state"] == "right"
    assert kept(knower, "basket.count")["state"] == "untested"
    assert kept(knower, "basket.push")["at"] == kept(knower, "basket.push")["since"]
    knower.close()
    assert kept(home.open(), "basket.push")["state"] == "wrong"


def test_a_test_elsewhere_says_nothing_of_a_method_where_it_is_at_home(knower, w):
    knower.handwork.define("genesis.first", "def first(self):\n    return self.items[0]\n")
    w.exemplified(knower, "genesis.first", [Example(result=1)])
    knower.handwork.test("basket.first")
    assert kept(knower, "genesis.first") is None


def test_what_was_tested_before_it_was_stopped_is_kept(knower):
    token = CancelToken()

    def stop(_address, done, _of):
        if done == 2:
            token.cancel()

    with pytest.raises(CancelledError):
        knower.handwork.test(progress=stop, cancel=token)
    assert kept(knower, "basket.push")["state"] == "wrong"
    assert kept(knower, "genesis.shout") is None
