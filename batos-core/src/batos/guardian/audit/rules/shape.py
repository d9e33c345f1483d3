"""Shape: size, nesting, and what the signature may look like."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject
from batos.guardian.dialect import MAX_BLOCKS, MAX_DEPTH, MAX_FINALLY, MAX_NODES
from batos.objects.names import KERNEL_NAMES, is_slot_name

__all__ = ["RULE"]

_NAME = "shape"
_SELECTOR = re.compile(r"[a-z][A-Za-z0-9_]*")
_BLOCKS = (ast.If, ast.For, ast.While, ast.Try, ast.FunctionDef, ast.Match)


def _check(subject: Subject) -> Iterator[Finding]:
    if subject.count > MAX_NODES:
        yield error(_NAME, None, "The method is too large.", "Split it into smaller methods.")
        return
    if subject.depth > MAX_DEPTH:
        yield error(
            _NAME, None, "The method is nested too deeply.", "Use local names for the parts."
        )
        return
    yield from _check_selector(subject.function)
    yield from _check_signature(subject.function)
    yield from _check_nesting(subject.function)


def _check_selector(function: ast.FunctionDef) -> Iterator[Finding]:
    name = function.name
    if name in KERNEL_NAMES:
        yield error(
            _NAME, function, f"The name {name!r} belongs to the kernel.", "Choose another name."
        )
    elif not _SELECTOR.fullmatch(name) or not is_slot_name(name):
        yield error(
            _NAME,
            function,
            f"{name!r} cannot name a method.",
            "Start with a small letter; use letters, digits and underscores.",
        )


def _check_signature(function: ast.FunctionDef) -> Iterator[Finding]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    if not positional or positional[0].arg != "self":
        yield error(
            _NAME,
            function,
            "The first parameter is not self.",
            f"Write `def {function.name}(self, ...)`.",
        )
    elif len(arguments.defaults) == len(positional):
        yield error(_NAME, function, "self has a default.", "Write plain `self` first.")
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None and not _is_constant(default):
            yield error(
                _NAME,
                default,
                "A default is evaluated when the method is installed, so it must be a constant.",
                "Use None as the default and set the value inside the method.",
            )


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        return isinstance(node.operand, ast.Constant)
    if isinstance(node, ast.Tuple):
        return all(_is_constant(item) for item in node.elts)
    return isinstance(node, ast.Constant)


def _check_nesting(function: ast.FunctionDef) -> Iterator[Finding]:
    """Cap nested blocks: CPython duplicates every ``finally`` body at each level of nesting."""
    stack: list[tuple[ast.AST, int, int]] = [(function, 0, 0)]
    deepest_finally = deepest_block = 0
    while stack:
        node, finals, blocks = stack.pop()
        if isinstance(node, _BLOCKS):
            blocks += 1
            finals += bool(isinstance(node, ast.Try) and node.finalbody)
            deepest_finally = max(deepest_finally, finals)
            deepest_block = max(deepest_block, blocks)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
                # An elif is an If in the else branch of an If; it reads as one block.
                flat = isinstance(node, ast.If) and node.orelse == [child]
                stack.append((child, finals, blocks - flat))
    if deepest_finally > MAX_FINALLY:
        yield error(_NAME, function, "Too many nested `finally` blocks.", "Use one `finally`.")
    if deepest_block > MAX_BLOCKS:
        yield error(
            _NAME, function, "Too many nested blocks.", "Return early, or use a nested function."
        )


RULE = Rule(
    name=_NAME,
    summary="One small method: its size, nesting, name and signature.",
    why="Deep or large trees exhaust the compiler; defaults run at installation.",
    check=_check,
    mend=(
        "Write one `def name(self, ...)` of moderate size "
        "whose defaults are constants; split what is larger."
    ),
    examples=(
        Pair(
            ("def m(self, items=[]):\n    return items"),
            ("def m(self, items=()):\n    return list(items)"),
        ),
        Pair(
            ("def m(this):\n    return 1"),
            ("def m(self):\n    return 1"),
        ),
        Pair(
            ("def Send(self):\n    return 1"),
            ("def dispatch(self):\n    return 1"),
        ),
    ),
)
