"""Every rule documents itself with examples that are true."""

from __future__ import annotations

from pathlib import Path

import pytest

from batos.guardian.audit.audit import audit
from batos.guardian.audit.rules import ALL_RULES, Pair, Rule
from batos.guardian.audit.rules.page import rules_page

PAGE = Path(__file__).parents[5] / "docs" / "reference" / "guardian-rules.md"
PAIRS = [(rule, pair) for rule in ALL_RULES for pair in rule.examples]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)
def test_rule_says_what_why_and_how_to_mend(rule: Rule) -> None:
    assert rule.summary
    assert rule.why
    assert rule.mend
    assert rule.examples


@pytest.mark.parametrize(("rule", "pair"), PAIRS)
def test_example_is_refused_by_its_rule_and_mended_by_its_neighbour(rule: Rule, pair: Pair) -> None:
    refused = audit(pair.refused)
    instead = audit(pair.instead)

    assert rule.name in {finding.rule for finding in refused.errors}, refused.findings
    assert all(finding.message and finding.mend for finding in refused.errors)
    assert instead.accepted, instead.findings


def test_names_of_rules_are_unique() -> None:
    assert len({rule.name for rule in ALL_RULES}) == len(ALL_RULES)


def test_reference_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == rules_page(), "run: make docs"
