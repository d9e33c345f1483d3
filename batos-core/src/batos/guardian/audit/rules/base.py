"""What a rule of the audit is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from batos.guardian.audit.findings import Finding
from batos.guardian.audit.subject import Subject

__all__ = ["Pair", "Rule"]


@dataclass(frozen=True)
class Pair:
    """What a rule refuses, beside what can be written instead.

    Attributes:
        refused: Source of a method that the rule refuses.
        instead: Source of a method that is accepted.
    """

    refused: str
    instead: str


@dataclass(frozen=True)
class Rule:
    """One rule: it reads a parsed method and says what it refuses.

    Attributes:
        name: Short name, shown in findings.
        summary: What it refuses, in one sentence.
        why: What would happen without it.
        check: Returns the findings for a method. Raising is a refusal.
        mend: What to write instead, in a sentence.
        examples: Refused and accepted sources, for the documentation.
    """

    name: str
    summary: str
    why: str
    check: Callable[[Subject], Iterable[Finding]]
    mend: str = ""
    examples: tuple[Pair, ...] = ()
