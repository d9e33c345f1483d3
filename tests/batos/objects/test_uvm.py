"""Prototype objects: slots, delegation, clones, and lookup that never answers from before."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable
from typing import Any

import pytest

from batos.errors import SlotError
from batos.image import Root, Session
from batos.objects import (
    BoundMessage,
    MessageNotUnderstood,
    Method,
    UvmObject,
    ancestors,
    clone,
    install_method,
    lookup,
    methods_of,
    name_of,
    own_slots,
    remove_slot,
    set_name,
    set_parents,
    slots_of,
)

Learned = Callable[[str], Method]


def says(value: object) -> str:
    return f"def speak(self):\n    return {value!r}\n"


# --- delegation ------------------------------------------------------------------------------


def test_parents_are_asked_in_order_depth_first() -> None:
    """The order is first, first's own parent, second; and not level by level."""
    grand = UvmObject(deep="grand", both="grand")
    first = UvmObject(parents=[grand], near="first")
    second = UvmObject(near="second", both="second", last="second")
    child = UvmObject(parents=[first, second])
    assert (child.near, child.both, child.deep, child.last) == ("first", "grand", "grand", "second")
    assert list(ancestors(child)) == [child, first, grand, second]


def test_a_shared_parent_is_asked_once() -> None:
    root = UvmObject(x="root")
    left, right = UvmObject(parents=[root]), UvmObject(parents=[root], x="right")
    child = UvmObject(parents=[left, right])
    assert list(ancestors(child)) == [child, left, root, right]
    # Depth first, first hit: what the first parent inherits comes before the second parent.
    assert child.x == "root"


def test_an_own_slot_hides_a_parents_until_it_is_removed() -> None:
    parent = UvmObject(colour="red")
    child = UvmObject(parents=[parent])
    child.colour = "blue"
    assert (child.colour, parent.colour) == ("blue", "red")
    del child.colour
    assert child.colour == "red"
    assert slots_of(child) == {}


def test_a_slot_that_holds_nothing_still_hides() -> None:
    child = UvmObject(parents=[UvmObject(x=1)], x=None)
    assert child.x is None


def test_cycles_are_refused() -> None:
    first = UvmObject()
    second = UvmObject(parents=[first])
    third = UvmObject(parents=[second])
    for parent in (first, second, third):
        with pytest.raises(SlotError, match="delegate to itself"):
            set_parents(first, [parent])
    assert first.parents == ()


def test_a_cycle_made_behind_the_setters_back_ends() -> None:
    """Two connections can make one; the epoch's conflict keeps it from being committed."""
    first, second = UvmObject(), UvmObject()
    first.__dict__["_parents"] = (second,)
    second.__dict__["_parents"] = (first,)
    assert lookup(first, "nothing") is None
    assert list(ancestors(first)) == [first, second]


def test_two_connections_cannot_commit_a_cycle(session: Session) -> None:
    def make(root: Root) -> None:
        root.add("a", UvmObject())
        root.add("b", UvmObject())

    session.change(make, note="make two")
    tries = []

    def adopt(root: Root) -> None:
        tries.append(1)
        if len(tries) == 1:

            def other_way(inner: Root) -> None:
                set_parents(inner.find("b"), [inner.find("a")])

            session.change(other_way, note="the other way")
        set_parents(root.find("a"), [root.find("b")])

    with pytest.raises(SlotError, match="delegate to itself"):
        session.change(adopt, note="adopt")
    assert len(tries) == 2


@pytest.mark.parametrize("parents", [[5], [None], ["genesis"], [object()], 5, None, UvmObject()])
def test_parents_must_be_objects(parents: Any) -> None:
    child = UvmObject()
    with pytest.raises(SlotError, match="arent"):
        setattr(child, "parents", parents)  # noqa: B010 - as a method or a console would
    assert child.parents == ()


def test_a_long_chain_is_no_deep_recursion() -> None:
    obj = UvmObject(far="away")
    for _ in range(3_000):
        obj = _child_of(obj)
    assert obj.far == "away"


def _child_of(parent: UvmObject) -> UvmObject:
    child = UvmObject()
    child.__dict__["_parents"] = (parent,)  # past the cycle check, which walks the whole chain
    return child


# --- what is not understood ------------------------------------------------------------------


def test_hasattr_and_getattr_work_as_python_programmers_expect() -> None:
    obj = UvmObject(parents=[UvmObject(inherited=1)], own=None)
    assert hasattr(obj, "own")
    assert hasattr(obj, "inherited")
    assert not hasattr(obj, "missing")
    assert getattr(obj, "missing", 7) == 7
    with pytest.raises(AttributeError):
        _ = obj.missing


@pytest.mark.parametrize(
    "probe",
    [
        *("_p_resolveConflict", "_p_independent", "__deepcopy__", "__copy__", "__conform__"),
        *("__getnewargs__", "__getnewargs_ex__", "__of__"),
        *("__iter__", "__len__", "__call__", "__getitem__", "__array__", "_repr_html_", "_private"),
    ],
)
def test_probes_of_python_and_zodb_are_not_answered(probe: str) -> None:
    """An answer to one of them would corrupt the object; a miss would start learning it."""
    obj = UvmObject(parents=[UvmObject()])
    with pytest.raises(AttributeError) as caught:
        getattr(obj, probe)
    assert not isinstance(caught.value, MessageNotUnderstood)


def test_a_conflict_asks_no_object_to_resolve_it(session: Session) -> None:
    session.change(lambda root: root.add("c", UvmObject(n=0)) and None, note="make")
    tries = []

    def count(root: Root) -> None:
        tries.append(1)
        obj = root.find("c")
        obj.n += 1
        if len(tries) == 1:
            session.change(lambda inner: setattr(inner.find("c"), "n", 10), note="meddle")

    session.change(count, note="count")
    with session.read() as root:
        assert root.find("c").n == 11
    assert session.metrics.conflicts == 1


# --- slots -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["_x", "__class__", "__dict__", "_slots", "send", "clone", "é"])
def test_refused_names_are_refused_at_every_way_in(name: str) -> None:
    obj = UvmObject()
    given: dict[str, Any] = {name: 1}
    with pytest.raises(SlotError):
        setattr(obj, name, 1)
    with pytest.raises(SlotError):
        UvmObject(**given)
    with pytest.raises(SlotError):
        clone(obj, **{name: 1})
    assert own_slots(obj) == {}


@pytest.mark.parametrize("name", ["_p_changed", "_p_jar", "_v_cache", "_v_space", "parents"])
def test_persistences_own_names_are_no_slots(name: str) -> None:
    given: dict[str, Any] = {name: ()}
    with pytest.raises(SlotError):
        clone(UvmObject(), **given)
    if name != "parents":
        with pytest.raises(SlotError):
            UvmObject(**given)


@pytest.mark.parametrize("name", ["obj", "self", "selector", "name", "value"])
def test_names_that_the_kernels_code_uses_are_free(name: str) -> None:
    obj = clone(UvmObject(), **{name: 1})
    assert getattr(obj, name) == 1


@pytest.mark.parametrize("value", [len, lambda: 1, [[lambda: 1]], str, (x for x in "a"), object()])
def test_refused_values_leave_the_slot_as_it_was(value: Any) -> None:
    obj = UvmObject(tool="hammer")
    with pytest.raises(SlotError, match="'tool'"):
        obj.tool = value
    with pytest.raises(SlotError, match="'tool'"):
        clone(obj, tool=value)
    assert obj.tool == "hammer"


def test_a_bound_message_is_no_value(learned: Learned) -> None:
    obj = UvmObject()
    install_method(obj, learned(says(1)))
    assert type(obj.speak) is BoundMessage
    with pytest.raises(SlotError, match="BoundMessage"):
        obj.memory = [obj.speak]


def test_a_method_is_installed_and_not_assigned(learned: Learned) -> None:
    obj = UvmObject()
    with pytest.raises(SlotError, match="installed"):
        obj.speak = learned(says(1))


def test_a_value_may_not_hide_a_method_nor_a_method_replace_a_value(learned: Learned) -> None:
    parent = UvmObject(word="hi")
    install_method(parent, learned(says(1)))
    child = UvmObject(parents=[parent])
    with pytest.raises(SlotError, match="may not hide it"):
        child.speak = 5
    with pytest.raises(SlotError, match="removed by undo"):
        del parent.speak
    with pytest.raises(SlotError, match="holds a value"):
        install_method(parent, learned("def word(self):\n    return 1\n"))


def test_slots_are_written_copy_on_write() -> None:
    obj = UvmObject(a=1)
    before = obj.__dict__["_slots"]
    obj.b = 2
    assert before == {"a": 1}
    del obj.a
    assert own_slots(obj) == {"b": 2}


def test_what_is_handed_out_is_a_copy(learned: Learned) -> None:
    obj = UvmObject(a=1)
    install_method(obj, learned(says(1)))
    for copied in (slots_of(obj), obj.slots, methods_of(obj)):
        copied.clear()
    assert slots_of(obj) == {"a": 1}
    assert list(methods_of(obj)) == ["speak"]
    assert sorted(own_slots(obj)) == ["a", "speak"]


def test_removing_what_is_not_there_is_an_error_but_nothing_to_learn() -> None:
    obj = UvmObject(parents=[UvmObject(inherited=1)])
    for name in ("missing", "inherited", "_slots", "parents"):
        with pytest.raises(AttributeError, match="no slot") as caught:
            delattr(obj, name)
        assert not isinstance(caught.value, MessageNotUnderstood)
    with pytest.raises(AttributeError):
        remove_slot(obj, "missing")


def test_an_object_tells_its_name_and_slots() -> None:
    obj = UvmObject(b=1, a=2)
    assert name_of(obj) == ""
    assert repr(obj) == "<UvmObject an object slots=['a', 'b']>"
    set_name(obj, "robin")
    assert name_of(obj) == "robin"
    assert "robin" in repr(obj)
    with pytest.raises(SlotError):
        set_name(obj, "a b")


def test_slots_and_parents_are_there_after_a_restart(open_session: Callable[[], Session]) -> None:
    value = {"list": [1, (2.5, None)], "text": "é", 3: {4}}

    def make(root: Root) -> None:
        parent = root.add("parent", UvmObject(inherited=value))
        root.add("child", UvmObject(parents=[parent], friend=parent, mine=[parent]))

    open_session().change(make, note="make")
    with open_session().read() as root:
        child, parent = root.find("child"), root.find("parent")
        assert child.inherited == value
        assert child.parents == (parent,)
        assert child.friend is parent
        assert child.mine == [parent]
        assert name_of(child) == "child"


def test_nothing_volatile_is_stored(session: Session, learned: Learned) -> None:
    def make(root: Root) -> None:
        parent = root.add("parent", UvmObject())
        install_method(parent, learned(says(1)))
        root.add("child", UvmObject(parents=[parent], n=1))

    session.change(make, note="make")
    with session.read() as root:
        child = root.find("child")
        assert child.speak() == 1
        assert child.__dict__["_v_cache"]
        assert set(child.__getstate__()) == {"_slots", "_parents", "_name"}


# --- clones ----------------------------------------------------------------------------------


def test_a_clone_has_its_own_data_and_its_prototypes_methods(
    session: Session, learned: Learned
) -> None:
    def make(root: Root) -> None:
        friend = root.add("friend", UvmObject(n=1))
        proto = root.add("proto", UvmObject(items=[[1], friend], friend=friend))
        install_method(proto, learned(says("proto")))
        twin = proto.clone()
        twin.items[0].append(2)
        assert proto.items[0] == [1]
        assert twin.items[1] is friend, "objects are shared, not copied"
        assert twin.friend is friend
        assert twin.parents == (proto,)
        assert "speak" not in own_slots(twin)
        assert twin.speak() == "proto", "a clone is in the image before the commit"
        root.add("twin", clone(twin, items=[], extra=1))

    session.change(make, note="make")
    with session.read() as root:
        assert slots_of(root.find("twin"))["items"] == []
        assert root.find("twin").speak() == "proto"
        assert root.find("proto").items[0] == [1]


def test_a_clone_that_is_refused_leaves_nothing_in_the_image(session: Session) -> None:
    session.change(lambda root: root.add("proto", UvmObject()) and None, note="make")
    commits = session.metrics.commits

    def fail(root: Root) -> None:
        with pytest.raises(SlotError):
            clone(root.find("proto"), bad=len)

    session.change(fail, note="fail")
    assert session.metrics.commits == commits


def test_a_value_that_holds_itself_can_be_cloned_from() -> None:
    obj = UvmObject(items=[1])
    obj.items.append(obj.items)
    twin = clone(obj)
    assert twin.items[1] is twin.items
    assert twin.items is not obj.items


def test_python_can_copy_an_object() -> None:
    obj = UvmObject(items=[1])
    twin = copy.deepcopy(obj)
    twin.items.append(2)
    assert obj.items == [1]


# --- lookup and its cache --------------------------------------------------------------------


@pytest.fixture
def family(session: Session, learned: Learned) -> Session:
    """Child -> parent -> grand, which speaks; and an aunt that child asks before parent."""

    def make(root: Root) -> None:
        grand = root.add("grand", UvmObject())
        install_method(grand, learned(says("grand")))
        parent = root.add("parent", UvmObject(parents=[grand]))
        aunt = root.add("aunt", UvmObject())
        root.add("child", UvmObject(parents=[aunt, parent]))

    session.change(make, note="make a family")
    return session


def _speak(session: Session, name: str = "child") -> Any:
    with session.read() as root:
        child = root.find(name)
        # Twice: the second answer comes from the cache.
        first, second = child.speak(), child.speak()
        assert first == second
        return first


def _install(session: Session, name: str, method: Method) -> None:
    session.change(lambda root: install_method(root.find(name), method), note="learn")


def test_an_installed_method_is_seen_at_once_and_afterwards(
    family: Session, learned: Learned
) -> None:
    assert _speak(family) == "grand"

    def install_and_ask(root: Root) -> Any:
        child = root.find("child")
        assert child.speak() == "grand"
        install_method(root.find("parent"), learned(says("parent")))
        return child.speak()

    assert family.change(install_and_ask, note="learn") == "parent"
    assert _speak(family) == "parent"


def test_a_new_version_takes_the_place_of_the_old_one(family: Session, learned: Learned) -> None:
    assert _speak(family) == "grand"
    _install(family, "grand", learned(says("better")))
    assert _speak(family) == "better"


def test_an_aborted_installation_is_forgotten(family: Session, learned: Learned) -> None:
    assert _speak(family) == "grand"

    def install_and_fail(root: Root) -> None:
        install_method(root.find("parent"), learned(says("parent")))
        assert root.find("child").speak() == "parent"
        raise LookupError("no")

    with pytest.raises(LookupError):
        family.change(install_and_fail, note="learn")
    assert _speak(family) == "grand"


def test_an_installation_thrown_away_after_a_savepoint_is_forgotten(
    family: Session, learned: Learned
) -> None:
    """A savepoint writes the epoch away and leaves it looking unchanged, with its old date."""
    assert _speak(family) == "grand"

    def install_save_and_fail(root: Root) -> None:
        child = root.find("child")
        assert child.speak() == "grand"
        install_method(root.find("parent"), learned(says("parent")))
        assert root.space.savepoint is not None
        root.space.savepoint()
        assert not root.epoch._p_changed
        assert child.speak() == "parent"
        raise LookupError("no")

    with pytest.raises(LookupError):
        family.change(install_save_and_fail, note="learn")
    assert _speak(family) == "grand"


def test_an_installation_rolled_back_to_a_savepoint_is_forgotten(
    family: Session, learned: Learned
) -> None:
    def install_and_roll_back(root: Root) -> Any:
        child = root.find("child")
        assert root.space.savepoint is not None
        savepoint = root.space.savepoint()
        install_method(root.find("parent"), learned(says("parent")))
        assert child.speak() == "parent"
        savepoint.rollback()
        return child.speak()

    assert family.change(install_and_roll_back, note="learn") == "grand"
    assert _speak(family) == "grand"


def test_an_undone_transaction_is_forgotten(family: Session, learned: Learned) -> None:
    _install(family, "parent", learned(says("parent")))
    assert _speak(family) == "parent"

    def undo(root: Root) -> None:
        database = root.connection.db()
        last = database.undoLog(0, 1)[0]["id"]
        database.undo(last, root.connection.transaction_manager.get())
        root.connection.transaction_manager.commit()
        root.connection.transaction_manager.begin()

    family.change(undo, note="undo")
    assert _speak(family) == "grand"


def test_a_change_by_another_connection_is_seen_by_the_next_transaction_only(
    family: Session, learned: Learned
) -> None:
    with family.read() as root:
        child = root.find("child")
        assert child.speak() == "grand"
        _install(family, "grand", learned(says("other")))
        assert child.speak() == "grand", "a transaction sees one moment"
    assert _speak(family) == "other"


def test_a_change_of_parents_is_seen(family: Session, learned: Learned) -> None:
    assert _speak(family) == "grand"

    def adopt(root: Root) -> None:
        stranger = root.add("stranger", UvmObject())
        install_method(stranger, learned(says("stranger")))
        set_parents(root.find("parent"), [stranger])

    family.change(adopt, note="adopt")
    assert _speak(family) == "stranger"


def test_a_value_that_comes_before_a_cached_method_is_seen(family: Session) -> None:
    """A value moves no epoch; the aunt does not know grand's method and so may have one."""
    assert _speak(family) == "grand"
    family.change(lambda root: setattr(root.find("aunt"), "speak", 5), note="set")
    with family.read() as root:
        assert root.find("child").speak == 5

    def unset(root: Root) -> None:
        del root.find("aunt").speak

    family.change(unset, note="unset")
    assert _speak(family) == "grand"


def test_a_removed_method_is_forgotten(family: Session, learned: Learned) -> None:
    _install(family, "parent", learned(says("parent")))
    assert _speak(family) == "parent"
    family.change(lambda root: remove_slot(root.find("parent"), "speak"), note="remove")
    assert _speak(family) == "grand"


def test_caches_survive_the_garbage_collector(family: Session) -> None:
    assert _speak(family) == "grand"
    with family.read() as root:
        child = root.find("child")
        assert child.speak() == "grand"
        root.connection.cacheMinimize()
        gc.collect()
        assert child.speak() == "grand"


def test_lookup_tells_the_holder(family: Session) -> None:
    with family.read() as root:
        found = lookup(root.find("child"), "speak")
        assert found is not None
        assert found[0] is root.find("grand")
        assert type(found[1]) is Method
        assert lookup(root.find("child"), "nothing") is None
