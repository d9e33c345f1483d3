"""How a cycle ended, and what came of what somebody has said or sent, as they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from batos.learning.model.brief import SentMessage
from batos.learning.model.commands import Command
from batos.learning.model.question import PlainQuestion
from batos.learning.model.standing import WhichVersion

__all__ = ["Delivery", "Outcome", "Reply", "Settled"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a cycle ended.

    Attributes:
        status: ``COMPLETE``, ``FAILED``, or ``WAITING`` for a person's word or answer.
        cycle: Its id.
        receiver: Address of the object that learned.
        selector: Name of the method, or of the object.
        kind: ``method`` or ``object``.
        signature: Its signature.
        source: Its text; empty when it failed.
        origin: Where the method comes from (see :class:`Candidate`).
        based_on: Proven methods it is made of.
        verified: How many examples proved it.
        version: Its number; 0 before it is installed.
        replaces: Which version it takes the place of; empty for none.
        trust: ``proven`` or ``tentative``; empty where nothing was judged.
        confidence: How sure it is that the method is right, 0 to 1; None where nobody has said.
        evidence: What the confidence adds up from, plain data.
        question: What a person is asked; empty for nothing. Where the status is
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
    kind: str = "method"
    signature: str = ""
    source: str = ""
    origin: str = ""
    based_on: tuple[str, ...] = ()
    verified: int = 0
    version: int = 0
    replaces: WhichVersion = field(default_factory=WhichVersion)
    trust: str = ""
    confidence: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    question: PlainQuestion = field(default_factory=PlainQuestion)
    taken_back: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    hint: str = ""
    tried: tuple[str, ...] = ()
    model_calls: int = 0
    seconds: float = 0.0
    seconds_by_state: Mapping[str, float] = field(default_factory=dict)
    model_seconds: float = 0.0

    @property
    def address(self) -> str:
        """What was learned or made: ``OBJECT.SELECTOR``, or the object."""
        return self.selector if self.kind == "object" else f"{self.receiver}.{self.selector}"

    @property
    def complete(self) -> bool:
        """Whether the method was installed."""
        return self.status == "COMPLETE"

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Outcome:
        """Return the outcome that :meth:`to_plain` described, perhaps in another version."""
        known = {name: plain[name] for name in cls.__dataclass_fields__ if name in plain}
        known |= {name: tuple(known[name]) for name in ("based_on", "tried")}
        return cls(**known)

    def to_plain(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        return {
            "address": self.address,
            "status": self.status,
            "cycle": self.cycle,
            "receiver": self.receiver,
            "selector": self.selector,
            "kind": self.kind,
            "signature": self.signature,
            "source": self.source,
            "origin": self.origin,
            "based_on": list(self.based_on),
            "verified": self.verified,
            "version": self.version,
            "replaces": {**self.replaces},
            "trust": self.trust,
            "confidence": self.confidence,
            "evidence": dict(self.evidence),
            "question": {**self.question},
            "taken_back": dict(self.taken_back),
            "reason": self.reason,
            "hint": self.hint,
            "tried": list(self.tried),
            "model_calls": self.model_calls,
            "seconds": round(self.seconds, 4),
            "seconds_by_state": {k: round(v, 4) for k, v in self.seconds_by_state.items()},
            "model_seconds": round(self.model_seconds, 4),
        }


@dataclass(frozen=True)
class Settled:
    """What came of a person's word: an approval, or the answer to a question.

    Attributes:
        outcome: How the cycle has ended now; it may wait with its next question.
        message: The message that waits for the method; None when nobody had sent one.
    """

    outcome: Outcome
    message: SentMessage | None = None


@dataclass(frozen=True)
class Delivery:
    """The answer to a message.

    Attributes:
        value: What the method returned, with objects of the image as references.
        learned: Cycles that ran on the way.
        model_calls: Completions that they asked for; 0 when everything was known.
    """

    value: Any
    learned: tuple[Outcome, ...] = ()
    model_calls: int = 0


@dataclass(frozen=True)
class Reply:
    """What a request came to.

    Attributes:
        kind: ``learned``, ``waiting``, ``question``, ``failed``, ``value``, ``talk``,
            ``remembered``, ``recalled``, ``done`` for a command of the system's own, ``confirm``
            for a command that waits for the person's word, ``ask_back`` where something is
            missing, or ``refused``.
        text: What is said to the person; the method's name for one that was learned or waits for
            their word or their answer; for ``confirm`` the command as it is typed.
        persona: Who took the request.
        value: What a known method answered.
        outcome: How the cycle ended, when there was one.
        model_calls: Completions asked for.
        command: What is carried out after the person's word; None where nothing waits for it.
    """

    kind: str
    text: str
    persona: str = ""
    value: Any = None
    outcome: Outcome | None = None
    model_calls: int = 0
    command: Command | None = None
