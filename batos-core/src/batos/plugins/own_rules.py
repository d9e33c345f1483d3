"""The guardian's own rules, contributed by the hook that every plugin has."""

from __future__ import annotations

from collections.abc import Iterable

from batos.guardian.audit.rules import ALL_RULES
from batos.plugins.hookspecs import hookimpl
from batos.plugins.types import GuardianRuleSpec

__all__ = ["batos_guardian_rules"]


@hookimpl
def batos_guardian_rules() -> Iterable[GuardianRuleSpec]:
    """Contribute the rules that are in every audit."""
    for rule in ALL_RULES:
        yield GuardianRuleSpec(name=rule.name, summary=rule.summary, check=rule.check, why=rule.why)
