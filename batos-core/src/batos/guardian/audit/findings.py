"""What an audit says: findings, and the verdict that they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from batos.errors import AuditRefusedError
from batos.guardian.audit.wording import plain_words

__all__ = ["Finding", "Severity", "Verdict", "error", "warning"]

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing that a rule has to say about a source.

    Attributes:
        rule: Name of the rule, such as ``attributes``.
        severity: ``error`` refuses the method, ``warning`` does not.
        line: Line in the source, from 1; 0 when the whole source is meant.
        message: What is wrong.
        mend: What to write instead, for the model that wrote it.
    """

    rule: str
    severity: Severity
    line: int
    message: str
    mend: str = ""

    def __str__(self) -> str:
        mend = f" {self.mend}" if self.mend else ""
        return f"{self._place}{self.message}{mend}"

    @property
    def told(self) -> str:
        """What is wrong and where, worded for a person."""
        return f"{self._place}{plain_words(self.message)}"

    @property
    def _place(self) -> str:
        return f"line {self.line}: " if self.line else ""


def error(rule: str, node: object, message: str, mend: str = "") -> Finding:
    """Return a finding that refuses the method, at the line of a node."""
    return Finding(rule, "error", int(getattr(node, "lineno", 0) or 0), message, mend)


def warning(rule: str, node: object, message: str, mend: str = "") -> Finding:
    """Return a finding that is only reported."""
    return Finding(rule, "warning", int(getattr(node, "lineno", 0) or 0), message, mend)


@dataclass(frozen=True)
class Verdict:
    """The outcome of an audit.

    Attributes:
        accepted: Whether the method may enter.
        findings: All findings, errors first, then by line.
        selector: Name of the method, or an empty text when none could be read.
        signature: Parameters as text, such as ``(self, text, limit=3)``.
        doc: Docstring, or an empty text.
        mutator: Whether the method may change its receiver.
        changes: Names of the slots that it may change, sorted.
        borrows: Whether it may change in place what it was given or what another answered, or
            a slot of another object.
        rules_version: Version of the rules that judged.
        sha256: Hex digest of the source.
        source: The source as judged.
    """

    accepted: bool
    findings: tuple[Finding, ...]
    selector: str
    signature: str
    doc: str
    mutator: bool
    changes: tuple[str, ...]
    rules_version: str
    sha256: str
    source: str
    borrows: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that refuse the method."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def to_plain(self) -> dict[str, Any]:
        """Return the verdict as plain data, without the source."""
        return {
            "accepted": self.accepted,
            "findings": [asdict(finding) for finding in self.findings],
            "selector": self.selector,
            "signature": self.signature,
            "doc": self.doc,
            "mutator": self.mutator,
            "changes": list(self.changes),
            "borrows": self.borrows,
            "rules_version": self.rules_version,
            "sha256": self.sha256,
        }

    def as_feedback(self) -> str:
        """Return one line per cause of refusal, worded for the model that wrote the source."""
        return "\n".join(f"- {text}" for text in _distinct(self.errors))

    def as_told(self) -> str:
        """Return one line per cause of refusal, worded for a person."""
        return "\n".join(dict.fromkeys(each.told for each in self.errors))

    @property
    def reason(self) -> str:
        """The first cause of refusal, worded for a person."""
        return self.errors[0].told if self.errors else "no reason was given."

    def raise_if_refused(self) -> None:
        """Do nothing for an accepted method.

        Raises:
            AuditRefusedError: The method was refused; the findings are in ``details``.
        """
        if self.accepted:
            return
        errors = self.errors
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        name = f"The method {self.selector!r}" if self.selector else "The source"
        raise AuditRefusedError(
            f"{name} was refused by the guardian: {self.reason}{more}",
            hint=plain_words(errors[0].mend) if errors else "",
            details={"findings": [asdict(finding) for finding in errors], "sha256": self.sha256},
        )


def _distinct(findings: Sequence[Finding]) -> list[str]:
    """Return the findings' texts, each once, in order."""
    return list(dict.fromkeys(str(finding) for finding in findings))
