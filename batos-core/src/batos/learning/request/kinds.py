"""What kinds of values a proven method takes and gives, as its examples show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Kinds", "kind_of", "kinds_of", "may_take"]


@dataclass(frozen=True)
class Kinds:
    """The kinds of a method.

    Attributes:
        takes: Kind of each argument; empty when unknown.
        gives: Kind of the result; empty when unknown.
    """

    takes: tuple[str, ...] = ()
    gives: str = ""


def kind_of(value: Any) -> str:
    """Return ``flag``, ``number``, ``text``, ``list``, or the name of the value's type."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "list"
    return type(value).__name__


def kinds_of(meta: Mapping[str, Any]) -> Kinds:
    """Return the kinds of a method by the first of its examples that has a result."""
    for example in meta.get("examples", ()):
        if example.get("result") is not None:
            return Kinds(tuple(map(kind_of, example["args"])), kind_of(example["result"]))
    return Kinds()


def may_take(kinds: Kinds, given: tuple[str, ...]) -> bool:
    """Return whether a method may take values of some kinds, in whatever order.

    Texts and lists are taken for one another, as much that is written for one serves the other.
    """
    if not kinds.takes or len(kinds.takes) != len(given):
        return True
    return sorted(map(_family, kinds.takes)) == sorted(map(_family, given))


def _family(kind: str) -> str:
    return "list" if kind == "text" else kind
