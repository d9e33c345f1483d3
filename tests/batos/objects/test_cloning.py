"""Deep clones have copies of everything that belongs to their model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent.list import PersistentList
from ZODB.blob import Blob

from batos.image import Session
from batos.objects import (
    Method,
    UvmObject,
    deep_clone,
    install_method,
    methods_of,
    name_of,
    own_slots,
    set_parents,
)

Learned = Callable[[str], Method]
SIZE = "def size(self):\n    return len(self.items)\n"


def test_a_twin_is_independent_of_its_model(learned: Learned) -> None:
    parent = UvmObject()
    model = UvmObject(parents=(parent,), items=[1, [2]])
    install_method(model, learned(SIZE))
    twin = deep_clone(model)
    model.items[1].append(3)
    assert twin.items == [1, [2]]
    assert twin.parents == (parent,)
    assert methods_of(twin)["size"].source == SIZE
    assert methods_of(twin)["size"] is not methods_of(model)["size"]
    assert name_of(twin) == ""


def test_objects_in_slots_are_cloned_with_sharing_and_circles() -> None:
    leaf = UvmObject(colour="green")
    model = UvmObject(left=leaf, both=[leaf, {"again": leaf}])
    leaf.home = model
    twin = deep_clone(model)
    assert twin.left is not leaf
    assert twin.both[0] is twin.left
    assert twin.both[1]["again"] is twin.left
    assert twin.left.home is twin
    assert twin.left.colour == "green"


def test_parents_are_cloned_when_asked_for() -> None:
    grandparent = UvmObject(age=80)
    parent = UvmObject(parents=(grandparent,), age=40)
    model = UvmObject(parents=(parent, grandparent), friend=parent)
    twin = deep_clone(model, with_parents=True)
    parent.age, grandparent.age = 41, 81
    assert twin.age == 40
    assert twin.friend is twin.parents[0]
    assert twin.parents[0].parents[0] is twin.parents[1]
    assert twin.parents[1].age == 80


def test_trees_lists_and_blobs_are_copied(session: Session) -> None:
    def make(root: Any) -> None:
        model = root.add("model", UvmObject())
        blob = Blob()
        with blob.open("w") as file:
            file.write(b"wing")
        friend = UvmObject(colour="black")
        model.tree = OOBTree({"a": [1], "friend": friend})
        model.tags = OOTreeSet(["x", "y"])
        model.list = PersistentList([1, friend])
        model.blob = blob
        root.add("twin", deep_clone(model))

    session.change(make, note="twins")
    with session.read() as root:
        model, twin = root.find("model"), root.find("twin")
        assert twin.tree is not model.tree
        assert twin.tree["a"] == [1]
        assert twin.tree["friend"] is twin.list[1]
        assert twin.tree["friend"] is not model.tree["friend"]
        assert list(twin.tags) == ["x", "y"]
        assert twin.blob is not model.blob
        with twin.blob.open("r") as file:
            assert file.read() == b"wing"


def test_a_twin_answers_messages_before_and_after_the_commit(
    session: Session, learned: Learned
) -> None:
    def make(root: Any) -> int:
        model = root.add("model", UvmObject(items=[1, 2]))
        install_method(model, learned(SIZE))
        twin = root.add("twin", deep_clone(model))
        return int(twin.send("size"))

    assert session.change(make, note="twins") == 2
    with session.read() as root:
        assert root.find("twin").send("size") == 2


def test_a_method_in_quarantine_stays_there_in_the_twin(learned: Learned) -> None:
    model = UvmObject()
    method = learned("def one(self):\n    return 1\n")
    method.quarantine = {"reason": "it ended two workers"}
    install_method(model, method)
    assert methods_of(deep_clone(model))["one"].quarantine == method.quarantine


def test_a_long_chain_is_no_deep_recursion() -> None:
    model = UvmObject()
    for _ in range(3000):
        model = UvmObject(inner=model)
    twin = deep_clone(model)
    depth = 0
    while "inner" in own_slots(twin):
        twin, depth = twin.inner, depth + 1
    assert depth == 3000


def test_a_model_is_not_changed(session: Session) -> None:
    def make(root: Any) -> None:
        root.add("model", UvmObject(items=[1], friend=UvmObject()))

    session.change(make, note="a model")

    def look(root: Any) -> bool:
        model = root.find("model")
        deep_clone(model)
        return bool(model._p_changed)

    assert session.change(look, note="a twin") is False


@pytest.mark.parametrize("with_parents", [False, True])
def test_a_twin_of_an_object_without_an_image(with_parents: bool) -> None:
    parent = UvmObject(age=1)
    twin = deep_clone(UvmObject(parents=(parent,), n=1), with_parents=with_parents)
    assert (twin.n, twin.age) == (1, 1)
    assert (twin.parents[0] is parent) is not with_parents
    set_parents(twin, ())
