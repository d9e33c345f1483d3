"""Messages: how they are delivered, and that an error in one leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from batos.errors import MethodError, SlotError, UsageError
from batos.image import Root, Session
from batos.objects import (
    Epoch,
    MessageNotUnderstood,
    Method,
    UvmObject,
    install_method,
    own_slots,
    set_parents,
    slots_of,
    space_of,
)

Learned = Callable[[str], Method]

PUSH = """\
def push(self, item):
    self.items.append(item)
    if item == "bad":
        raise ValueError("bad item")
    self._p_changed = True
    return len(self.items)
"""
READ = "def size(self):\n    return len(self.items)\n"
TRY_PUSH = """\
def try_push(self, good, bad):
    self.items.append(good)
    self._p_changed = True
    try:
        self.push(bad)
    except ValueError:
        return "caught"
    return "kept"
"""
TRY_FRIEND = """\
def try_friend(self, bad):
    try:
        self.friend.push_on(bad)
    except ValueError:
        return "caught"
    return "kept"
"""
PUSH_ON = """\
def push_on(self, item):
    self.items.append("before")
    self.friend.push("deeper")
    self.items.append("after")
    if item == "bad":
        raise ValueError("bad item")
    self._p_changed = True
    return len(self.items)
"""


@pytest.fixture
def stack(session: Session, learned: Learned) -> Session:
    """An image with a stack that holds one thing."""

    def make(root: Root) -> None:
        stack = root.add("stack", UvmObject(items=["first"]))
        for source in (PUSH, READ, TRY_PUSH):
            install_method(stack, learned(source))

    session.change(make, note="make a stack")
    return session


def _tell(session: Session, name: str, selector: str, *args: Any) -> Any:
    return session.change(lambda root: root.find(name).send(selector, *args), note=selector)


def _items(session: Session, name: str = "stack") -> list[str]:
    with session.read() as root:
        return list(root.find(name).items)


def test_a_changing_message_is_kept_after_a_restart(
    stack: Session, open_session: Callable[[], Session]
) -> None:
    assert stack.change(lambda root: root.find("stack").push("second"), note="push") == 2
    assert _items(open_session()) == ["first", "second"]


def test_an_error_takes_a_change_in_place_back_in_memory_and_on_disk(
    stack: Session, open_session: Callable[[], Session]
) -> None:
    with pytest.raises(MethodError, match="bad item"):
        stack.change(lambda root: root.find("stack").push("bad"), note="push")
    assert _items(stack) == ["first"]

    # The next commit of the same object would write what had stayed in memory.
    def name_it(root: Root) -> None:
        root.find("stack").label = "mine"

    stack.change(name_it, note="name it")
    assert _items(open_session()) == ["first"]


def test_a_caught_error_of_a_nested_message_takes_back_only_that_message(
    stack: Session, open_session: Callable[[], Session]
) -> None:
    assert _tell(stack, "stack", "try_push", "good", "bad") == "caught"
    assert _items(stack) == ["first", "good"]
    assert _items(open_session()) == ["first", "good"]


def test_a_nested_message_that_succeeds_is_kept(
    stack: Session, open_session: Callable[[], Session]
) -> None:
    assert _tell(stack, "stack", "try_push", "good", "fine") == "kept"
    assert _items(open_session()) == ["first", "good", "fine"]


@pytest.mark.parametrize("outcome", ["caught", "kept"])
def test_savepoints_within_savepoints_leave_no_half_effects(
    session: Session, learned: Learned, open_session: Callable[[], Session], outcome: str
) -> None:
    def make(root: Root) -> None:
        last = root.add("last", UvmObject(items=[]))
        middle = root.add("middle", UvmObject(items=[], friend=last))
        first = root.add("first", UvmObject(friend=middle))
        install_method(last, learned(PUSH))
        install_method(middle, learned(PUSH_ON))
        install_method(first, learned(TRY_FRIEND))

    session.change(make, note="make three")
    bad = "bad" if outcome == "caught" else "good"
    assert _tell(session, "first", "try_friend", bad) == outcome
    middle = [] if outcome == "caught" else ["before", "after"]
    last = [] if outcome == "caught" else ["deeper"]
    for reopened in (False, True):
        opened = open_session() if reopened else session
        assert _items(opened, "middle") == middle
        assert _items(opened, "last") == last


FAR = "re.match('(b)?a', 'a').groups(self.{name})[0]"
"""A list that the analysis of a method does not follow."""
UNMARKED = (
    "self.fail(self.items)",
    "self.fail((1, self.items))",
    "self.fail_far()",
    "self.fail_large()",
    "self.fail_friend(self.friend)",
    "self.fail_all(self.friend)",
    "self.pass_on()",
)
FAILING = (
    (
        "def fail(self, given):\n    x = given if isinstance(given, list) else given[1]\n"
        "    x.append(1)\n    return 1 / 0\n"
    ),
    f"def fail_far(self):\n    {FAR.format(name='items')}.append(1)\n    return 1 / 0\n",
    f"def fail_large(self):\n    {FAR.format(name='large')}.append(1)\n    return 1 / 0\n",
    "def fail_friend(self, friend):\n    friend.n = 2\n    friend.fresh = 1\n    return 1 / 0\n",
    (
        f"def fail_all(self, friend):\n    {FAR.format(name='items')}.append(1)\n    friend.n = 2\n"
        f"    {FAR.format(name='large')}.append(1)\n    return 1 / 0\n"
    ),
    (
        f"def pass_on(self):\n    {FAR.format(name='items')}.append(1)\n    self.far(self.friend)\n"
        "    return 1 / 0\n"
    ),
    f"def far(self, friend):\n    {FAR.format(name='items')}.append(2)\n    friend.n = 3\n",
)


@pytest.mark.parametrize("call", UNMARKED)
@pytest.mark.parametrize("marked", [True, False])
def test_a_caught_error_takes_back_what_nobody_has_marked(
    session: Session,
    learned: Learned,
    open_session: Callable[[], Session],
    call: str,
    marked: bool,
) -> None:
    mark = "    self.items.append('mine')\n    self._p_changed = True\n" if marked else ""
    sender = f"def m(self):\n{mark}    try:\n        {call}\n"
    sender += "    except ZeroDivisionError:\n        return len(self.items)\n"

    def make(root: Root) -> None:
        friend = root.add("friend", UvmObject(n=1))
        one = root.add("one", UvmObject(items=[0], large=list(range(40_000)), friend=friend))
        for source in (*FAILING, sender):
            install_method(one, learned(source))

    session.change(make, note="make")
    assert _tell(session, "one", "m") == 1 + marked
    for reopened in (False, True):
        with (open_session() if reopened else session).read() as root:
            one, friend = root.find("one"), root.find("friend")
            assert one.items == [0, "mine"][: 1 + marked]
            assert len(one.large) == 40_000
            assert slots_of(friend) == {"n": 1}


def test_a_clone_made_in_the_same_transaction_recovers_from_a_caught_error(
    stack: Session, open_session: Callable[[], Session]
) -> None:
    def clone_and_try(root: Root) -> Any:
        other = root.find("stack").clone()
        root.add("other", other)
        return other.try_push("good", "bad")

    assert stack.change(clone_and_try, note="clone") == "caught"
    for reopened in (False, True):
        opened = open_session() if reopened else stack
        assert _items(opened, "other") == ["first", "good"]
        assert _items(opened) == ["first"]


def test_a_function_put_into_a_list_in_place_is_refused_under_its_slots_name(
    stack: Session, open_session: Callable[[], Session]
) -> None:
    spoilt: list[Any] = [len, lambda: 1, UvmObject, {}.keys()]
    for bad in spoilt:

        def spoil(root: Root, bad: Any = bad) -> None:
            root.find("stack").push(bad)

        with pytest.raises(SlotError, match="'items' cannot hold"):
            stack.change(spoil, note="spoil")
    assert _items(stack) == ["first"]
    assert _items(open_session()) == ["first"]


def test_a_list_that_holds_itself_is_refused(stack: Session) -> None:
    def tie(root: Root) -> None:
        stack = root.find("stack")
        stack.push(stack.items)

    with pytest.raises(SlotError, match="items"):
        stack.change(tie, note="tie")
    assert _items(stack) == ["first"]


def test_reading_messages_commit_nothing(stack: Session) -> None:
    before = stack.metrics.commits
    assert stack.change(lambda root: root.find("stack").size(), note="look") == 1
    assert stack.metrics.commits == before


def test_a_value_answers_a_message_without_arguments(stack: Session) -> None:
    with stack.read() as root:
        assert root.find("stack").send("items") == ["first"]
        with pytest.raises(UsageError, match="takes no arguments"):
            root.find("stack").send("items", 1)


def test_arguments_may_have_the_names_of_the_kernels_own(
    session: Session, learned: Learned
) -> None:
    source = "def pick(self, selector, receiver):\n    return [selector, receiver]\n"

    def make(root: Root) -> Any:
        obj = root.add("picker", UvmObject())
        install_method(obj, learned(source))
        sent = obj.send("pick", selector=1, receiver=2)
        return sent, obj.pick(selector=1, receiver=2)

    assert session.change(make, note="pick") == ([1, 2], [1, 2])


def test_an_unknown_message_carries_what_was_sent(stack: Session) -> None:
    with stack.read() as root:
        obj = root.find("stack")
        with pytest.raises(MessageNotUnderstood, match="stack does not understand 'pop'") as sent:
            obj.send("pop", 1, deep=True)
        assert (sent.value.arguments, sent.value.keywords) == ((1,), {"deep": True})
        assert sent.value.sent
        assert sent.value.receiver is obj
        with pytest.raises(MessageNotUnderstood) as read:
            _ = obj.pop
        assert not read.value.sent
        assert read.value.selector == "pop"


def test_a_miss_inside_a_method_names_the_receiver_that_missed(
    session: Session, learned: Learned
) -> None:
    def make(root: Root) -> None:
        friend = root.add("friend", UvmObject())
        first = root.add("first", UvmObject(friend=friend))
        install_method(first, learned("def ask(self, n):\n    return self.friend.answer(n, 2)\n"))

    session.change(make, note="make two")
    with session.read() as root, pytest.raises(MessageNotUnderstood) as caught:
        root.find("first").ask(1)
    assert caught.value.selector == "answer"
    assert str(caught.value).startswith("friend ")


@pytest.mark.parametrize("selector", ["_slots", "__class__", "_p_jar", "", "a b", "send", "für"])
def test_what_no_message_can_be_named_is_a_wrong_request_and_no_miss(
    stack: Session, selector: str
) -> None:
    with stack.read() as root, pytest.raises(UsageError, match="name of a message"):
        root.find("stack").send(selector)


@pytest.mark.parametrize("selector", [5, None, [], b"push"])
def test_a_selector_that_is_no_text_is_refused(stack: Session, selector: Any) -> None:
    with stack.read() as root, pytest.raises(UsageError, match="name of a message"):
        root.find("stack").send(selector)


def test_outside_an_image_nobody_carries_messages(learned: Learned) -> None:
    obj = UvmObject()
    install_method(obj, learned("def hello(self):\n    return 1\n"))
    assert space_of(obj) is None
    with pytest.raises(UsageError, match="not in an image"):
        obj.hello()
    with pytest.raises(UsageError, match="not in an image"):
        obj.send("hello")


def test_the_epoch_moves_with_methods_and_parents_and_not_with_data(
    session: Session, learned: Learned
) -> None:
    def moves(work: Callable[[Root], object]) -> int:
        with session.read() as root:
            before = int(root.epoch.moves)
        session.change(lambda root: work(root) and None, note="work")
        with session.read() as root:
            return int(root.epoch.moves) - before

    def unset(root: Root) -> None:
        del root.find("a").n

    def adopt(root: Root) -> None:
        set_parents(root.find("a"), [root.find("b")])

    assert moves(lambda root: root.add("a", UvmObject(n=1))) == 0
    assert moves(lambda root: root.add("b", UvmObject())) == 0
    assert moves(lambda root: setattr(root.find("a"), "n", 2)) == 0
    assert moves(unset) == 0
    source = "def m(self):\n    return 1\n"
    assert moves(lambda root: install_method(root.find("a"), learned(source))) == 1
    assert moves(adopt) == 1
    assert "m" in own_slots(UvmObject(m=1))


def test_an_epoch_outside_an_image_has_no_date() -> None:
    epoch = Epoch()
    epoch.touch()
    assert epoch.tag is None
