"""A cognitive cycle as it is seen from outside, event by event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from batos.learning.model.question import Question
from batos.plugins.cycle_event import CycleEvent

__all__ = ["Candidate", "CycleView", "Passed"]


@dataclass(frozen=True)
class Passed:
    """A state that was entered.

    Attributes:
        state: Its name.
        persona: Whose work it is; empty for nobody's.
        text: What is done there, a line.
        at: Seconds since the cycle began.
    """

    state: str
    persona: str
    text: str
    at: float


@dataclass(frozen=True)
class Candidate:
    """A method that was proposed.

    Attributes:
        origin: Where it comes from, such as ``written``.
        problem: Why it is out; empty where it is not.
        source: Its text.
    """

    origin: str
    problem: str
    source: str


@dataclass
class CycleView:
    """One cycle.

    Attributes:
        cycle: Its id.
        mission: What is to be learned, in words.
        address: What learns, and what: ``OBJECT.SELECTOR``.
        states: The states that were entered, in order.
        facts: What else was told, as pairs of a name and a line.
        candidates: What was proposed.
        accepted: What the verdict was; None before there is one.
        verdict: It, in words.
        source: The text that was accepted; empty for none.
        question: What a person is asked; None for nothing.
        outcome: How it ended, plain data; empty while it runs.
        revision: Moves with each event.
    """

    cycle: str
    mission: str = ""
    address: str = ""
    states: list[Passed] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    accepted: bool | None = None
    verdict: str = ""
    source: str = ""
    question: Question | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0

    @property
    def state(self) -> str:
        """The state that it is in, or how it ended."""
        if self.outcome:
            return str(self.outcome.get("status", ""))
        return self.states[-1].state if self.states else ""

    @property
    def elapsed(self) -> float:
        """Seconds from its beginning to the latest event."""
        if self.outcome:
            return float(self.outcome.get("seconds", 0.0))
        return self.states[-1].at if self.states else 0.0

    def take(self, event: CycleEvent) -> None:
        """Take in one of its events."""
        self.revision += 1
        if event.receiver and event.selector:
            self.address = f"{event.receiver}.{event.selector}"
        match event.kind:
            case "cycle.started" | "cycle.resumed":
                self.mission = event.text or self.mission
                self.outcome, self.question = {}, None
            case "cycle.state":
                persona = str(event.data.get("persona", ""))
                self.states.append(Passed(event.state, persona, event.text, event.elapsed))
            case "cycle.code":
                given = event.data.get
                origin, problem = str(given("origin", "")), str(given("problem", ""))
                self.candidates.append(Candidate(origin, problem, event.text))
            case "cycle.verdict":
                self.accepted = bool(event.data.get("accepted"))
                self.verdict = event.text
                self.source = str(event.data.get("source", ""))
            case "cycle.question":
                self.question = _question(event.data)
            case "cycle.finished" | "cycle.approved" | "cycle.refused":
                self.outcome = event.data
            case kind:
                self.facts.append((kind.removeprefix("cycle."), event.text))


def _question(told: Mapping[str, Any]) -> Question:
    return Question.from_plain({name: each for name, each in told.items() if name != "waits"})
