"""Running plain Python from a file of missions, or from a model, in a limited child process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.guardian.trial.tagged import NotPlainError, dumps, loads
from batos.guardian.trial.trial import child_environment
from batos.objects import UNSET

__all__ = ["Call", "PlainAnswer", "run_plain"]

_SECONDS = 5.0
_START = 10.0
"""Seconds that a child may take before it is at the first call."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call of plain Python."""

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class PlainAnswer:
    """What came of a call.

    Attributes:
        result: What was returned; ``UNSET`` where it came to none.
        slots: The receiver's attributes afterwards; of a function, none.
        raises: Name of the exception class, or an empty text.
        problem: Why there is no result, in a few words; empty where there is one.
    """

    result: Any = UNSET
    slots: Mapping[str, Any] | None = None
    raises: str = ""
    problem: str = ""


def run_plain(
    source: str,
    selector: str,
    calls: Sequence[Call],
    *,
    slots: Mapping[str, Any] | None = None,
    offered: bool = False,
    seconds: float = _SECONDS,
) -> list[PlainAnswer]:
    """Run calls of a function or method that a text defines, in a row on one object.

    The child has no files, no network and no programs, as far as the system can hold that (see
    :func:`batos.guardian.trial.confine.confine`), half a gigabyte, and its time.

    Args:
        source: Plain Python.
        selector: The function, or the method of the class in it.
        calls: The calls.
        slots: Attributes that the object has; None for a function without an object.
        offered: Whether the code may use what methods are offered without an import.
        seconds: Time of each call.

    Returns:
        What came of each call.
    """
    request = {
        "source": source,
        "selector": selector,
        "calls": [[list(call.args), dict(call.kwargs or {})] for call in calls],
        "slots": None if slots is None else dict(slots),
        "offered": offered,
        "seconds": seconds,
    }
    # -P: a file in the working folder must not take the place of a module.
    command = [sys.executable, "-P", "-m", "batos.evals.plain_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=dumps(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=_START + seconds * (len(calls) + 1),
            check=False,
        )
        lines, ended = done.stdout.splitlines(), "it ended its process"
    except subprocess.TimeoutExpired as error:
        lines, ended = (error.stdout or b"").splitlines(), "it takes too long"
    except NotPlainError as error:
        return [PlainAnswer(problem=str(error))] * len(calls)
    answers = list(map(_read, lines[: len(calls)]))
    return [*answers, *[PlainAnswer(problem=ended)] * (len(calls) - len(answers))]


def _read(line: bytes) -> PlainAnswer:
    try:
        return PlainAnswer(**loads(line))
    except (NotPlainError, TypeError):
        return PlainAnswer(problem="its answer cannot be read")
