# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import pytest

from batos.errors import AuditRefusedError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Finding
from batos.guardian.audit.rules import COVENANT_RULE, RULES
from batos.guardian.audit.rules.base import Rule
from batos.guardian.audit.subject import Subject


def test_verdict_describes_the_method() -> None:
    verdict = audit(
        'def m(self, text: str, *rest, limit=3, **more) -> str:\n    """Doc."""\n    return text\n'
    )

    assert verdict.accepted
    assert verdict.selector == "m"
    assert verdict.signature == "(self, text, *rest, limit=3, **more)"
    assert verdict.doc == "Doc."
    assert not verdict.mutator
    assert verdict.to_plain()["sha256"] == verdict.sha256
    verdict.raise_if_refused()


def test_refusal_raises_with_findings() -> None:
    verdict = audit("def m(self):\n    return open('x'), self._p_jar\n")

    with pytest.raises(AuditRefusedError, match="'m' was refused") as caught:
        verdict.raise_if_refused()

    assert {finding["rule"] for finding in caught.value.details["findings"]} == {
        "names",
        "attributes",
    }


def test_feedback_has_one_line_a_cause() -> None:
    feedback = audit("import os\ndef m(self):\n    return 1\n").as_feedback()
    assert feedback.count("\n") == 0

    feedback = audit("def m(self):\n    import os\n    return opne(os)\n").as_feedback()
    assert "- line 2: An import is not part of the dialect. Remove the import" in feedback
    assert "'opne'" in feedback


def test_wrong_selector_is_refused() -> None:
    verdict = audit("def other(self):\n    return 1\n", selector="m")

    assert not verdict.accepted
    assert "'other', not 'm'" in verdict.errors[0].message


def test_unknown_name_gets_a_near_match() -> None:
    verdict = audit("def m(self, total):\n    return totl\n")

    assert "'total'" in verdict.errors[0].mend


def test_facade_names_what_it_offers() -> None:
    verdict = audit("def m(self, x):\n    return math.squrt(x)\n")

    assert "'sqrt'" in verdict.errors[0].mend


def _rule(check: object) -> Rule:
    return Rule(name="house", summary="", why="", check=check)  # type: ignore[arg-type]


def test_extra_rule_can_refuse() -> None:
    def check(subject: Subject) -> list[Finding]:
        return [Finding("house", "error", 1, "Not in this house.")]

    verdict = audit("def m(self):\n    return 1\n", extra_rules=[_rule(check)])

    assert not verdict.accepted
    assert verdict.errors[0].rule == "house"


def test_extra_rule_that_raises_refuses() -> None:
    def check(subject: Subject) -> list[Finding]:
        raise KeyError("bug")

    assert not audit("def m(self):\n    return 1\n", extra_rules=[_rule(check)]).accepted


def test_warning_does_not_refuse() -> None:
    def check(subject: Subject) -> list[Finding]:
        return [Finding("house", "warning", 1, "Long.")]

    verdict = audit("def m(self):\n    return 1\n", extra_rules=[_rule(check)])

    assert verdict.accepted
    assert len(verdict.findings) == 1
    assert verdict.as_feedback() == ""


def test_every_rule_is_documented_and_named_once() -> None:
    rules = [*RULES, COVENANT_RULE]

    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.summary and rule.why for rule in rules)


def test_invalid_escape_in_a_text_is_no_reason_to_refuse() -> None:
    assert audit("def m(self, t):\n    return re.findall('\\d', t)\n").accepted


def test_shadowed_builtin_is_a_plain_local() -> None:
    assert audit("def m(self, list, string, date):\n    return list, string.x, date.y\n").accepted


@pytest.mark.parametrize(
    "body",
    [
        "match x:\n        case [c, *c]:\n            return c",
        "break",
        "for i in x:\n        pass\n    continue",
        "def f():\n        nonlocal y\n        return y\n    return f()",
        "def f(a, a):\n        return a\n    return f",
        "return [i := 1 for i in x]",
        "*a, *b = x",
        "*x",
        "x(a=1, a=2)",
        "None = 1",
        "try:\n        pass\n    except Exception:\n        pass\n    except:\n        pass\n    except ValueError:\n        pass",
    ],
)
def test_what_python_cannot_compile_is_no_method(body: str) -> None:
    verdict = audit(f"def m(self, x=None):\n    {body}\n")

    assert not verdict.accepted
    assert all(finding.mend for finding in verdict.errors)
