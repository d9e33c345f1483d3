# ruff: noqa: E501 - sources of methods read best on one line
"""Which method, and which line of it, an error came from."""

from __future__ import annotations

from typing import Any

import pytest

from batos.errors import BatosError, BudgetExceededError, MethodError, QuarantinedError, SlotError
from batos.guardian.audit.audit import audit
from batos.objects import clone, methods_of, set_name


@pytest.fixture
def fails(world: Any) -> Any:
    """Sends the last of some methods, which belong to genesis, and returns the error."""

    def send(*sources: str, args: tuple[Any, ...] = (), **kwargs: Any) -> BatosError:
        genesis = world.object(*sources, items=[])
        set_name(genesis, "genesis")
        with pytest.raises(BatosError) as caught:
            genesis.send(audit(sources[-1]).selector, *args, **kwargs)
        return caught.value

    return send


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def f(self):\n    n = 1\n    return n + 'a'", 3),
        ("def f(self):\n    return [\n        1 / each\n        for each in [0]\n    ]", 3),
        ("def f(self):\n    def inner(n):\n        return 1 / n\n    return inner(0)", 3),
        ("def f(self):\n    half = lambda n: 1 / n\n    return half(0)", 2),
        (
            "def f(self):\n    n = 2\n    while n >= 0:\n        n -= 1\n        1 / n\n    return n",
            5,
        ),
        ("def f(self):\n    for n in [0]:\n        1 / n", 3),
        ("def f(self):\n    return sum(1 / n for n in [0])", 2),
        (
            "def f(self):\n    try:\n        return 1 / 0\n    except ZeroDivisionError:\n        raise ValueError('no')",
            5,
        ),
        ('def f(self):\n    """A doc.\n\n    More.\n    """\n    return {}["k"]', 6),
    ],
)
def test_an_error_names_object_selector_and_line(fails: Any, source: str, line: int) -> None:
    error = fails(source)
    assert isinstance(error, MethodError)
    assert (error.object, error.selector, error.line) == ("genesis", "f", line)
    assert error.message == f"genesis.f, line {line}: {error.kind}: {error.text}"
    assert str(error) == error.message


def test_a_nested_send_names_the_innermost_method_and_the_chain(fails: Any) -> None:
    error = fails(
        "def inner(self, n):\n    return 1 / n",
        "def middle(self):\n    x = 1\n    return self.send('inner', 0)",
        "def outer(self):\n    return self.middle()",
    )
    assert error.message == "genesis.inner, line 2: ZeroDivisionError: division by zero"
    assert error.hint == "It was called by genesis.middle, line 3; by genesis.outer, line 2."
    chain = [(each["selector"], each["line"]) for each in error.chain]
    assert chain == [("outer", 2), ("middle", 3), ("inner", 2)]


def test_what_was_handed_to_another_method_is_still_the_line_of_its_own(fails: Any) -> None:
    error = fails(
        "def apply(self, f):\n    return f(0)",
        "def outer(self):\n    return self.apply(\n        lambda n: 1 / n\n    )",
    )
    assert error.message.startswith("genesis.outer, line 3: ZeroDivisionError")


def test_a_method_that_calls_itself_without_end_is_named_once(fails: Any) -> None:
    error = fails("def f(self):\n    return self.f()")
    assert error.message.startswith("genesis.f, line 2")
    assert error.hint.endswith("It was called by genesis.f, line 2.")
    assert len(error.details["chain"]) <= 20


@pytest.mark.parametrize(
    ("parameters", "args", "kwargs", "said"),
    [
        ("text", (), {}, "it was not given 'text'; call it as f(text)"),
        ("text", (1, 2), {}, "it takes 1 argument and was given 2; call it as f(text)"),
        ("", (1,), {}, "it takes no arguments and was given 1; call it as f()"),
        ("a, b, c=3", (1, 2, 3, 4), {}, "it takes 2 to 3 arguments and was given 4; call it as f(a, b, c=3)"),
        ("a, b", (1,), {"c": 2}, "it has no argument 'c'; call it as f(a, b)"),
        ("a, b=1", (1,), {"a": 2}, "it was given 'a' twice; call it as f(a, b=1)"),
        ("*rest, key", (1,), {}, "it was not given 'key'; call it as f(*rest, key)"),
        ("a: int, b: str = 'x'", (), {}, "it was not given 'a'; call it as f(a, b='x')"),
        ("a, b", (), {}, "it was not given 'a' and 'b'; call it as f(a, b)"),
    ],
)  # fmt: skip
def test_arguments_are_counted_without_self(
    fails: Any, parameters: str, args: tuple[Any, ...], kwargs: dict[str, Any], said: str
) -> None:
    for change in ("", "\n    self.items = []\n    self._p_changed = True"):
        head = f"def f(self, {parameters}):" if parameters else "def f(self):"
        error = fails(f"{head}{change}\n    return 1", args=args, **kwargs)
        assert (error.kind, error.text, error.line) == ("TypeError", said, 1)
        assert error.message == f"genesis.f, line 1: TypeError: {said}"


@pytest.mark.parametrize("times", [1, 2])
def test_wrong_arguments_of_a_nested_send_are_the_fault_of_its_sender(
    fails: Any, times: int
) -> None:
    sends = "    self.inner(1)\n" * (times - 1)
    error = fails(
        "def inner(self, a):\n    return a", f"def outer(self):\n{sends}    return self.inner(1, 2)"
    )
    said = "genesis.inner takes 1 argument and was given 2; call it as inner(a)"
    assert error.message == f"genesis.outer, line {times + 1}: TypeError: {said}"
    assert error.hint == ""


@pytest.mark.parametrize("call", ["'-'.join([], 1, 2)", "'a'.replace()", "sum()"])
def test_an_offered_function_is_not_told_by_the_guardians_own_names(fails: Any, call: str) -> None:
    source = f"def f(self):\n    return {call}"
    error = fails(source)
    assert error.message.startswith("genesis.f, line 2: TypeError: ")
    assert "_" not in error.text


def test_a_type_error_of_the_methods_own_stays_as_it_is(fails: Any) -> None:
    error = fails("def f(self):\n    raise TypeError('g() takes 3 positional arguments')")
    assert error.text == "g() takes 3 positional arguments"


def test_errors_of_other_kinds_say_where_as_well(fails: Any) -> None:
    error = fails("def f(self):\n    x = 1\n    self.x = lambda: 1\n    self._p_changed = True")
    assert isinstance(error, SlotError)
    assert error.message == "genesis.f, line 3: 'x' cannot hold a function."
    assert (error.details["object"], error.details["selector"], error.details["line"]) == ("genesis", "f", 3)  # fmt: skip


def test_a_method_that_was_stopped_is_named_with_its_line(make_world: Any) -> None:
    genesis = make_world(fuel=5_000).object(
        "def f(self):\n    n = 1\n    while True:\n        n += 1",
        "def large(self):\n    return 'x' * 10 ** 12",
    )
    set_name(genesis, "genesis")
    with pytest.raises(BudgetExceededError) as caught:
        genesis.send("f")
    assert caught.value.message.startswith("genesis.f, line 3, was stopped: it used up its fuel")
    assert caught.value.hint.startswith("Look for a loop")
    with pytest.raises(BudgetExceededError) as caught:
        genesis.send("large")
    assert caught.value.message.startswith("genesis.large, line 2, was stopped: ")
    assert "loop" not in caught.value.hint


def test_a_method_in_quarantine_is_named_by_the_error_and_its_caller_by_the_sentence(
    world: Any,
) -> None:
    genesis = world.object("def g(self):\n    return 1", "def f(self):\n    return self.g()")
    set_name(genesis, "genesis")
    methods_of(genesis)["g"].quarantine = {"reason": "it is ill"}
    with pytest.raises(QuarantinedError) as caught:
        genesis.send("f")
    assert caught.value.message.startswith("genesis.f, line 2: genesis.g is in quarantine")
    assert caught.value.details["selector"] == "g"


def test_an_object_without_an_address_is_told_by_what_it_was_cloned_from(world: Any) -> None:
    source = "def f(self):\n    return 1 / 0"
    basket = world.object(source)
    set_name(basket, "basket")
    with pytest.raises(MethodError, match=r"^basket\.f, line 2: "):
        clone(basket).send("f")
    with pytest.raises(MethodError, match=r"^f, line 2: ") as caught:
        world.object(source).send("f")
    assert caught.value.object == ""


def test_a_result_that_cannot_leave_names_its_method(fails: Any) -> None:
    error = fails("def f(self):\n    return lambda: 1")
    assert error.message.startswith("genesis.f: ResultError: ")
    assert (error.object, error.selector, error.line) == ("genesis", "f", 0)
