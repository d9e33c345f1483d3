"""Guards around what could grow huge, or would tell what nobody is to know."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any

import pytest

from batos.guardian.dialect import formatting, operators
from batos.guardian.dialect.budget import Breach
from batos.guardian.dialect.kinds import DefaultDict, Deque


def nest(make: Callable[[Any], Any], depth: int = 60) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = make(value)
    return value


@pytest.mark.parametrize(
    "value",
    [
        nest(lambda x: [x, x]),
        nest(lambda x: (x, x)),
        nest(lambda x: {1: x, 2: x}),
        {1: nest(lambda x: [x, x])}.values(),
        {1: nest(lambda x: [x, x])}.items(),
        ValueError(nest(lambda x: [x, x])),
        list[nest(lambda x: [x, x])],  # type: ignore[misc]
        Deque([nest(lambda x: [x, x])]),
        DefaultDict(int, {1: nest(lambda x: [x, x])}),
        ["x" * 1_000_000] * 5,
    ],
    ids=range(10),
)
def test_text_that_would_be_endless_is_not_made(value: Any) -> None:
    for make in (
        formatting.to_str,
        formatting.to_repr,
        formatting.to_ascii,
        formatting.format_value,
    ):
        with pytest.raises(Breach, match="too long"):
            make(value)
    with pytest.raises(Breach, match="too long"):
        operators.mod("%s", (value,))
    with pytest.raises(Breach, match="too long"):
        formatting.format_text("{}", value)


@pytest.mark.parametrize("value", [len, lambda: 1, [].append, iter([]), object(), Deque])
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {1: (x,)}, DefaultDict])
def test_text_of_what_is_no_data_has_no_address(wrap: Any, value: Any) -> None:
    try:
        wrapped = wrap(value)
    except TypeError:
        wrapped = [value]
    texts = [
        formatting.to_str(wrapped),
        formatting.to_repr(wrapped),
        formatting.to_ascii(wrapped),
        f"{formatting.show(wrapped)}{formatting.show(wrapped)!r:>200}",
        operators.mod("%s%r%a", (wrapped, wrapped, wrapped)),
        operators.mod(b"%a", wrapped).decode(),
        formatting.format_text("{}{!r:<100}{x!s}", wrapped, wrapped, x=wrapped),
    ]

    assert not any("0x" in text for text in texts)


@pytest.mark.parametrize(
    "value",
    [
        *("see 0x7f0000000000 at 0x7f0000000000>", ["<x at 0x7f0000000000>"], 12, 1.5, True, None),
        *(b"at 0x7f0000000000", {"a": 1}, (1,), {1}, Counter("a"), OrderedDict(a=1), range(3)),
    ],
)
def test_text_of_data_is_what_python_says(value: Any) -> None:
    assert formatting.to_str(value) == str(value)
    assert formatting.to_repr(value) == repr(value)
    assert operators.mod("%r", (value,)) == repr(value)
    assert formatting.format_text("{!r}", value) == repr(value)
    assert f"{formatting.show(value)!r}" == repr(value)


def test_containers_of_the_dialect_are_called_as_in_python() -> None:
    assert repr(Deque([1])) == "deque([1])"
    assert formatting.to_repr(DefaultDict(None, {1: 2})) == "defaultdict(None, {1: 2})"


def test_text_takes_an_encoding() -> None:
    assert formatting.to_str(b"a", "utf-8") == "a"
    assert formatting.to_str() == ""


def test_list_grows_by_an_iterator_only_as_far_as_it_may() -> None:
    full = [0] * 2_900_000

    with pytest.raises(Breach, match="too long"):
        operators.iadd(full, map(abs, range(200_000)))
    assert operators.iadd([1], map(abs, [-2])) == [1, 2]
