"""Where control may be after some statements."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from batos.guardian.audit.covenant.abstract_values import AbstractValue, State, join_states

__all__ = ["Exit", "Flow"]


@dataclass(slots=True)
class Exit:
    """One normal way out of a function: where, and what was known there."""

    node: ast.AST
    state: State
    value: AbstractValue


@dataclass(slots=True)
class Flow:
    """Where control may be after some statements."""

    after: State | None
    breaks: State | None = None
    continues: State | None = None
    exits: list[Exit] = field(default_factory=list)

    def absorb(self, other: Flow) -> None:
        """Take over another flow's ways out, but not where it ends."""
        self.breaks = join_states(self.breaks, other.breaks)
        self.continues = join_states(self.continues, other.continues)
        self.exits += other.exits
