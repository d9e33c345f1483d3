"""The rules of the audit, one a module. Deny wins: one error refuses the method."""

from __future__ import annotations

from batos.guardian.audit.rules import (
    attributes,
    calls,
    covenant,
    formats,
    handlers,
    names,
    nodes,
    patterns,
    receiver,
    shape,
)
from batos.guardian.audit.rules.base import Pair, Rule

__all__ = ["ALL_RULES", "COVENANT_RULE", "RULES", "Pair", "Rule"]

RULES: tuple[Rule, ...] = (
    shape.RULE,
    nodes.RULE,
    names.RULE,
    receiver.RULE,
    attributes.RULE,
    calls.RULE,
    formats.RULE,
    patterns.RULE,
    handlers.RULE,
)
"""Rules over the syntax, in the order in which they are reported."""

COVENANT_RULE: Rule = covenant.RULE
"""Runs last, on methods that passed all others: it relies on their having been kept."""

ALL_RULES: tuple[Rule, ...] = (*RULES, COVENANT_RULE)
"""Every rule, in the order in which a reader should meet them."""
