"""The working data of one cognitive cycle, plain and outside any transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from batos.errors import BackendError, BatosError, DeadlineError, UsageError
from batos.guardian.findings import Verdict
from batos.guardian.trial import TrialReport
from batos.inference import CancelToken
from batos.memory import Hit
from batos.mind.cycle.causes import Cause, Fault
from batos.mind.evidence.contract import Contract
from batos.mind.evidence.keeping import Standing
from batos.mind.questions.question import Question
from batos.mind.request.brief import MissionBrief

__all__ = ["PROVEN", "Budget", "Candidate", "Outcome", "Thought"]


PROVEN = frozenset({"known", "delegated", "adapted", "combined"})
"""Origins of candidates that no model wrote."""

_MODEL = "What is known works without the model; 'batos doctor' tells how it is."


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
            raise DeadlineError(
                f"The cycle used up its {self.seconds:g} seconds.",
                hint="Raise cycle.seconds in the configuration, or use a faster model.",
            )
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
        problem: Why it is out, worded for the model; empty while it is in.
        cause: Of what kind that is.
        told: The same worded for a person; empty where that is the same.
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
    cause: Cause = Cause.UNKNOWN
    told: str = ""

    @property
    def right(self) -> int:
        """How many examples came true."""
        cases = self.report.cases if self.report else ()
        return sum(case.outcome == "ok" for case in cases)

    @property
    def is_proven(self) -> bool:
        """Whether it is made of proven methods alone."""
        return self.origin in PROVEN

    @property
    def fault(self) -> str:
        """Why it is out, worded for a person."""
        return self.told or self.problem

    def out(self, fault: Fault) -> Candidate:
        """Return the candidate with the reason why it is refused."""
        return replace(self, problem=fault.text, cause=fault.cause, told=fault.told)

    def to_plain(self) -> dict[str, Any]:
        """Return the candidate as plain data for the record."""
        return {
            "source": self.source,
            "origin": self.origin,
            "based_on": list(self.based_on),
            "problem": self.fault,
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
    budget: Budget
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
        self.reason, self.cause = error.message, Cause.UNKNOWN
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


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a cycle ended.

    Attributes:
        status: ``COMPLETE``, ``FAILED``, or ``WAITING`` for a person's word or answer.
        cycle: Its id.
        receiver: Address of the object that learned.
        selector: Name of the method.
        signature: Its signature.
        source: Its text; empty when it failed.
        origin: Where the method comes from (see :class:`Candidate`).
        based_on: Proven methods it is made of.
        verified: How many examples proved it.
        version: Its number; 0 before it is installed.
        replaces: Which version it takes the place of: ``address`` and ``version``; empty for none.
        trust: ``proven`` or ``tentative``; empty where nothing was judged.
        confidence: How sure it is that the method is right, 0 to 1; None where nobody has said.
        evidence: What the confidence adds up from, plain data.
        question: What a person is asked, as plain data; empty for nothing. Where the status is
            ``WAITING`` the cycle goes on with the answer, else it is open beside the method.
        taken_back: Who has taken this very text back before, ``by`` and ``at``; empty for nobody.
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
    version: int = 0
    replaces: Mapping[str, Any] = field(default_factory=dict)
    trust: str = ""
    confidence: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    question: Mapping[str, Any] = field(default_factory=dict)
    taken_back: Mapping[str, Any] = field(default_factory=dict)
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
            "version": self.version,
            "replaces": dict(self.replaces),
            "trust": self.trust,
            "confidence": self.confidence,
            "evidence": dict(self.evidence),
            "question": dict(self.question),
            "taken_back": dict(self.taken_back),
            "reason": self.reason,
            "hint": self.hint,
            "tried": list(self.tried),
            "model_calls": self.model_calls,
            "seconds": round(self.seconds, 4),
            "seconds_by_state": {k: round(v, 4) for k, v in self.seconds_by_state.items()},
            "model_seconds": round(self.model_seconds, 4),
        }
