"""The lines of a file of missions, read and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from batos.errors import SlotError, UsageError
from batos.objects import Example, check_slot_name

__all__ = ["BadLine", "Case", "Kind", "Line", "Scenario", "Step", "read_lines"]

Kind: TypeAlias = Literal["pure", "state", "object", "request"]

_SCENARIO: Mapping[str, type] = {"slots": dict, "steps": list, "slots_after": dict}
_NEEDED: Mapping[str, Mapping[str, type]] = {
    "pure": {"selector": str, "hidden": list},
    "state": {"selector": str, **_SCENARIO},
    "object": {"name": str, "scenario": list},
    "request": {"world": dict, "command": str},
}
"""What a line of each kind has besides its text."""
_ALLOWED: Mapping[str, type] = {
    "id": str,
    "params": list,
    "examples": list,
    "hidden": list,
    "reference": str,
    "object": str,
    "selector": str,
    "args": list,
}
_COMMANDS = ("call", "learn", "make", "remember", "recall", "talk", "ask back", "refuse", "do")
_CALLED: Mapping[str, type] = {"object": str, "selector": str, "args": list}
"""What a request has besides, whose command is a call."""
_WORDS: Mapping[type, str] = {str: "a text", list: "an array", dict: "an object"}


@dataclass(frozen=True)
class Case:
    """A call and the answer that it must get."""

    args: tuple[Any, ...]
    result: Any


@dataclass(frozen=True)
class Step:
    """A call in the story of an object.

    Attributes:
        selector: The method.
        args: What it is given.
        result: What it must give; None where nothing is asked of it.
    """

    selector: str
    args: tuple[Any, ...]
    result: Any


@dataclass(frozen=True)
class Scenario:
    """Calls in a row on one object.

    Attributes:
        slots: Slots that the first of them finds.
        steps: The calls.
        slots_after: Slots that the last of them must leave.
    """

    slots: Mapping[str, Any]
    steps: tuple[Case, ...]
    slots_after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mission, and how it is judged.

    Attributes:
        number: Its number in the file, from 1.
        digest: Names its text, 12 hex digits.
        id: Its name; ``line 7`` where it has none.
        kind: ``pure`` for functions, ``state`` for methods that work on slots, ``object`` for
            whole objects, ``request`` for sentences that mean a command.
        text: What is asked for.
        selector: Name of the method, or of the object.
        params: Names of its parameters, where the line gives them.
        examples: What the mission shows.
        hidden: Calls that judge a function.
        scenarios: What judges a method that works on slots, each with an object of its own.
        story: What judges an object, calls in a row on a new one.
        reference: Plain Python that answers any call; empty where there is none.
        world: For a request: the parameters of each method of each object.
        command: For a request: what it means, such as ``call`` or ``ask back``.
        object: For a call: the object that is meant; the method is ``selector``.
        args: For a call: what it is given.
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
    scenarios: tuple[Scenario, ...] = ()
    story: tuple[Step, ...] = ()
    reference: str = ""
    world: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    command: str = ""
    object: str = ""
    args: tuple[Any, ...] = ()

    @property
    def slots(self) -> Mapping[str, Any]:
        """Slots of the object that learns: those of the first scenario."""
        return self.scenarios[0].slots if self.scenarios else {}


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
    _check_needed(given, {"text": str, **_NEEDED[kind]}, f"A mission of the kind {kind!r}")
    for key, wanted in _ALLOWED.items():
        if key in given:
            _check(key, given[key], wanted)
    digest = hashlib.sha256(raw.strip()).hexdigest()[:12]
    name = given.get("id") or f"line {number}"
    line = Line(number=number, digest=digest, id=name, kind=kind, text=given["text"])  # type: ignore[arg-type]  # a key of _NEEDED
    if kind == "object":
        return _object_line(line, given)
    return _request_line(line, given) if kind == "request" else _method_line(line, given)


def _object_line(line: Line, given: Mapping[str, Any]) -> Line:
    _check_name(given["name"])
    return replace(
        line,
        selector=given["name"],
        story=tuple(map(_step, given["scenario"])),
        reference=given.get("reference", ""),
    )


def _request_line(line: Line, given: Mapping[str, Any]) -> Line:
    command = given["command"]
    if command not in _COMMANDS:
        raise UsageError(f"There is no command {command!r}; there are {', '.join(_COMMANDS)}.")
    world: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, methods in given["world"].items():
        _check(f"world.{name}", methods, dict)
        for selector, parameters in methods.items():
            _check(f"world.{name}.{selector}", parameters, list)
            for each in (name, selector, *parameters):
                _check_name(each)
        world[name] = {selector: tuple(names) for selector, names in methods.items()}
    if command == "call":
        _check_needed(given, _CALLED, "A request that means a call")
        if given["selector"] not in world.get(given["object"], {}):
            raise UsageError(f"The world has no {given['object']}.{given['selector']}.")
    return replace(
        line,
        world=world,
        command=command,
        object=given.get("object", ""),
        selector=given.get("selector", ""),
        args=tuple(given.get("args", ())),
    )


def _step(value: Any) -> Step:
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[1], list):
        raise UsageError(
            "'scenario' should hold a selector, its arguments, an array, and a result."
        )
    _check_name(value[0])
    return Step(value[0], tuple(value[1]), value[2])


def _method_line(line: Line, given: Mapping[str, Any]) -> Line:
    for name in (given["selector"], *given.get("params", ())):
        _check_name(name)
    has_slots = line.kind == "state"
    hidden = given.get("hidden", [])
    return Line(
        number=line.number,
        digest=line.digest,
        id=line.id,
        kind=line.kind,
        text=line.text,
        selector=given["selector"],
        params=tuple(given.get("params", ())),
        examples=tuple(map(_example, given.get("examples", ()))),
        hidden=() if has_slots else _cases(given, "hidden"),
        scenarios=tuple(map(_scenario, [given, *hidden])) if has_slots else (),
        reference=given.get("reference", ""),
    )


def _scenario(given: Any) -> Scenario:
    if not isinstance(given, dict):
        raise UsageError("'hidden' of a mission of the kind 'state' should hold objects.")
    _check_needed(given, _SCENARIO, "What judges a mission of the kind 'state'")
    for name in (*given["slots"], *given["slots_after"]):
        _check_name(name)
    return Scenario(given["slots"], _cases(given, "steps"), given["slots_after"])


def _check_needed(given: Mapping[str, Any], needed: Mapping[str, type], what: str) -> None:
    for key, wanted in needed.items():
        if key not in given:
            raise UsageError(f"{what} needs a field {key!r}.")
        _check(key, given[key], wanted)
        if not given[key] and key in ("text", "selector", "hidden", "steps", "scenario"):
            raise UsageError(f"{key!r} is empty.")


def _check_name(name: Any) -> None:
    try:
        check_slot_name(name)
    except (SlotError, TypeError):
        raise UsageError(f"{name!r} is no name of a method, a parameter or a slot.") from None


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
