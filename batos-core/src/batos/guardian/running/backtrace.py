"""Backtraces: which methods were running when something went wrong, on what, in which lines.

An error leaves its frames behind at the border of the send that it ends; what a person needs of
them goes with it as plain data.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import Any

from batos.errors import BatosError
from batos.guardian.running.compiler import METHOD_FILE
from batos.objects.delegation import ancestors
from batos.objects.method import Method
from batos.objects.uvm import UvmObject, address_of, lookup, name_of

__all__ = [
    "Activation",
    "activation_of",
    "backtrace",
    "called_from",
    "located",
    "misfit",
    "trail_of",
]

_MOST = 20
"""Methods of a chain that are told: the outermost half and the innermost one."""
_MOST_SAID = 3
"""Callers that a sentence names."""
_MISFIT = re.compile(r"[\w.<>]+\(\) (?:takes|missing|got) ")
"""How Python begins to say that arguments do not fit."""
_CALLERS = frozenset({"batos.guardian.running.run", "batos.objects.space"})
"""Modules whose frames call methods."""


@dataclass(frozen=True)
class Activation:
    """A method that was running.

    Attributes:
        object: Address of the object that ran it; empty for one that is in no image.
        selector: The method.
        line: The line that it had come to, from 1; 0 where that is not known.
    """

    object: str
    selector: str
    line: int = 0

    def __str__(self) -> str:
        method = f"{self.object}.{self.selector}" if self.object else self.selector
        return f"{method}, line {self.line}" if self.line else method


def activation_of(receiver: object, selector: str, line: int = 0) -> Activation:
    """Return the activation of a method on an object.

    An object that nobody could find again is told by what it was cloned from.
    """
    stored = (
        holder
        for holder in (ancestors(receiver) if isinstance(receiver, UvmObject) else ())
        if name_of(holder) or holder._p_oid
    )
    found = next(stored, None)
    return Activation(address_of(found) if found is not None else "", selector, line)


def backtrace(error: BaseException) -> list[Activation]:
    """Return the methods that were running when an error was raised, the outermost first.

    Of a long chain the middle is left out.
    """
    found: list[tuple[object, str, int]] = []
    for frame, line in _frames(error):
        code = frame.f_code
        selector = code.co_filename.removeprefix(METHOD_FILE).removesuffix(">")
        if code.co_qualname == selector:
            found.append((frame.f_locals.get("self"), selector, line))
            continue
        # An inner function, or a comprehension, of a method that runs already.
        own = next((each[0] for each in reversed(found) if each[1] == selector), None)
        if found and found[-1][1] == selector:
            found.pop()
        found.append((own, selector, line))
    if len(found) > _MOST:
        found = found[: _MOST // 2] + found[-_MOST // 2 :]
    return [activation_of(*each) for each in found]


def _frames(error: BaseException) -> list[tuple[FrameType, int]]:
    """Return the frames of methods in which an error was raised, with their lines."""
    traces: list[TracebackType | None] = [error.__traceback__]
    if isinstance(error.__cause__, StopIteration):
        # The space has put an error of its own in its place, which was not raised in the method.
        traces.append(error.__cause__.__traceback__)
    found = []
    for each in traces:
        found += [
            (frame, line)
            for frame, line in walk_tb(each)
            if frame.f_code.co_filename.startswith(METHOD_FILE)
        ]
    return found


def trail_of(activations: Sequence[Activation]) -> dict[str, Any]:
    """Return where an error arose as plain data: the innermost method, and the whole chain."""
    return {**asdict(activations[-1]), "chain": [asdict(each) for each in activations]}


def located(error: BatosError, running: Sequence[Activation]) -> None:
    """Let an error say in which method and line it arose, and who had called that.

    Args:
        error: The error; one that names a method already keeps that in its details.
        running: The methods that were running, the outermost first.
    """
    error.message = f"{running[-1]}: {error.message}"
    error.args = (error.message,)
    error.hint = called_from(running, error.hint)
    trail = trail_of(running)
    if "selector" in error.details:
        trail = {"chain": trail["chain"]}
    error.details = {**trail, **error.details}


def called_from(running: Sequence[Activation], hint: str = "") -> str:
    """Return a hint with the methods that had called the innermost one."""
    # A method that calls itself is named once.
    callers = list(dict.fromkeys(str(each) for each in reversed(running[:-1])))
    if not callers:
        return hint
    others = "; and others before that" if len(callers) > _MOST_SAID else ""
    return f"{hint} It was called by {'; by '.join(callers[:_MOST_SAID])}{others}.".lstrip()


def misfit(error: BaseException) -> tuple[Activation | None, str] | None:
    """Return what is called with arguments that it does not take, and what is wrong with them.

    Python's own words for it count ``self``, which nobody has given, and name the guardian's
    functions where the method has others.

    Returns:
        The method, None for a function that methods are offered, and what goes on behind its
        name; None for an error that arose otherwise.
    """
    if not isinstance(error, TypeError) or not _MISFIT.match(str(error)):
        return None
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    inner = frames[-1].f_globals.get("__name__", "") if frames else ""
    call = _refused_call(frames)
    if call is None:
        helper = inner.startswith("batos.guardian.")
        return (None, "was given other arguments than it takes") if helper else None
    receiver, method, args, kwargs = call
    how = f"{method.selector}({ast.unparse(_parameters(method))})"
    wrong = _wrong(method, args, kwargs)
    return activation_of(receiver, method.selector), f"{wrong}; call it as {how}"


_Call = tuple[UvmObject, Method, Sequence[Any], Mapping[str, Any]]


def _refused_call(frames: Sequence[FrameType]) -> _Call | None:
    """Return the call of a method at the end of a traceback, None where it is another one."""
    for frame in reversed(frames):
        if frame.f_globals.get("__name__") not in _CALLERS:
            return None
        told = frame.f_locals
        receiver, method = told.get("receiver"), told.get("method")
        if not isinstance(receiver, UvmObject):
            return None
        if not isinstance(method, Method) and isinstance(told.get("selector"), str):
            found = lookup(receiver, told["selector"])
            method = found[1] if found is not None else None
        if isinstance(method, Method):
            return receiver, method, told.get("args", ()), told.get("kwargs", {})
    return None


def _parameters(method: Method) -> ast.arguments:
    """Return the parameters of a method without ``self``."""
    function = ast.parse(method.source).body[0]
    assert isinstance(function, ast.FunctionDef), "it was compiled"
    for node in ast.walk(function.args):
        if isinstance(node, ast.arg):
            node.annotation = None
    (function.args.posonlyargs or function.args.args).pop(0)
    return function.args


def _wrong(method: Method, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return what a method has to say against the arguments of a call."""
    wanted = _parameters(method)
    positional = [each.arg for each in (*wanted.posonlyargs, *wanted.args)]
    named = [each.arg for each in (*wanted.args, *wanted.kwonlyargs)]
    least = len(positional) - len(wanted.defaults)
    if len(args) > len(positional) and wanted.vararg is None:
        many = _counted(least, len(positional))
        return f"takes {many} and was given {len(args)}"
    for name in kwargs:
        if name in positional[: len(args)]:
            return f"was given {name!r} twice"
        if name not in named and wanted.kwarg is None:
            return f"has no argument {name!r}"
    needed = positional[:least] + [
        each.arg
        for each, default in zip(wanted.kwonlyargs, wanted.kw_defaults, strict=True)
        if default is None
    ]
    given = {*positional[: len(args)], *kwargs}
    missing = [name for name in needed if name not in given]
    return f"was not given {' and '.join(map(repr, missing))}"


def _counted(least: int, most: int) -> str:
    if most == 0:
        return "no arguments"
    span = str(most) if least == most else f"{least} to {most}"
    return f"{span} argument{'s' if most > 1 else ''}"
