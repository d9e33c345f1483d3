"""One possible method, and what was found of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from batos.guardian.audit.findings import Verdict
from batos.guardian.trial.reports import TrialReport
from batos.learning.model.causes import Cause, Fault

__all__ = ["PROVEN", "Candidate"]

PROVEN = frozenset({"known", "delegated", "adapted", "combined"})
"""Origins of candidates that no model wrote."""


@dataclass(frozen=True)
class Candidate:
    """One possible method.

    Attributes:
        source: Its text.
        origin: Where it comes from: ``known``, ``delegated``, ``adapted``, ``combined``,
            ``discussed``, ``written`` or ``repaired``.
        based_on: Selectors of the proven methods it is made of.
        verdict: What the guardian said, once asked.
        report: How the trial went, once tried.
        problem: Why it is out, worded for the model; empty while it is in.
        cause: Of what kind that is.
        told: The same worded for a person; empty where that is the same.
        likeness: How close its proven model is to the mission, 0 to 1.
        prompt: Hash of the prompt that it answers.
        votes: How many answers of the model came to this very text.
        adds: Slots that its object does not have yet, with their first values.
        lacks: Of a whole object: selectors of the methods that keep it out, if others are good.
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
    adds: Mapping[str, Any] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()

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

    def again(self) -> Candidate:
        """Return the candidate with one more vote: the model has written it again."""
        return replace(self, votes=self.votes + 1)

    def out(self, fault: Fault, *, lacks: tuple[str, ...] = ()) -> Candidate:
        """Return the candidate with the reason why it is refused."""
        return replace(self, problem=fault.text, cause=fault.cause, told=fault.told, lacks=lacks)

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
            **({"adds": dict(self.adds)} if self.adds else {}),
        }
