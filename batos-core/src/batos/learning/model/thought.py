"""The working data of one cognitive cycle, plain and outside any transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from batos.errors import BackendError, BatosError, CancelledError, DeadlineError, UsageError
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause
from batos.learning.model.contract import Contract
from batos.learning.model.question import Question
from batos.learning.model.standing import Standing
from batos.memory import Hit

__all__ = ["CycleBudget", "Thought"]

_MODEL = "What is known works without the model; 'batos doctor' tells how it is."


@dataclass
class CycleBudget:
    """What a cycle may still use.

    Attributes:
        model_calls: Completions left.
        seconds: Seconds from the start that the cycle may take.
        started: When it started, on the monotonic clock.
    """

    model_calls: int
    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.started + self.seconds - time.monotonic())

    def take(self, calls: int) -> int:
        """Take completions from the budget; return how many may be asked for.

        Raises:
            DeadlineError: The seconds are used up.
        """
        if not self.left:
            raise DeadlineError(
                f"The cycle used up its {self.seconds:g} seconds.",
                hint="Raise cycle.seconds in the configuration, or use a faster model.",
            )
        granted = min(calls, self.model_calls)
        self.model_calls -= granted
        return granted


@dataclass
class Thought:
    """Everything that the states of one cycle hand on to each other.

    Attributes:
        cycle: Id of the cycle.
        brief: The mission.
        budget: What may still be used.
        cancel: Stops the work.
        contract: What the method must be; None before DECOMPOSING.
        state: Data slots of the receiver as they were read.
        known: Sources of the methods that the receiver understands, by selector.
        standing: The version that it understands of the method that is wanted; None for none.
        hits: What the memory offered, best first.
        candidates: Every candidate so far.
        chosen: The one that will be installed.
        question: What a person is to be asked; None for nothing. With a chosen candidate it stays
            open beside the method, without one the cycle waits for its answer.
        rounds: Rounds of writing so far.
        reason: Why it failed, in a sentence for a person.
        cause: Of what kind that is.
        hint: What would help, where that is known better than by the cause.
        model_calls: Completions asked for.
        model_seconds: Seconds spent waiting for the model.
        prompts: Hashes of the prompts asked.
        thinker: Backend and model that were asked.
        notes: What each state found, for the record.
    """

    cycle: str
    brief: MissionBrief
    budget: CycleBudget
    cancel: CancelToken
    contract: Contract | None = None
    state: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    standing: Standing | None = None
    hits: tuple[Hit, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    chosen: Candidate | None = None
    question: Question | None = None
    rounds: int = 0
    reason: str = ""
    cause: Cause = Cause.UNKNOWN
    hint: str = ""
    model_calls: int = 0
    model_seconds: float = 0.0
    prompts: list[str] = field(default_factory=list)
    thinker: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def fail(self, reason: str, cause: Cause = Cause.UNKNOWN, hint: str = "") -> None:
        """Note why the mission fails, unless that is known already."""
        if not self.reason:
            self.reason, self.cause, self.hint = reason, cause, hint

    def fail_by(self, error: BatosError) -> None:
        """Note the error that ends the mission, in the place of what was noted before."""
        self.reason = error.message
        self.cause = Cause.CANCELLED if isinstance(error, CancelledError) else Cause.UNKNOWN
        silent = _MODEL if isinstance(error, BackendError) else "Nothing was changed."
        self.hint = error.hint or silent

    @property
    def wanted(self) -> Contract:
        """The contract.

        Raises:
            UsageError: The moves in the image lead past DECOMPOSING, which draws it up.
        """
        if self.contract is None:
            raise UsageError("No contract was drawn up for the mission.")
        return self.contract
