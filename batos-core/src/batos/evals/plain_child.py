"""The child process that runs plain Python: references, and answers of a bare model.

It is given one request, answers it and ends. Nothing but computing is left to it before any of
the code is run: what that may import is loaded before.
"""

from __future__ import annotations

import importlib
import inspect
import io
import os
import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from batos.guardian.trial.confine import confine, die_with_parent
from batos.guardian.trial.tagged import NotPlainError, dumps, encode, loads

__all__ = ["main"]

_LOADED = """
    abc array ast base64 binascii bisect calendar cmath collections collections.abc contextlib copy
    csv dataclasses datetime decimal difflib enum fractions functools hashlib heapq io itertools
    json keyword math numbers operator os os.path pprint queue random re statistics string struct
    sys textwrap time types typing unicodedata warnings zlib _strptime
""".split()
_MEMORY = 512 * 1024 * 1024
_CPU_SECONDS = 30


class _LateError(BaseException):
    """A call takes too long; no ``except Exception`` of the code catches it."""


def main() -> None:
    """Answer the request on the standard input, a line for each call."""
    die_with_parent()
    request = loads(sys.stdin.buffer.read())
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # What the code prints is nobody's business, and must not get between the answers.
    sys.stdout = sys.stderr = io.StringIO()
    for name in _LOADED:
        importlib.import_module(name)
    offered = _offered() if request["offered"] else {}
    confine(_MEMORY, _CPU_SECONDS)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _stop)
    names: dict[str, Any] = {**offered, "__name__": "answer"}
    problem = _tried(request["seconds"], lambda: exec(request["source"], names))  # noqa: S102 - a limited child's whole purpose
    problem.pop("raises", None)  # no call has raised it
    call = _callable(names, request["selector"], request["slots"]) if not problem else None
    if call is None and not problem:
        problem = {"problem": f"it defines no {request['selector']}"}
    for args, kwargs in request["calls"]:
        answer = problem or _answer(call, args, kwargs, request["seconds"])
        answers.write(dumps(answer) + b"\n")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _LateError


def _offered() -> dict[str, Any]:
    """Return what methods are offered without an import, where Python itself has no such name."""
    import builtins
    import random

    from batos.guardian.dialect.clock import local_clock
    from batos.guardian.dialect.namespace import make_namespace

    names = make_namespace(local_clock, random.Random(0), lambda _text: None)  # noqa: S311 - chance for methods
    known = {*vars(builtins)}
    return {n: value for n, value in names.items() if n not in known and not n.startswith("_")}


def _tried(seconds: float, work: Any) -> dict[str, Any]:
    """Do something within its time; return what went wrong, or nothing."""
    try:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)
        work()
    except _LateError:
        return {"problem": "it takes too long"}
    except BaseException as error:  # whatever the code raises: SystemExit too is its answer
        return {"raises": type(error).__name__, "problem": f"{type(error).__name__}: {error}"[:200]}
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
    return {}


def _callable(names: Mapping[str, Any], selector: str, slots: Mapping[str, Any] | None) -> Any:
    """Return what answers calls: a function, or a method bound to an object with the slots."""
    found = names.get(selector)
    if inspect.isfunction(found) and next(iter(inspect.signature(found).parameters), "") != "self":
        return found
    functions = {name: value for name, value in names.items() if inspect.isfunction(value)}
    kind: type | None = type("Receiver", (), functions)
    if not inspect.isfunction(found):
        kinds = (each for each in names.values() if inspect.isclass(each))
        kind = next((each for each in kinds if hasattr(each, selector)), None)
    if kind is None:
        return None
    receiver: Any = object.__new__(kind)
    receiver.__dict__.update(slots or {})
    return getattr(receiver, selector)


def _answer(call: Any, args: list[Any], kwargs: dict[str, Any], seconds: float) -> dict[str, Any]:
    answer: dict[str, Any] = {}

    def work() -> None:
        answer["result"] = _plain(call(*args, **kwargs))
        receiver = getattr(call, "__self__", None)
        slots = vars(receiver) if hasattr(receiver, "__dict__") else {}
        answer["slots"] = {
            name: _plain(value) for name, value in slots.items() if not name.startswith("_")
        }

    return _tried(seconds, work) or answer


def _plain(value: Any) -> Any:
    """Return a value that travels: iterators and the like as lists, counters as dicts.

    Raises:
        NotPlainError: It cannot.
    """
    try:
        value = _nest(value)
        encode(value)
    except RecursionError:
        raise NotPlainError("it is nested too deeply") from None
    return value


def _nest(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _nest(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_nest, value))
    if isinstance(value, (str, bytes, set, frozenset)) or not hasattr(value, "__iter__"):
        return value
    return list(map(_nest, value))


if __name__ == "__main__":
    main()
