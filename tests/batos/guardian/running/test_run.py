# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

from batos.errors import AuditRefusedError, BudgetExceededError, MethodError, SlotError
from batos.guardian.running.run import GuardedRunner
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method
from batos.objects.uvm import UvmObject


def test_error_crosses_as_type_and_text_only(world: Any) -> None:
    with pytest.raises(MethodError) as caught:
        world.call("def m(self):\n    raise ValueError('no ' + 'x' * 1000)")

    assert caught.value.kind == "ValueError"
    assert len(caught.value.text) == 500
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_miss_passes_unchanged(world: Any) -> None:
    with pytest.raises(MessageNotUnderstood) as caught:
        world.call("def m(self):\n    return self.unknown(1, k=2)")

    assert caught.value.selector == "unknown"


def test_slot_error_passes_with_the_name_of_the_slot(world: Any) -> None:
    with pytest.raises(SlotError, match="'x'"):
        world.call("def m(self):\n    self.x = lambda: 1\n    self._p_changed = True")


def test_nested_send_raises_what_was_raised(world: Any) -> None:
    receiver = world.object(
        "def inner(self):\n    raise KeyError('k')",
        "def outer(self):\n    try:\n        return self.inner()\n    except KeyError:\n        return 'caught'",
    )

    assert receiver.outer() == "caught"
    with pytest.raises(MethodError, match="KeyError"):
        receiver.inner()


def test_nested_sends_share_one_budget(make_world: Any) -> None:
    world = make_world(fuel=2_000)
    receiver = world.object(
        "def inner(self):\n    for i in range(500):\n        pass",
        "def outer(self):\n    for i in range(100):\n        self.inner()",
    )

    receiver.inner()
    with pytest.raises(BudgetExceededError):
        receiver.outer()


def test_breach_in_a_nested_send_cannot_be_caught(make_world: Any) -> None:
    world = make_world(fuel=2_000)
    receiver = world.object(
        "def inner(self):\n    while True:\n        pass",
        "def outer(self):\n    try:\n        self.inner()\n    except Exception:\n        return 1\n    return 2",
    )

    with pytest.raises(BudgetExceededError, match="fuel"):
        receiver.outer()


def test_deadline_stops_slow_steps(make_world: Any) -> None:
    world = make_world(seconds=0.05)

    with pytest.raises(BudgetExceededError, match="too long"):
        world.call("def m(self):\n    while True:\n        sorted(range(20000), key=str)")


@pytest.mark.parametrize(
    "value",
    [
        "lambda: 1",
        "ValueError('x')",
        "self.m",
        "json",
        "re.compile('a')",
        "iter",
        "[lambda: 1]",
        "slice(1)",
    ],
)
def test_result_must_be_plain(value: str, world: Any) -> None:
    with pytest.raises(MethodError) as caught:
        world.call(f"def m(self):\n    return {value}")

    assert caught.value.kind == "ResultError"


def test_object_is_a_proper_result(world: Any) -> None:
    result, _ = world.call("def m(self):\n    return [self.clone()]")

    assert isinstance(result[0], UvmObject)


def test_clock_and_chance_come_from_the_runner(make_world: Any) -> None:
    moment = dt.datetime(2031, 5, 6, 7, 8)
    source = "def m(self):\n    return now(), today(), datetime.datetime.now(), date.today(), time.time(), random.random()"
    first, _ = make_world(clock=lambda: moment).call(source)
    second, _ = make_world(clock=lambda: moment).call(source)

    assert first == second
    assert first[:4] == (moment, moment.date(), moment, moment.date())


def test_refused_source_does_not_run(world: Any) -> None:
    receiver = UvmObject()
    method = Method(selector="m", source="def m(self):\n    return open('x')", signature="(self)")

    with pytest.raises(AuditRefusedError):
        world.runner.run(method, receiver, (), {})


def test_passthrough_errors_cross_unchanged() -> None:
    class Conflict(Exception):
        pass

    class Receiver:
        @property
        def x(self) -> int:
            raise Conflict

    runner = GuardedRunner(passthrough=(Conflict,))
    method = Method(selector="m", source="def m(self):\n    return self.x", signature="(self)")

    with pytest.raises(Conflict):
        runner.run(method, Receiver(), (), {})  # type: ignore[arg-type]


def test_threads_have_budgets_of_their_own(make_world: Any) -> None:
    world = make_world(fuel=100_000)
    receiver = world.object(
        "def m(self, n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t"
    )
    results: list[Any] = []
    threads = [
        threading.Thread(target=lambda: results.append(receiver.m(60_000))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [sum(range(60_000))] * 4


def test_print_is_captured(world: Any) -> None:
    seen: list[str] = []
    world.runner.on_printed = seen.append

    world.call(
        "def m(self):\n    print('a', 1, sep='-')\n    for i in range(10000):\n        print('long text')"
    )

    assert seen[0].startswith("a-1\n")
    assert len(seen[0]) == 20_000


def test_methods_cannot_leave_anything_in_shared_names(world: Any) -> None:
    with pytest.raises(MethodError, match="AttributeError"):
        world.call("def m(self):\n    f = map\n    f.x = 1")
    with pytest.raises(MethodError, match="AttributeError"):
        world.call("def m(self):\n    c = Counter\n    c.update = 1")
    with pytest.raises(MethodError, match="AttributeError"):
        world.call("def m(self):\n    c = Counter()\n    c.x += 1")


def test_method_cannot_call_itself_with_another_self(world: Any) -> None:
    source = """
def m(self, first=True):
    def unused(m):
        return m
    if first:
        m(Counter, False)
    self.update = 1
    self._p_changed = True
"""
    with pytest.raises(MethodError, match="NameError"):
        world.call(source)


def test_runaway_recursion_ends_in_order(world: Any) -> None:
    with pytest.raises((MethodError, BudgetExceededError)):
        world.call("def m(self):\n    return self.m()")
    assert world.call("def m(self):\n    return 1")[0] == 1


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("iter([1])", "list_iterator"),
        ("lambda: 1", "function"),
        ("[len]", "builtin_function_or_method"),
        ("self.send", "method"),
        ("range(3)", "range"),
    ],
)
def test_what_is_put_into_a_slot_has_to_be_plain(world: Any, value: str, kind: str) -> None:
    put = f"def put(self):\n    self.items.append({value})\n    self._p_changed = True"
    outer = "def outer(self):\n    return self.put()"
    for selector in ("put", "outer"):
        with pytest.raises(SlotError, match=f"'items' cannot hold a {kind}"):
            world.object(put, outer, items=[]).send(selector)


def test_slots_that_a_method_does_not_change_are_not_looked_at(world: Any) -> None:
    source = "def m(self):\n    self.count += 1\n    self._p_changed = True\n    return self.count"
    receiver = world.object(source, count=1, other=[])
    receiver._slots["other"].append(len)

    assert receiver.m() == 2
