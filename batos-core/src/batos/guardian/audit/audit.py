"""The audit: read a source, run nothing, say whether it may enter."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from batos.guardian.audit.findings import Finding, Verdict
from batos.guardian.audit.rules import COVENANT_RULE, RULES, Rule
from batos.guardian.audit.rules.covenant import covenant_report
from batos.guardian.audit.subject import Subject, unparsed_arguments
from batos.guardian.dialect import MAX_SOURCE, RULES_VERSION
from batos.guardian.dialect.quiet import quiet_compiler

__all__ = ["audit", "audited_subject"]


def audit(source: str, *, selector: str | None = None, extra_rules: Sequence[Rule] = ()) -> Verdict:
    """Judge the source of one method.

    Args:
        source: Python text with one ``def name(self, ...)``.
        selector: The name that the method must have, or None for any.
        extra_rules: Further rules, from plugins. Deny wins.

    Returns:
        The verdict; nothing is raised for a bad source.
    """
    return _judge(source, selector, extra_rules)[0]


def audited_subject(source: str) -> tuple[Verdict, Subject | None]:
    """Return the verdict and, for an accepted source, its parsed form for the compiler."""
    verdict, subject = _judge(source, None, ())
    return verdict, subject if verdict.accepted else None


def _judge(
    source: str, selector: str | None, extra_rules: Sequence[Rule]
) -> tuple[Verdict, Subject | None]:
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    subject, finding = _parse(source)
    if subject is None:
        assert finding is not None
        return _verdict(source, digest, (finding,)), None
    findings = list(_run(RULES[0], subject))
    if not findings:
        for rule in (*RULES[1:], *extra_rules):
            findings += _run(rule, subject)
        name = subject.function.name
        if selector is not None and name != selector:
            findings.append(
                Finding(
                    "shape",
                    "error",
                    subject.function.lineno,
                    f"The method is named {name!r}, not {selector!r}.",
                    f"Write `def {selector}(self, ...)`.",
                )
            )
    mutator = False
    changes: tuple[str, ...] = ()
    borrows = False
    if not any(item.severity == "error" for item in findings):
        findings += _uncompilable(subject)
    if not any(item.severity == "error" for item in findings):
        try:
            report = covenant_report(subject)
        except Exception as problem:
            findings.append(_broken(COVENANT_RULE, problem))
        else:
            findings += report.findings
            mutator, changes, borrows = report.mutator, report.changes, report.borrows
    verdict = _verdict(source, digest, findings, subject, mutator, changes)
    return replace(verdict, borrows=borrows), subject


def _uncompilable(subject: Subject) -> list[Finding]:
    """Return what only Python's compiler sees, such as a ``break`` outside of a loop.

    Nesting and size have been capped before, so that the compiler itself is no target.
    """
    try:
        with quiet_compiler():
            compile(subject.tree, "<method>", "exec", dont_inherit=True)
    except SyntaxError as problem:
        text = (problem.msg or "invalid syntax").rstrip(".")
        return [_unparsed(problem.lineno or 0, f"Not valid Python: {text}.", "Mend the line.")]
    except (ValueError, RecursionError, MemoryError) as problem:
        kind = type(problem).__name__
        return [_unparsed(0, f"Python cannot compile the source ({kind}).")]
    return []


def _run(rule: Rule, subject: Subject) -> list[Finding]:
    """Run a rule. One that raises refuses: what it would have said is not known."""
    try:
        return list(rule.check(subject))
    except Exception as problem:
        return [_broken(rule, problem)]


def _broken(rule: Rule, problem: Exception) -> Finding:
    return Finding(
        rule.name,
        "error",
        0,
        f"The rule {rule.name!r} failed on this source ({type(problem).__name__}).",
        "Write it in a simpler way.",
    )


def _verdict(
    source: str,
    digest: str,
    findings: Iterable[Finding],
    subject: Subject | None = None,
    mutator: bool = False,
    changes: tuple[str, ...] = (),
) -> Verdict:
    found = sorted(findings, key=lambda item: (item.severity != "error", item.line))
    accepted = subject is not None and not any(item.severity == "error" for item in found)
    function = subject.function if subject is not None else None
    return Verdict(
        accepted=accepted,
        findings=tuple(found),
        selector=function.name if function else "",
        signature=unparsed_arguments(function) if function and accepted else "",
        doc=(ast.get_docstring(function) or "") if function and accepted else "",
        mutator=mutator,
        changes=changes,
        rules_version=RULES_VERSION,
        sha256=digest,
        source=source,
    )


def _parse(source: str) -> tuple[Subject | None, Finding | None]:
    """Return the parsed source, or the finding that says why there is none."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE:
        return None, _unparsed(0, f"The source is larger than {MAX_SOURCE} bytes.")
    if "\0" in source:
        return None, _unparsed(0, "The source holds a NUL character.")
    if any("coding" in line for line in source.split("\n", 2)[:2] if line.lstrip()[:1] == "#"):
        return None, _unparsed(1, "A line that names a coding is refused.", "Remove the line.")
    try:
        with quiet_compiler():
            tree = ast.parse(source)
    except SyntaxError as problem:
        text = (problem.msg or "invalid syntax").rstrip(".")
        return None, _unparsed(problem.lineno or 0, f"Not valid Python: {text}.")
    except (ValueError, RecursionError, MemoryError) as problem:
        return None, _unparsed(0, f"Python cannot read the source ({type(problem).__name__}).")
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        return None, _unparsed(
            getattr(tree.body[-1], "lineno", 0) if tree.body else 0,
            "The source is not exactly one method.",
            "Write one `def name(self, ...)` and nothing before or after it.",
        )
    return Subject(source, tree, tree.body[0]), None


_WHOLE = "Write one complete `def name(self, ...)` in plain Python, of moderate size."


def _unparsed(line: int, message: str, mend: str = _WHOLE) -> Finding:
    return Finding("shape", "error", line, message, mend)
