"""Who answers, where that comes from, and that what is remembered is never stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from batos.errors import QuarantinedError
from batos.image import Root, Session
from batos.objects import (
    MessageNotUnderstood,
    Method,
    UvmObject,
    install_method,
    lookup,
    remove_slot,
    resolve,
    set_parents,
)

Learned = Callable[[str], Method]

ONE = "def one(self):\n    return 1\n"
TWICE = "def twice(self):\n    return [self.one(), self.one(), self.send('one')]\n"


@pytest.fixture
def family(session: Session, learned: Learned) -> Iterator[Session]:
    """A child below a parent below a grandparent, who has the methods."""

    def make(root: Root) -> None:
        grandparent = root.add("grandparent", UvmObject(colour="grey"))
        for source in (ONE, TWICE):
            install_method(grandparent, learned(source))
        parent = root.add("parent", UvmObject(parents=(grandparent,)))
        root.add("child", UvmObject(parents=(parent,)))

    session.change(make, note="a family")
    return session


def test_a_selector_resolves_to_its_holder_by_a_path() -> None:
    left, right = UvmObject(x=1), UvmObject(x=2, y=3)
    middle = UvmObject(parents=(left, right))
    low = UvmObject(parents=(middle,))
    found = resolve(low, "x")
    assert found is not None
    assert (found.holder, found.value, found.path) == (left, 1, (low, middle, left))
    assert found.shadowed == (right,)
    deep = resolve(low, "y")
    assert deep is not None
    assert deep.path == (low, middle, right)


def test_an_own_slot_resolves_to_the_object_itself() -> None:
    obj = UvmObject(x=1)
    found = resolve(obj, "x")
    assert found is not None
    assert found.path == (obj,)
    assert resolve(obj, "y") is None


def test_a_miss_is_remembered_only_as_long_as_nobody_has_the_slot(family: Session) -> None:
    with family.read() as root:
        child, grandparent = root.find("child"), root.find("grandparent")
        for _ in range(2):
            assert lookup(child, "size") is None
        grandparent.size = 3
        assert child.size == 3
        del grandparent.size
        assert lookup(child, "size") is None
        root.find("parent").size = 4
        assert child.size == 4


def test_a_miss_does_not_outlive_an_installation(family: Session, learned: Learned) -> None:
    with family.read() as root:
        assert lookup(root.find("child"), "two") is None
    source = "def two(self):\n    return 2\n"
    family.change(
        lambda root: install_method(root.find("grandparent"), learned(source)), note="two"
    )
    with family.read() as root:
        assert root.find("child").two() == 2


def test_a_value_of_a_parent_is_never_answered_from_memory(family: Session) -> None:
    with family.read() as root:
        child, grandparent = root.find("child"), root.find("grandparent")
        assert [child.colour, child.colour] == ["grey", "grey"]
        grandparent.colour = "white"
        assert child.colour == "white"
        root.find("parent").colour = "black"
        assert child.colour == "black"
        del root.find("parent").colour
        del grandparent.colour
        with pytest.raises(MessageNotUnderstood):
            _ = child.colour


def test_repeated_messages_of_one_run_are_answered_alike(family: Session) -> None:
    with family.read() as root:
        assert root.find("child").twice() == [1, 1, 1]
        assert not root.space.ready


def test_messages_to_many_are_answered_by_the_method_of_each(
    family: Session, learned: Learned
) -> None:
    def herd(root: Root) -> None:
        child = root.find("child")
        members = [child.clone() for _ in range(5)]
        install_method(members[2], learned("def one(self):\n    return 7\n"))
        members[3].n = 3
        source = "def ask(self, herd):\n    return [each.one() for each in herd]\n"
        install_method(child, learned(source))
        sent = "def ask_by_name(self, herd):\n    return [each.send('one') for each in herd]\n"
        install_method(child, learned(sent))
        root.add("herd", UvmObject(members=members))

    family.change(herd, note="a herd")
    with family.read() as root:
        child, members = root.find("child"), root.find("herd").members
        for selector in ("ask", "ask_by_name"):
            assert child.send(selector, members) == [1, 1, 7, 1, 1]
            assert child.send(selector, members * 2) == [1, 1, 7, 1, 1] * 2
        assert not root.space.ready


def test_a_method_installed_between_two_runs_is_the_one_that_runs(
    family: Session, learned: Learned
) -> None:
    def work(root: Root) -> list[Any]:
        child = root.find("child")
        before = child.twice()
        install_method(root.find("parent"), learned("def one(self):\n    return 2\n"))
        during = child.twice()
        remove_slot(root.find("parent"), "one")
        set_parents(child, (root.find("grandparent"),))
        return [before, during, child.twice()]

    assert family.change(work, note="work") == [[1, 1, 1], [2, 2, 2], [1, 1, 1]]


def test_repeated_messages_are_noted_on_the_pad_and_the_callers_again(family: Session) -> None:
    with family.read() as root:
        root.space.pad = memoryview(bytearray(8))
        child = root.find("child")
        seen: list[bytes] = []
        runner = root.space.runner
        bound = runner.bound

        def spying(method: Method) -> Any:
            call = bound(method)
            assert call is not None

            def spy(*args: Any) -> Any:
                seen.append(bytes(root.space.pad or b""))
                return call(*args)

            return spy

        runner.bound = spying  # type: ignore[method-assign]
        try:
            assert child.twice() == [1, 1, 1]
        finally:
            runner.bound = bound  # type: ignore[method-assign]
        one = lookup(child, "one")
        assert one is not None
        assert set(seen) == {one[1]._p_oid}
        assert bytes(root.space.pad) == bytes(8)


def test_a_method_in_quarantine_is_not_run_by_repetition(family: Session) -> None:
    def bar(root: Root) -> None:
        found = lookup(root.find("child"), "one")
        assert found is not None
        found[1].quarantine = {"reason": "no"}

    family.change(bar, note="bar")
    with family.read() as root, pytest.raises(QuarantinedError):
        root.find("child").twice()
