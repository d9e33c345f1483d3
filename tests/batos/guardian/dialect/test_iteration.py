"""What goes over items: endless sources give what is asked for, or stop the method."""

from __future__ import annotations

from typing import Any

import pytest

from batos.errors import BudgetExceededError


@pytest.mark.parametrize(
    "expression",
    [
        *("-1 in itertools.count()", "list(itertools.cycle([1]))", "sum(itertools.repeat(1))"),
        *("[*itertools.count()]", "all(itertools.repeat(1))", "any(itertools.cycle([0]))"),
        "len(list(itertools.repeat(1, 2000000)))",
        "next((x for x in itertools.count() if x < 0), 0)",
        *("list(filter(None, itertools.repeat(0)))", "next(filter(None, itertools.repeat(0)), 5)"),
        *("list(map(len, itertools.repeat('')))", "deque(itertools.count(), 3)"),
        *("list(enumerate(itertools.cycle('ab')))", "math.fsum(itertools.repeat(1))"),
        *("''.join(itertools.repeat('a'))", "set(itertools.cycle([1]))", "max(itertools.count())"),
        "(lambda it: [next(map(str, it)), list(it), list(it)])(itertools.count())",
        "(lambda f, *a: len(a))(*itertools.repeat(1))",
    ],
)  # fmt: skip
def test_end_of_what_has_none_is_no_result(expression: str, world: Any) -> None:
    with pytest.raises(BudgetExceededError, match=r"1,000,000 items|too many|too long|too much"):
        world.call(f"def m(self):\n    return {expression}")


@pytest.mark.long
@pytest.mark.parametrize(
    "expression",
    [
        "list(itertools.islice(itertools.cycle([1]), 2000000))",
        "list(itertools.islice(itertools.count(), 1 << 40, (1 << 40) + 1))",
        "list(itertools.dropwhile(lambda x: True, itertools.count()))",
        "list(itertools.takewhile(lambda x: True, itertools.count()))",
        "list(itertools.filterfalse(lambda x: True, itertools.count()))",
        "list(itertools.compress(itertools.count(), itertools.repeat(0)))",
        "functools.reduce(max, itertools.count())",
    ],
)
def test_search_without_an_end_is_no_result(expression: str, make_world: Any) -> None:
    with pytest.raises(BudgetExceededError, match=r"1,000,000 items|too many"):
        make_world(seconds=600.0).call(f"def m(self):\n    return {expression}")


def test_method_cannot_catch_the_end(world: Any) -> None:
    source = (
        "def m(self):\n"
        "    try:\n"
        "        return -1 in itertools.count()\n"
        "    except Exception:\n"
        "        return 'caught'\n"
    )

    with pytest.raises(BudgetExceededError):
        world.call(source)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("list(zip(itertools.count(), 'ab'))", [(0, "a"), (1, "b")]),
        ("list(zip('ab', map(str, itertools.count())))", [("a", "0"), ("b", "1")]),
        ("list(map(pow, [2, 3], itertools.repeat(2)))", [4, 9]),
        ("next(filter(None, itertools.count()))", 1),
        ("dict(zip(enumerate(itertools.cycle('ab')), 'x'))", {(0, "a"): "x"}),
        ("[next(it) for it in itertools.tee(itertools.count(3))]", [3, 3]),
        ("list(itertools.compress('abcd', itertools.cycle([0, 1])))", ["b", "d"]),
        ("[list(itertools.cycle([])), list(itertools.repeat(1, -1))]", [[], []]),
        ("sum(1 for _ in zip(range(1000000), itertools.repeat(1)))", 1_000_000),
    ],
)
def test_part_of_what_has_no_end_may_be_used(expression: str, wanted: Any, world: Any) -> None:
    assert world.call(f"def m(self):\n    return {expression}")[0] == wanted


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("next(itertools.islice(itertools.count(), 5, None))", 5),
        ("list(itertools.islice(itertools.chain([9], itertools.count()), 3))", [9, 0, 1]),
        ("next(itertools.dropwhile(lambda x: x < 5, itertools.count()))", 5),
        ("next(itertools.accumulate(itertools.count(4)))", 4),
        ("len(list(itertools.islice(itertools.count(), 1000000)))", 1_000_000),
    ],
)
@pytest.mark.long
def test_rest_of_what_has_no_end_may_be_used(expression: str, wanted: Any, make_world: Any) -> None:
    world = make_world(seconds=600.0)

    assert world.call(f"def m(self):\n    return {expression}")[0] == wanted
