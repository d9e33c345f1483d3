"""Receiver: ``self`` is the object that was sent the message, from the first line to the last."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject, bindings

__all__ = ["RULE"]

_NAME = "receiver"


def _check(subject: Subject) -> Iterator[Finding]:
    arguments = subject.function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    first = positional[0] if positional else None
    for name, node in bindings(subject):
        if name == "self" and node is not first:
            yield error(
                _NAME, node, "self is bound again.", "Use another name; self is the receiver."
            )
    for target in _stored(subject):
        if not isinstance(target, ast.Attribute):
            continue
        root = target.value
        if isinstance(root, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
            continue
        yield error(_NAME, target, "This has no attributes that could be set.", "Set a slot.")


def _stored(subject: Subject) -> Iterator[ast.AST]:
    for attribute in subject.of(ast.Attribute):
        if not isinstance(attribute.ctx, ast.Load):
            yield attribute


RULE = Rule(
    name=_NAME,
    summary="self is the first parameter and is never bound again.",
    why="The covenant and the kernel's mark speak about self; another self would dodge both.",
    check=_check,
    mend="Give the other value another name; self stays the object that was sent the message.",
    examples=(
        Pair(
            ("def m(self, other):\n    self = other\n    return self.x"),
            ("def m(self, other):\n    return other.x"),
        ),
        Pair(
            ("def m(self, rows):\n    return [self for self in rows]"),
            ("def m(self, rows):\n    return [row for row in rows]"),
        ),
    ),
)
