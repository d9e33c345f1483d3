"""Turns: messages that change the same object one after another, everything else side by side."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from batos.errors import MethodError
from batos.learning.messages.turns import Turns
from batos.objects import Method, UvmObject, install_method

COUNT = "def count(self):\n    self.total = self.total + 1\n    self._p_changed = True\n"
TWICE = "def twice(self):\n    self.count()\n    self.count()\n    return self.total\n"


@pytest.fixture
def image(home):
    image = home.open()

    def work(root):
        for number in range(8):
            obj = root.add(f"own{number}", UvmObject(total=0))
            for source in (COUNT, TWICE):
                name = source.split("(")[0].removeprefix("def ")
                method = Method(
                    selector=name,
                    source=source,
                    signature="(self)",
                    mutator="_p_changed" in source,
                )
                install_method(obj, method)

    image.session.change(work, note="test")
    return image


def hammer(image, work, threads=8):
    """Run work(number) in threads that start together; return the conflicts met."""
    start = threading.Barrier(threads)
    before = image.session.metrics.conflicts

    def run(number):
        start.wait()
        for _ in range(50):
            work(number)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))
    return image.session.metrics.conflicts - before


def test_own_objects_never_conflict(image):
    assert hammer(image, lambda number: image.send(f"own{number}", "count")) == 0
    assert [image.send(f"own{number}", "total") for number in range(8)] == [50] * 8


def test_a_shared_object_loses_nothing_and_does_not_conflict(image):
    assert hammer(image, lambda _number: image.send("own0", "count")) == 0
    assert image.send("own0", "total") == 400


def test_one_object_by_several_addresses(image):
    oid = image.show("own0")["oid"]
    addresses = ["own0", f"@{oid}", oid, "OWN0"]
    assert hammer(image, lambda number: image.send(addresses[number % 4], "count")) == 0
    assert image.send("own0", "total") == 400


def test_a_method_that_changes_its_receiver_by_messages_to_itself(image):
    """Nothing says so before it has run once."""
    image.send("own0", "twice")
    assert hammer(image, lambda _number: image.send("own0", "twice")) == 0
    assert image.send("own0", "total") == 802


def test_an_error_gives_the_turn_back(image):
    def spoil(root):
        source = "def spoil(self):\n    self.total = 1 / 0\n    self._p_changed = True\n"
        method = Method(selector="spoil", source=source, signature="(self)", mutator=True)
        install_method(root.find("own0"), method)

    image.session.change(spoil, note="test")
    for _ in range(3):
        with pytest.raises(MethodError):
            image.send("own0", "spoil")
    image.send("own0", "count")
    assert image.send("own0", "total") == 1


def test_the_turn_is_not_held_while_something_is_learned(home, m):
    entered, gate = threading.Event(), threading.Event()

    def body(_request):
        entered.set()
        assert gate.wait(30)
        return "    return 1\n"

    image = home.open(m.Coder(body, "    return 2 - 1\n"))

    def work(root):
        genesis = root.find("genesis")
        genesis.total = 0
        for source in (
            COUNT,
            "def learn_it(self, n):\n    self.total = self.zorb(n)\n    self._p_changed = True\n",
        ):
            name = source.split("(")[0].removeprefix("def ")
            method = Method(selector=name, source=source, signature="(self)", mutator=True)
            install_method(genesis, method)

    image.session.change(work, note="test")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(image.send, "genesis", "learn_it", 4)
        assert entered.wait(30)
        image.send("genesis", "count")
        assert image.send("genesis", "total") == 1
        gate.set()
        slow.result(30)
    assert image.send("genesis", "total") == 1


class TestTurns:
    def test_one_after_another_in_the_order_of_commits(self):
        turns = Turns()
        inside = threading.Event()
        gate = threading.Event()
        order = []

        def first(turn):
            turn.take(b"a")
            inside.set()
            assert gate.wait(30)
            order.append("first")

        def second(turn):
            order.append("asks")
            turn.take(b"a")
            order.append("second")

        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(turns.run, first)
            assert inside.wait(30)
            two = pool.submit(turns.run, second)
            while not order:
                pass
            gate.set()
            one.result(30)
            two.result(30)
        # It left its transaction, and began a new one in its turn.
        assert order == ["asks", "first", "asks", "second"]

    def test_others_do_not_wait(self):
        turns = Turns()

        def outer(turn):
            turn.take(b"a")
            return turns.run(lambda other: other.take(b"b") or "side by side")

        assert turns.run(outer) == "side by side"

    def test_a_transaction_that_began_before_the_last_change_begins_again(self):
        turns = Turns()
        tries = []

        def work(turn):
            tries.append(1)
            if len(tries) == 1:
                turns.run(lambda other: other.take(b"a"))
            turn.take(b"a")
            return len(tries)

        assert turns.run(work) == 2

    def test_a_message_without_a_change_takes_no_turn(self):
        assert Turns().run(lambda _turn: 3) == 3
