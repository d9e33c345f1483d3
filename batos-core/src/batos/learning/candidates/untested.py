"""What no example of a method has tried: the borders of the kinds of values that it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from batos.learning.candidates.sources import parameters_of
from batos.objects import Example, Method

__all__ = ["untested"]

_Test = Callable[[Any], bool]

_BORDERS: tuple[tuple[tuple[type, ...], tuple[tuple[str, _Test], ...]], ...] = (
    ((bool,), (("True", lambda value: value is True), ("False", lambda value: value is False))),
    (
        (int, float),
        (
            ("0", lambda value: value == 0),
            ("a negative number", lambda value: value < 0),
        ),
    ),
    ((str,), (("an empty text", lambda value: not value),)),
    (
        (list, tuple, set, frozenset),
        (
            ("nothing in it", lambda value: not value),
            ("one item", lambda value: len(value) == 1),
        ),
    ),
    ((dict,), (("nothing in it", lambda value: not value),)),
)
"""By kinds of values: what is tried of them at least, in words, and how that is seen."""


def untested(method: Method) -> list[str]:
    """Return what was never tested of a method, a line each, such as ``numbers: one item``.

    What its validation has noted is told first; the rest is seen by its examples.
    """
    noted = method.provenance.get("evidence", {}).get("untested", ())
    lines = [each for each in noted if isinstance(each, str)]
    examples = [Example.from_plain(each) for each in method.examples]
    if not any(each.claims for each in examples):
        lines.append("no example says what it must give")
    for name, values in _columns(method).items():
        for kinds, borders in _BORDERS:
            if values and all(type(value) in kinds for value in values):
                lines += [
                    f"{name}: {words}" for words, test in borders if not any(map(test, values))
                ]
                break
    return lines


def _columns(method: Method) -> dict[str, list[Any]]:
    """Return the values that a method was tried with, by the names of parameters and slots."""
    names, _defaults = parameters_of(method.source)
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for example in map(Example.from_plain, method.examples):
        for name, value in example.state.items():
            columns.setdefault(name, []).append(value)
        for call in (*example.earlier, example):
            if call.selector:
                continue
            for name, value in (*zip(names, call.args, strict=False), *call.kwargs.items()):
                columns.setdefault(name, []).append(value)
    return columns
