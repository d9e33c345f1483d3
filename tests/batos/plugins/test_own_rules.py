"""The guardian's own rules as a plugin: every one, and none of them twice in an audit."""

from __future__ import annotations

from batos.guardian.audit.audit import audit
from batos.guardian.audit.rules import ALL_RULES
from batos.plugins import load_plugins, own_rules
from batos.plugins.own_rules import batos_guardian_rules


def test_every_rule_of_the_guardian_is_contributed() -> None:
    found = {rule.name: rule.check for rule in batos_guardian_rules()}
    assert found == {rule.name: rule.check for rule in ALL_RULES}


def test_an_audit_finds_once_what_they_refuse() -> None:
    plugins = load_plugins(entry_points=[], own={"guardian": own_rules})
    source = "def read(self):\n    return open('x')\n"
    assert audit(source, extra_rules=plugins.guardian_rules()) == audit(source)
    assert not audit(source).accepted
