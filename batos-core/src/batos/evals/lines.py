"""The lines of a file of missions, read and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from batos.errors import SlotError, UsageError
from batos.objects import Example, check_slot_name

__all__ = ["BadLine", "Case", "Kind", "Line", "read_lines"]

Kind: TypeAlias = Literal["pure", "state", "object", "request"]

_NEEDED: Mapping[str, Mapping[str, type]] = {
    "pure": {"selector": str, "hidden": list},
    "state": {"selector": str, "slots": dict, "steps": list, "slots_after": dict},
    "object": {"name": str, "scenario": list},
    "request": {"world": dict, "command": str},
}
"""What a line of each kind has besides its text."""
_ALLOWED: Mapping[str, type] = {
    "id": str,
    "params": list,
    "examples": list,
    "reference": str,
}
_MEASURED = ("pure", "state")
_WORDS: Mapping[type, str] = {str: "a text", list: "an array", dict: "an object"}


@dataclass(frozen=True)
class Case:
    """A call and the answer that it must get."""

    args: tuple[Any, ...]
    result: Any


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mission, and how it is judged.

    Attributes:
        number: Its number in the file, from 1.
        digest: Names its text, 12 hex digits.
        id: Its name; ``line 7`` where it has none.
        kind: ``pure`` for functions, ``state`` for methods that work on slots; ``object`` and
            ``request`` are read, and not measured here.
        text: What is asked for.
        selector: Name of the method.
        params: Names of its parameters, where the line gives them.
        examples: What the mission shows.
        hidden: Calls that judge a function.
        slots: Slots that a method finds.
        steps: Calls in a row on one object, which judge a method that works on slots.
        slots_after: Slots that the last of them must leave.
        reference: Plain Python that answers any call; empty where there is none.
    """

    number: int
    digest: str
    id: str
    kind: Kind
    text: str
    selector: str = ""
    params: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    hidden: tuple[Case, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Case, ...] = ()
    slots_after: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether missions of this kind are measured here."""
        return self.kind in _MEASURED


@dataclass(frozen=True)
class BadLine:
    """A line that is no mission.

    Attributes:
        number: Its number in the file, from 1.
        reason: Why, in a sentence.
    """

    number: int
    reason: str


def read_lines(lines: Iterable[bytes | None]) -> Iterator[Line | BadLine]:
    """Yield the missions of a file; of a line that is none, why.

    Args:
        lines: The lines; None is one that was too long. Empty ones are passed over.
    """
    for number, line in enumerate(lines, 1):
        if line is not None and not line.strip():
            continue
        try:
            yield _line(number, line)
        except UsageError as error:
            yield BadLine(number, error.message)


def _line(number: int, raw: bytes | None) -> Line:
    """Return a line as a mission.

    Raises:
        UsageError: It is none.
    """
    if raw is None:
        raise UsageError("It is too long.")
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise UsageError("It is nested too deeply.") from None
    except ValueError as problem:
        raise UsageError(f"It is not JSON: {problem}.") from None
    if not isinstance(given, dict):
        raise UsageError("A mission is a JSON object.")
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in _NEEDED:
        raise UsageError(f"There is no kind {kind!r}; there are {', '.join(_NEEDED)}.")
    for key, wanted in {"text": str, **_NEEDED[kind]}.items():
        if key not in given:
            raise UsageError(f"A mission of the kind {kind!r} has a field {key!r}.")
        _check(key, given[key], wanted)
        if not given[key] and key in ("text", "selector", "hidden", "steps"):
            raise UsageError(f"{key!r} is empty.")
    for key, wanted in _ALLOWED.items():
        if key in given:
            _check(key, given[key], wanted)
    digest = hashlib.sha256(raw.strip()).hexdigest()[:12]
    name = given.get("id") or f"line {number}"
    line = Line(number=number, digest=digest, id=name, kind=kind, text=given["text"])  # type: ignore[arg-type]  # a key of _NEEDED
    return _method_line(line, given) if line.is_measured else line


def _method_line(line: Line, given: Mapping[str, Any]) -> Line:
    names = [given["selector"], *given.get("params", ()), *given.get("slots", ())]
    for name in (*names, *given.get("slots_after", ())):
        try:
            check_slot_name(name)
        except (SlotError, TypeError):
            raise UsageError(f"{name!r} is no name of a method, a parameter or a slot.") from None
    return Line(
        number=line.number,
        digest=line.digest,
        id=line.id,
        kind=line.kind,
        text=line.text,
        selector=given["selector"],
        params=tuple(given.get("params", ())),
        examples=tuple(map(_example, given.get("examples", ()))),
        hidden=_cases(given, "hidden"),
        slots=given.get("slots", {}),
        steps=_cases(given, "steps"),
        slots_after=given.get("slots_after", {}),
        reference=given.get("reference", ""),
    )


def _check(key: str, value: Any, wanted: type) -> None:
    if not isinstance(value, wanted):
        raise UsageError(f"{key!r} should be {_WORDS[wanted]}.")


def _cases(given: Mapping[str, Any], key: str) -> tuple[Case, ...]:
    return tuple(_case(key, each) for each in given.get(key, ()))


def _case(key: str, value: Any) -> Case:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], list):
        raise UsageError(f"{key!r} should hold pairs of arguments, an array, and their result.")
    return Case(tuple(value[0]), value[1])


def _example(value: Any) -> Example:
    """Return what a mission shows: a pair, or an object with the fields of an example."""
    if not isinstance(value, dict):
        case = _case("examples", value)
        return Example(args=case.args, result=case.result)
    try:
        return Example.from_plain(value)
    except TypeError as problem:
        raise UsageError(f"An example is not valid: {problem}.") from None
