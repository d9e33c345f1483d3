"""The source under audit, parsed and indexed once for all rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, TypeVar

from batos.guardian.dialect import MAX_DEPTH, MAX_NODES

__all__ = [
    "FunctionNode",
    "Subject",
    "arguments_of",
    "bindings",
    "is_covenant",
    "is_float",
    "unparsed_arguments",
]

NodeT = TypeVar("NodeT", bound=ast.AST)
FunctionNode = ast.FunctionDef | ast.Lambda
_CONTEXTS = (ast.Load, ast.Store, ast.Del)


class Subject:
    """A parsed method, with its nodes by type.

    Attributes:
        source: The text.
        tree: The parsed module.
        function: The top-level function.
        depth: Nesting of the deepest node.
        count: Number of nodes (expression contexts not counted).
        bound: Every name that is bound anywhere in the method.
        parents: The parent of each node.
        annotations: All nodes inside annotations: they are stripped, so no rule reads them.
    """

    def __init__(self, source: str, tree: ast.Module, function: ast.FunctionDef) -> None:
        self.source = source
        self.tree = tree
        self.function = function
        self.parents: dict[ast.AST, ast.AST] = {}
        self._by_type: dict[type[ast.AST], list[ast.AST]] = {}
        self.depth = 0
        self.count = 0
        self._index()
        self.bound = bound_names(self)
        self.annotations = self._annotation_nodes()

    def _index(self) -> None:
        """Walk the tree level by level (never recursively: depth is what is being measured)."""
        level: list[ast.AST] = [self.tree]
        by_type, parents = self._by_type, self.parents
        while level and self.depth <= MAX_DEPTH and self.count <= MAX_NODES:
            self.depth += 1
            self.count += len(level)
            below: list[ast.AST] = []
            for node in level:
                by_type.setdefault(type(node), []).append(node)
                for name in node._fields:
                    value = getattr(node, name, None)
                    if isinstance(value, list):
                        for item in value:
                            if isinstance(item, ast.AST) and not isinstance(item, _CONTEXTS):
                                parents[item] = node
                                below.append(item)
                    elif isinstance(value, ast.AST) and not isinstance(value, _CONTEXTS):
                        parents[value] = node
                        below.append(value)
            level = below

    def _annotation_nodes(self) -> frozenset[ast.AST]:
        roots: list[ast.expr | None] = [argument.annotation for argument in self.of(ast.arg)]
        roots += [function.returns for function in self.of(ast.FunctionDef)]
        roots += [assign.annotation for assign in self.of(ast.AnnAssign)]
        return frozenset(node for root in roots if root is not None for node in ast.walk(root))

    def of(self, *types: type[NodeT]) -> Iterator[NodeT]:
        """Yield the nodes of exactly these types."""
        for kind in types:
            yield from self._by_type.get(kind, ())  # type: ignore[misc]

    def types(self) -> dict[type[ast.AST], list[ast.AST]]:
        """Return all nodes by type."""
        return self._by_type

    def is_offered(self, name: str, offered: Any) -> bool:
        """Whether a name means what the dialect offers: listed, and not bound in the method."""
        return name in offered and name not in self.bound


def arguments_of(arguments: ast.arguments) -> Iterator[ast.arg]:
    """Yield every parameter, of every kind."""
    yield from arguments.posonlyargs
    yield from arguments.args
    yield from arguments.kwonlyargs
    if arguments.vararg:
        yield arguments.vararg
    if arguments.kwarg:
        yield arguments.kwarg


_NAMED: tuple[tuple[type[ast.AST], str], ...] = (
    (ast.arg, "arg"),
    (ast.ExceptHandler, "name"),
    (ast.MatchAs, "name"),
    (ast.MatchStar, "name"),
    (ast.MatchMapping, "rest"),
)
"""Nodes that bind a name which is a plain string in the tree, and the field that holds it."""


def bindings(subject: Subject) -> Iterator[tuple[str, ast.AST]]:
    """Yield every name that the method binds, in whatever form the syntax knows.

    Names in handlers, patterns and ``nonlocal`` are plain strings in the tree and not ``Name``
    nodes; filters that overlook them have been broken that way.
    """
    for name in subject.of(ast.Name):
        if not isinstance(name.ctx, ast.Load):
            yield name.id, name
    for kind, field in _NAMED:
        for node in subject.of(kind):
            bound: str | None = getattr(node, field)
            if bound:
                yield bound, node
    for function in subject.of(ast.FunctionDef):
        if function is not subject.function:
            yield function.name, function
    for outer in subject.of(ast.Nonlocal):
        for text in outer.names:
            yield text, outer


def bound_names(subject: Subject) -> frozenset[str]:
    """Return every name that is bound anywhere in the method."""
    return frozenset(name for name, _ in bindings(subject))


def is_covenant(statement: ast.AST | None) -> bool:
    """Whether a statement is exactly ``self._p_changed = True``."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target, value = statement.targets[0], statement.value
    return (
        isinstance(target, ast.Attribute)
        and target.attr == "_p_changed"
        and isinstance(target.value, ast.Name)
        and target.value.id == "self"
        and isinstance(value, ast.Constant)
        and value.value is True
    )


def is_float(node: ast.expr) -> bool:
    """Whether an expression is a number written with a point or an exponent."""
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def unparsed_arguments(function: ast.FunctionDef) -> str:
    """Return the parameters as text without annotations, such as ``(self, text, limit=3)``."""
    source = function.args
    plain = ast.arguments(
        posonlyargs=[ast.arg(item.arg) for item in source.posonlyargs],
        args=[ast.arg(item.arg) for item in source.args],
        vararg=ast.arg(source.vararg.arg) if source.vararg else None,
        kwonlyargs=[ast.arg(item.arg) for item in source.kwonlyargs],
        kw_defaults=source.kw_defaults,
        kwarg=ast.arg(source.kwarg.arg) if source.kwarg else None,
        defaults=source.defaults,
    )
    return f"({ast.unparse(plain)})"
