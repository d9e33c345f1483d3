"""What people asked of a method that is there, and goes on holding for the one that follows it.

A new version under a known name must make the examples true that people gave to the one before,
unless they are taken off by name. Two examples that no method can make true together are told
before anybody thinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from batos.errors import UsageError
from batos.learning.model.contract import Contract, says_something
from batos.learning.model.question import ORIGIN
from batos.learning.model.standing import Standing
from batos.learning.request.examples import find_examples
from batos.objects import (
    UNSET,
    Example,
    Method,
    UvmObject,
    address_of,
    alike,
    example_line,
    lookup,
    methods_of,
    same,
)

__all__ = [
    "ALL",
    "check_consistent",
    "check_understood",
    "contradict",
    "dropped",
    "keep",
    "kept_examples",
    "same_call",
    "standing_of",
]

ALL = "all"
"""Takes every old example off."""
_PERSONS = frozenset({"user", ORIGIN})
"""Origins of the examples that people gave."""


def standing_of(receiver: UvmObject, selector: str) -> Standing | None:
    """Return the version that an object understands; None where it understands none."""
    found = lookup(receiver, selector)
    if found is None or type(found[1]) is not Method:
        return None
    holder, method = found
    examples = (Example.from_plain(each) for each in method.examples)
    return Standing(
        address_of(holder),
        selector,
        method.version,
        methods_of(receiver).get(selector) is method,
        method.source,
        tuple(each for each in examples if each.origin in _PERSONS),
    )


def dropped(standing: Standing | None, names: Iterable[str]) -> list[Example]:
    """Return the old examples that a person takes off.

    Args:
        standing: The version that has them; None where there is none.
        names: Numbers, texts of examples, or ``all``.

    Raises:
        UsageError: There is no such example; the hint lists those that there are.
    """
    old = standing.examples if standing is not None else ()
    found: list[Example] = []
    for name in names:
        chosen = _named(standing, name) if standing is not None else []
        if not chosen and name != ALL:
            what = str(standing) if standing is not None else "The method, which is not there yet,"
            lines = "; ".join(standing.lines()) if standing is not None else ""
            raise UsageError(
                f"{what[:1].upper()}{what[1:]} has no example {name!r} that could be taken off.",
                hint=f"There are: {lines}." if lines else "",
            )
        found += chosen
    return [each for each in old if each in found]


def _named(standing: Standing, name: str) -> list[Example]:
    old = standing.examples
    text = " ".join(name.split())
    if text == ALL:
        return list(old)
    if text.isascii() and text.isdigit():
        return list(old[int(text) - 1 : int(text)]) if int(text) else []
    given = [each.belonging(standing.selector) for each in find_examples(text)[0]]
    return [
        each
        for each in old
        if example_line(standing.selector, each) == text
        or any(same_call(each, other) and not contradict(each, other) for other in given)
    ]


def kept_examples(
    selector: str, examples: Sequence[Example], standing: Standing | None, off: Sequence[Example]
) -> list[Example]:
    """Return what people asked of the version before, and is not among other examples already.

    Args:
        selector: Name of the method.
        examples: What is asked for now.
        standing: The version before; None where there is none.
        off: Its examples that are taken off.

    Raises:
        UsageError: An old example contradicts a new one; both are named.
    """
    if standing is None:
        return []
    found = []
    for number, old in enumerate(standing.examples, 1):
        if old in off:
            continue
        for each in examples:
            if contradict(old, each):
                raise UsageError(
                    f"{example_line(selector, each)} contradicts {example_line(selector, old)}, "
                    f"which {standing} had to make true.",
                    hint=f"Leave the new one out, or take the old one off: --drop-example {number}",
                    details={"new": each.to_plain(), "old": old.to_plain(), "number": number},
                )
        again = same_call if not says_something(old) else _equal
        if not any(again(old, each) for each in examples):
            found.append(old)
    return found


def keep(contract: Contract, standing: Standing | None, off: Sequence[Example]) -> Contract:
    """Return a contract that asks for what people asked of the version before as well.

    Args:
        contract: What is asked for now.
        standing: The version before; None where there is none.
        off: Its examples that are taken off.

    Raises:
        UsageError: An old example contradicts a new one; both are named.
    """
    new = contract.examples[: len(contract.examples) - contract.kept]
    kept = kept_examples(contract.selector, (*new, *contract.calls), standing, off)
    examples = tuple(each for each in kept if says_something(each))
    calls = tuple(each for each in kept if not says_something(each))
    return replace(
        contract,
        examples=(*new, *examples),
        calls=(*contract.calls, *calls),
        kept=len(examples),
    )


def check_consistent(selector: str, examples: Sequence[Example]) -> None:
    """Do nothing for examples that one method can make true together.

    Raises:
        UsageError: Two of them contradict each other; both are named.
    """
    for number, one in enumerate(examples):
        for other in examples[number + 1 :]:
            if contradict(one, other):
                raise UsageError(
                    f"Two examples contradict each other: {example_line(selector, one)}, and "
                    f"{example_line(selector, other)}.",
                    hint="Leave out the one that is wrong, and ask again.",
                )


def check_understood(selector: str, examples: Sequence[Example], known: Iterable[str]) -> None:
    """Do nothing for examples whose calls of other methods are understood.

    Raises:
        UsageError: One calls what the receiver has no method for.
    """
    understood = {selector, "", *known}
    for example in examples:
        for call in example.earlier:
            if call.selector not in understood:
                raise UsageError(
                    f"The example {example_line(selector, example)} needs the method "
                    f"{call.selector}, which is not there.",
                    hint=f"Ask for {call.selector} first.",
                )


def same_call(one: Example, other: Example) -> bool:
    """Return whether two examples make the same call, values of other types told apart."""
    return _call(one) == _call(other)


def _equal(one: Example, other: Example) -> bool:
    expected = [
        [(each.result, each.after, each.raises) for each in (*example.earlier, example)]
        for example in (one, other)
    ]
    return same_call(one, other) and alike(*expected)


def _call(example: Example) -> str:
    calls = [
        (each.selector, list(each.args), sorted(each.kwargs.items()))
        for each in (*example.earlier, example)
    ]
    return repr((calls, sorted(example.state.items())))


def contradict(one: Example, other: Example) -> bool:
    """Return whether no method can do what two examples expect of the same call.

    Of calls in a row each is compared, with the calls before it.
    """
    return any(_contradict(this, that) for this in one.claims for that in other.claims)


def _contradict(one: Example, other: Example) -> bool:
    """Return the same of two examples for their last calls."""
    if not same_call(one, other):
        return False
    if one.raises != other.raises:
        return True
    if not any(each.result is UNSET for each in (one, other)) and _differ(one.result, other.result):
        return True
    if one.after is UNSET or other.after is UNSET:
        return False
    return any(
        _differ(value, other.after[name])
        for name, value in one.after.items()
        if name in other.after
    )


def _differ(one: Any, other: Any) -> bool:
    """Return whether no answer meets both of two expectations."""
    return not (same(one, other) or same(other, one))
