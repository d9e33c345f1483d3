"""What a rule of the audit is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from batos.guardian.findings import Finding
from batos.guardian.subject import Subject

__all__ = ["Rule"]


@dataclass(frozen=True)
class Rule:
    """One rule: it reads a parsed method and says what it refuses.

    Attributes:
        name: Short name, shown in findings.
        summary: What it refuses, in one sentence.
        why: What would happen without it.
        check: Returns the findings for a method. Raising is a refusal.
    """

    name: str
    summary: str
    why: str
    check: Callable[[Subject], Iterable[Finding]]
