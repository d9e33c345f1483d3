"""Patterns: ``match`` reads attributes whose names are plain strings in the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject
from batos.guardian.dialect import PLAIN_TYPES

__all__ = ["RULE"]

_NAME = "patterns"


def _check(subject: Subject) -> Iterator[Finding]:
    for pattern in subject.of(ast.MatchClass):
        name = pattern.cls
        if not (isinstance(name, ast.Name) and subject.is_offered(name.id, PLAIN_TYPES)):
            yield error(
                _NAME,
                pattern,
                "A class pattern may only name a built-in type.",
                "Use an `if` with isinstance.",
            )
        if pattern.kwd_attrs or len(pattern.patterns) > 1:
            yield error(
                _NAME,
                pattern,
                "A class pattern may not look at attributes.",
                "Bind the value with `as` and test it in an `if`.",
            )
    for value in subject.of(ast.MatchValue):
        if any(isinstance(node, ast.Attribute) for node in ast.walk(value.value)):
            yield error(
                _NAME, value, "A dotted value pattern is refused.", "Compare in a guard instead."
            )


RULE = Rule(
    name=_NAME,
    summary="Class patterns for built-in types only, without attributes.",
    why="`case object(__class__=c)` hands out the class of anything.",
    check=_check,
    mend="Match built-in types without attributes, and test the rest in an `if`.",
    examples=(
        Pair(
            (
                "def m(self, x):\n"
                "    match x:\n"
                "        case object(__class__=c):\n"
                "            return c"
            ),
            ('def m(self, x):\n    match x:\n        case int():\n            return "int"'),
        ),
    ),
)
