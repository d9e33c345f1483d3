"""Handlers: what may be caught, and what may be done with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject
from batos.guardian.dialect import EXCEPTIONS

__all__ = ["RULE"]

_NAME = "handlers"
_LEAVING = (ast.Return, ast.Break, ast.Continue)


def _check(subject: Subject) -> Iterator[Finding]:
    for attempt in subject.of(ast.Try):
        for statement in attempt.finalbody:
            yield from _check_finally(statement)
    for handler in subject.of(ast.ExceptHandler):
        yield from _check_type(subject, handler)
        if handler.name:
            yield from _check_use(subject, handler)
    for raised in subject.of(ast.Raise):
        yield from _check_raise(raised)


def _check_finally(statement: ast.stmt) -> Iterator[Finding]:
    for node in ast.walk(statement):
        if isinstance(node, _LEAVING):
            yield error(
                _NAME,
                node,
                "`finally` may not return, break or continue: it would swallow a stop.",
                "Move the statement behind the try.",
            )


def _check_type(subject: Subject, handler: ast.ExceptHandler) -> Iterator[Finding]:
    if handler.type is None:
        yield error(
            _NAME, handler, "A bare `except` is refused.", "Write `except Exception` or a class."
        )
        return
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    for kind in types:
        dotted = isinstance(kind, ast.Attribute) and _is_module_error(kind)
        dotted = dotted and not subject.bound & {"json", "re"}
        listed = isinstance(kind, ast.Name) and subject.is_offered(kind.id, EXCEPTIONS)
        if not (dotted or listed):
            yield error(
                _NAME,
                handler,
                "A handler may only name an exception class of the dialect.",
                f"Use one of: {', '.join(sorted(EXCEPTIONS))}.",
            )


def _is_module_error(node: ast.Attribute) -> bool:
    names = {("json", "JSONDecodeError"), ("re", "error")}
    return isinstance(node.value, ast.Name) and (node.value.id, node.attr) in names


def _check_use(subject: Subject, handler: ast.ExceptHandler) -> Iterator[Finding]:
    """A caught error of the host can lead back to it: its text may go on, itself it may not."""
    for statement in handler.body:
        for node in ast.walk(statement):
            if not isinstance(node, ast.Name) or node.id != handler.name:
                continue
            if not isinstance(node.ctx, ast.Load) or not _harmless(subject, node):
                yield error(
                    _NAME,
                    node,
                    f"The caught error {node.id!r} may not be passed on itself.",
                    f"Use str({node.id}) or `raise ... from {node.id}`.",
                )


def _harmless(subject: Subject, node: ast.Name) -> bool:
    parent = subject.parents.get(node)
    if isinstance(parent, (ast.FormattedValue, ast.Raise)):
        return True
    if isinstance(parent, ast.Attribute):
        return parent.attr == "args" and isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
        kinds = {"str", "repr", "isinstance", "print"}
        return node in parent.args and subject.is_offered(parent.func.id, kinds)
    return False


def _check_raise(raised: ast.Raise) -> Iterator[Finding]:
    error_node = raised.exc
    if isinstance(error_node, ast.Call):
        error_node = error_node.func
    if error_node is None or isinstance(error_node, ast.Name):
        return
    if isinstance(error_node, ast.Attribute) and _is_module_error(error_node):
        return
    yield error(
        _NAME, raised, "Raise a listed exception by name.", "Write `raise ValueError(...)`."
    )


RULE = Rule(
    name=_NAME,
    summary="Handlers name listed exceptions; a caught error is only read as text.",
    why="A handler for everything would catch the guardian's stop; errors carry frames.",
    check=_check,
    mend=(
        "Catch a listed class by name, use only the text "
        "of what was caught, and leave `finally` by its end."
    ),
    examples=(
        Pair(
            ("def m(self, x):\n    try:\n        return 1 / x\n    except:\n        return 0"),
            (
                "def m(self, x):\n"
                "    try:\n"
                "        return 1 / x\n"
                "    except ZeroDivisionError:\n"
                "        return 0"
            ),
        ),
        Pair(
            (
                "def m(self, x):\n"
                "    try:\n"
                "        return int(x)\n"
                "    except ValueError as problem:\n"
                "        return problem"
            ),
            (
                "def m(self, x):\n"
                "    try:\n"
                "        return int(x)\n"
                "    except ValueError as problem:\n"
                "        return str(problem)"
            ),
        ),
        Pair(
            ("def m(self, x):\n    try:\n        return int(x)\n    finally:\n        return 0"),
            (
                "def m(self, x):\n"
                "    result = 0\n"
                "    try:\n"
                "        result = int(x)\n"
                "    finally:\n"
                "        result += 1\n"
                "    return result"
            ),
        ),
    ),
)
