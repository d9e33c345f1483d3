"""What a trial may use, and what it reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from batos.guardian.dialect.budget import FUEL
from batos.objects.example import UNSET

__all__ = ["CaseReport", "Fit", "Outcome", "Survey", "TrialLimits", "TrialReport"]

Outcome = Literal["ok", "wrong", "raised", "timeout", "breach", "crashed", "unplain", "covenant"]


@dataclass(frozen=True, kw_only=True)
class TrialLimits:
    """What a trial may use, for each example unless said otherwise.

    Attributes:
        fuel: Steps.
        seconds: Time that the method sees as its deadline.
        wall_seconds: Time after which the child is killed.
        cpu_seconds: Processor time of a whole child.
        memory_bytes: Memory of a whole child beyond what the empty one uses.
        seed: Seed of the chance that methods see, the same for each example.
        clock: ISO date and time that methods see, or None for the real one.
    """

    fuel: int = FUEL
    seconds: float = 2.0
    wall_seconds: float = 3.0
    cpu_seconds: int = 20
    memory_bytes: int = 512 * 1024 * 1024
    seed: int | None = 20
    clock: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseReport:
    """What happened with one example.

    Attributes:
        outcome: ``ok`` when everything that the example expects came true.
        result: What the method returned; for an object of the image, its text.
        expected: What the example expected, or ``UNSET``.
        state_after: Slots of the receiver after the call.
        changed: Names of the slots that changed.
        error_type: Name of the exception class, or an empty text.
        error_text: What went wrong, or an empty text.
        seconds: How long the call took.
        printed: What the method printed.
        call: Which call of the example it tells of, from 0: the last one, unless one of those
            before went wrong.
        results: What each of its calls returned, in order, as far as they came to an end.
    """

    outcome: Outcome
    result: Any = None
    expected: Any = UNSET
    state_after: Mapping[str, Any] | None = None
    changed: tuple[str, ...] = ()
    error_type: str = ""
    error_text: str = ""
    seconds: float = 0.0
    printed: str = ""
    call: int = 0
    results: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TrialReport:
    """What happened with all examples.

    Attributes:
        ok: Whether all are ``ok`` and nothing else went wrong.
        cases: One report for each example, in order.
        error: Why nothing was run, or an empty text.
    """

    ok: bool
    cases: tuple[CaseReport, ...]
    error: str = ""


@dataclass(frozen=True)
class Fit:
    """A method of a survey that makes all examples true.

    Attributes:
        index: Its position among the sources.
        order: For each argument, the position of the parameter it is meant for.
    """

    index: int
    order: tuple[int, ...]


@dataclass(frozen=True)
class Survey:
    """What a survey found.

    Attributes:
        fits: Methods that make all examples true.
        pairs: Positions of an outer and an inner method that do so together; looked for only
            when no single method does.
    """

    fits: tuple[Fit, ...]
    pairs: tuple[tuple[int, int], ...]
