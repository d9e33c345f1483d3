"""Formats: attribute paths and huge widths inside format texts."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject
from batos.guardian.dialect import MAX_WIDTH

__all__ = ["RULE", "format_problem", "too_wide"]

_NAME = "formats"
_DIGITS = re.compile(r"\d+")


def too_wide(spec: str) -> bool:
    """Whether a format specification asks for more characters than a method may have."""
    return any(len(run) > 6 or int(run) > MAX_WIDTH for run in _DIGITS.findall(spec))


def format_problem(template: str) -> str:
    """Return what is wrong with a ``str.format`` template, or an empty text.

    ``"{0.__class__}"`` names an attribute where no rule over the syntax tree can see it.
    """
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as problem:
        return f"The format text is broken: {problem}."
    for _, field, spec, _ in fields:
        if field and ("." in field or field[:1] == "_" or "[_" in field):
            return "A format field may only name its argument."
        if spec and (too_wide(spec) or format_problem(spec)):
            return "A format specification is too wide or not plain."
    return ""


def _check(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(ast.Attribute):
        if node.attr != "format" or node in subject.annotations:
            continue
        call = subject.parents.get(node)
        literal = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if not (literal and isinstance(call, ast.Call) and call.func is node):
            yield error(
                _NAME,
                node,
                "`format` is only offered on a literal text.",
                'Use an f-string, such as f"{value:.2f}".',
            )
            continue
        assert isinstance(node.value, ast.Constant)
        problem = format_problem(str(node.value.value))
        if problem:
            yield error(_NAME, node, problem, "Use an f-string with plain values.")
    for value in subject.of(ast.FormattedValue):
        if value.format_spec is not None:
            yield from _check_spec(value.format_spec)


def _check_spec(spec: ast.expr) -> Iterator[Finding]:
    for part in ast.walk(spec):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and too_wide(part.value):
            yield error(_NAME, spec, "A width of a format is too large.", "Use a smaller width.")


RULE = Rule(
    name=_NAME,
    summary="`.format` on literal texts with plain fields only; bounded widths.",
    why='`"{0.__class__.__init__.__globals__}"` prints the host and no other rule sees it.',
    check=_check,
    mend="Use an f-string with plain values, or `.format` on a literal text with plain fields.",
    examples=(
        Pair(
            ('def m(self):\n    return "{0.__class__}".format(self)'),
            ('def m(self):\n    return "{0}".format(self.name_text)'),
        ),
        Pair(
            ("def m(self, template, x):\n    return template.format(x)"),
            ('def m(self, x):\n    return f"{x:.2f}"'),
        ),
        Pair(
            ('def m(self, x):\n    return f"{x:1000000}"'),
            ('def m(self, x):\n    return f"{x:10}"'),
        ),
    ),
)
