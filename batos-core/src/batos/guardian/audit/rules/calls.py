"""Calls: the few whose arguments decide whether they are harmless."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.attributes import attribute_problem
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject
from batos.guardian.dialect import GUARDED_METHODS, REWRITTEN

__all__ = ["RULE"]

_NAME = "calls"


def _check(subject: Subject) -> Iterator[Finding]:
    for call in subject.of(ast.Call):
        callee = call.func
        if isinstance(callee, ast.Name):
            if subject.is_offered(callee.id, REWRITTEN):
                yield from _check_literal_attribute(call, callee.id)
            elif subject.is_offered(callee.id, {"iter"}):
                if len(call.args) != 1 or call.keywords or _starred(call):
                    yield error(_NAME, call, "iter takes one iterable here.", "Use a `while` loop.")
            elif subject.is_offered(callee.id, {"print"}):
                yield from _check_print(call)
        elif not isinstance(callee, (ast.Attribute, ast.Subscript, ast.Call, ast.Lambda)):
            yield error(_NAME, call, "This cannot be called.", "Call a named function.")


def _check_literal_attribute(call: ast.Call, name: str) -> Iterator[Finding]:
    """Getattr and hasattr are rewritten, which needs the attribute's name now."""
    most = 3 if name == "getattr" else 2
    if call.keywords or not 2 <= len(call.args) <= most or _starred(call):
        yield error(_NAME, call, f"{name} has the wrong arguments.", f"Write {REWRITTEN[name]}.")
        return
    wanted = call.args[1]
    if not isinstance(wanted, ast.Constant) or not isinstance(wanted.value, str):
        yield error(
            _NAME,
            call,
            f"{name} needs the attribute's name as a literal text.",
            "Keep values with computed names in a dict; send computed selectors with self.send.",
        )
        return
    problem = attribute_problem(wanted.value)
    if problem is None and not wanted.value.isidentifier():
        problem = f"{wanted.value!r} is no attribute name.", "Use a plain name."
    receiver = call.args[0]
    plain = name == "hasattr" or (isinstance(receiver, ast.Name) and receiver.id == "self")
    if problem is None and not plain and wanted.value in {*GUARDED_METHODS, "format"}:
        problem = f"{name} may not fetch {wanted.value!r}.", "Call the method directly."
    if problem is not None:
        yield error(_NAME, call, *problem)


def _check_print(call: ast.Call) -> Iterator[Finding]:
    for keyword in call.keywords:
        if keyword.arg not in {"sep", "end"}:
            yield error(
                _NAME, call, "print only takes sep and end here.", "Return the text instead."
            )


def _starred(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in call.args)


RULE = Rule(
    name=_NAME,
    summary="getattr and hasattr with literal names, one-argument iter, print without a file.",
    why="A computed attribute name passes every other rule.",
    check=_check,
    mend=(
        "Write the attribute's name as a literal; keep values with "
        "computed names in a dict; send computed selectors with `self.send`."
    ),
    examples=(
        Pair(
            ("def m(self, name):\n    return getattr(self, name)"),
            ("def m(self, name):\n    return self.send(name)"),
        ),
        Pair(
            ("def m(self, read):\n    return list(iter(read, None))"),
            ("def m(self, items):\n    return list(iter(items))"),
        ),
    ),
)
