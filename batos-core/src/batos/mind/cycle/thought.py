"""The working data of one cognitive cycle, plain and outside any transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from batos.errors import DeadlineError, UsageError
from batos.guardian.findings import Verdict
from batos.guardian.trial import TrialReport
from batos.inference import CancelToken
from batos.memory import Hit
from batos.mind.evidence.contract import Contract
from batos.mind.request.brief import MissionBrief

__all__ = ["Budget", "Candidate", "Outcome", "Thought"]


@dataclass
class Budget:
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
            raise DeadlineError(f"The cycle used up its {self.seconds:g} seconds.")
        granted = min(calls, self.model_calls)
        self.model_calls -= granted
        return granted


@dataclass(frozen=True)
class Candidate:
    """One possible method.

    Attributes:
        source: Its text.
        origin: Where it comes from: ``known``, ``delegated``, ``adapted``, ``combined``,
            ``written`` or ``repaired``.
        based_on: Selectors of the proven methods it is made of.
        verdict: What the guardian said, once asked.
        report: How the trial went, once tried.
        problem: Why it is out, in a sentence; empty while it is in.
        likeness: How close its proven model is to the mission, 0 to 1.
        prompt: Hash of the prompt that it answers.
        votes: How many answers of the model came to this very text.
    """

    source: str
    origin: str
    based_on: tuple[str, ...] = ()
    verdict: Verdict | None = None
    report: TrialReport | None = None
    problem: str = ""
    likeness: float = 0.0
    prompt: str = ""
    votes: int = 1

    @property
    def right(self) -> int:
        """How many examples came true."""
        cases = self.report.cases if self.report else ()
        return sum(case.outcome == "ok" for case in cases)

    def out(self, problem: str) -> Candidate:
        """Return the candidate with the reason why it is refused."""
        return replace(self, problem=problem)

    def to_plain(self) -> dict[str, Any]:
        """Return the candidate as plain data for the record."""
        return {
            "source": self.source,
            "origin": self.origin,
            "based_on": list(self.based_on),
            "problem": self.problem,
            "right": self.right,
            "prompt": self.prompt,
            "votes": self.votes,
        }


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
        hits: What the memory offered, best first.
        candidates: Every candidate so far.
        chosen: The one that will be installed.
        rounds: Rounds of writing so far.
        reason: Why it failed.
        model_calls: Completions asked for.
        model_seconds: Seconds spent waiting for the model.
        prompts: Hashes of the prompts asked.
        thinker: Backend and model that were asked.
        notes: What each state found, for the record.
    """

    cycle: str
    brief: MissionBrief
    budget: Budget
    cancel: CancelToken
    contract: Contract | None = None
    state: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    chosen: Candidate | None = None
    rounds: int = 0
    reason: str = ""
    model_calls: int = 0
    model_seconds: float = 0.0
    prompts: list[str] = field(default_factory=list)
    thinker: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def wanted(self) -> Contract:
        """The contract.

        Raises:
            UsageError: The moves in the image lead past DECOMPOSING, which draws it up.
        """
        if self.contract is None:
            raise UsageError("No contract was drawn up for the mission.")
        return self.contract


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a cycle ended.

    Attributes:
        status: ``COMPLETE``, ``FAILED``, or ``WAITING`` for a person's word.
        cycle: Its id.
        receiver: Address of the object that learned.
        selector: Name of the method.
        signature: Its signature.
        source: Its text; empty when it failed.
        origin: Where the method comes from (see :class:`Candidate`).
        based_on: Proven methods it is made of.
        verified: How many examples proved it.
        reason: Why it failed or waits, one sentence.
        hint: What to try.
        tried: What was tried, a line each.
        model_calls: Completions asked for.
        seconds: Seconds it took.
        seconds_by_state: Seconds in each state.
        model_seconds: Seconds of it spent waiting for the model.
    """

    status: str
    cycle: str
    receiver: str
    selector: str
    signature: str = ""
    source: str = ""
    origin: str = ""
    based_on: tuple[str, ...] = ()
    verified: int = 0
    reason: str = ""
    hint: str = ""
    tried: tuple[str, ...] = ()
    model_calls: int = 0
    seconds: float = 0.0
    seconds_by_state: Mapping[str, float] = field(default_factory=dict)
    model_seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether the method was installed."""
        return self.status == "COMPLETE"

    def to_plain(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        return {
            "status": self.status,
            "cycle": self.cycle,
            "receiver": self.receiver,
            "selector": self.selector,
            "signature": self.signature,
            "source": self.source,
            "origin": self.origin,
            "based_on": list(self.based_on),
            "verified": self.verified,
            "reason": self.reason,
            "hint": self.hint,
            "tried": list(self.tried),
            "model_calls": self.model_calls,
            "seconds": round(self.seconds, 4),
            "seconds_by_state": {k: round(v, 4) for k, v in self.seconds_by_state.items()},
            "model_seconds": round(self.model_seconds, 4),
        }
