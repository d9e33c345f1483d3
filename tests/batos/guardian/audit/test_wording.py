"""What the guardian finds, told in plain words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import batos.guardian.audit
from batos.errors import AuditRefusedError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Finding
from batos.guardian.audit.rules import COVENANT_RULE, RULES
from batos.guardian.audit.wording import JARGON, plain_words

PAIRS = [pair for rule in (*RULES, COVENANT_RULE) for pair in rule.examples]


def texts_of_findings() -> Iterator[str]:
    """Yield every text that a module of the guardian hands to a finding."""
    folder = Path(batos.guardian.audit.__file__).parent
    for path in sorted((*folder.glob("rules/*.py"), *folder.glob("covenant/*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("error", "warning", "Finding"):
                for part in (*node.args, *(word.value for word in node.keywords)):
                    for inner in ast.walk(part):
                        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                            yield inner.value


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.refused.splitlines()[-1].strip())
def test_a_refusal_has_no_term_of_the_guardian(pair: object) -> None:
    verdict = audit(pair.refused)  # type: ignore[attr-defined]
    assert not verdict.accepted
    assert not JARGON.search(verdict.as_told())
    assert not JARGON.search(verdict.reason)
    with pytest.raises(AuditRefusedError) as caught:
        verdict.raise_if_refused()
    assert not JARGON.search(f"{caught.value.message} {caught.value.hint}")
    # The model that wrote it, and whoever wrote the rule, have the finding as it is.
    assert caught.value.details["findings"][0]["message"] == verdict.errors[0].message


@pytest.mark.parametrize("text", sorted(set(texts_of_findings())))
def test_no_text_of_a_rule_keeps_a_term(text: str) -> None:
    assert not JARGON.search(plain_words(text))


def test_what_the_glossary_does_not_know_is_told_without_its_particulars() -> None:
    finding = Finding("mine", "error", 3, "The mutator borrows an oid from the AST.")
    assert finding.told == "line 3: It does what the guardian does not let methods do."
    assert str(finding) == "line 3: The mutator borrows an oid from the AST."
    assert plain_words("An import is not part of the dialect.") == (
        "An import is not allowed in a method."
    )


def test_a_change_that_would_be_lost_is_told_as_that() -> None:
    verdict = audit("def m(self, x):\n    self.items.append(x)\n    return x")
    assert verdict.as_feedback().count("self._p_changed = True") == 2
    assert verdict.reason == (
        "line 3: The method changes its object in line 2 and then ends without having the change "
        "stored."
    )
