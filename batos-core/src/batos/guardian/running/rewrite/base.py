"""What all parts of the rewriting need."""

from __future__ import annotations

import ast
from typing import cast

from batos.guardian.audit.subject import Subject
from batos.guardian.running.numeric import Numeric

__all__ = ["Base", "assign", "at", "call", "conditional", "is_self", "load", "starred"]


class Base(ast.NodeTransformer):
    """Knows the method that is rewritten.

    Names that start with an underscore cannot be written by a method, so hidden helpers and
    temporary values take them.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._numeric = Numeric(subject)
        self._temporaries = 0
        self._in_source = False
        """Whether it is in what a comprehension goes over, where no value can be given a name."""

    def _offered(self, node: ast.AST | None, *names: str) -> bool:
        """Whether an expression is one of these names with its offered meaning."""
        return (
            isinstance(node, ast.Name) and node.id in names and node.id not in self._subject.bound
        )

    def _visited(self, node: ast.expr) -> ast.expr:
        return cast("ast.expr", self.visit(node))

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"_t{self._temporaries}"

    def _named(self, node: ast.expr, *, anew: bool = False) -> tuple[str, ast.expr]:
        """Return a name for an operand, and the expression that evaluates it and gives the name.

        Args:
            node: The operand.
            anew: Whether a name that it has already will not do.
        """
        if isinstance(node, ast.Name) and not anew:
            return node.id, node
        name = self._temporary()
        return name, ast.NamedExpr(ast.Name(name, ast.Store()), node)


def load(name: str) -> ast.Name:
    """Return the reading of a name."""
    return ast.Name(name, ast.Load())


def call(name: str, *arguments: ast.expr) -> ast.Call:
    """Return the call of a hidden helper."""
    return ast.Call(load(name), list(arguments), [])


def conditional(left: ast.expr, test: ast.cmpop, right: str) -> ast.Compare:
    """Return a test of a value's type, such as ``type(left) is _int``.

    An inline test is half of a guard's call.
    """
    return ast.Compare(call("_type", left), [test], [load(right)])


def assign(name: str, value: ast.expr) -> ast.Assign:
    """Return an assignment to a name."""
    return ast.Assign([ast.Name(name, ast.Store())], value)


def at(node: ast.stmt, new: ast.Assign) -> ast.stmt:
    """Return a statement at the place of another."""
    return ast.copy_location(new, node)


def starred(node: ast.Call) -> bool:
    """Whether a call unpacks its arguments."""
    return any(isinstance(argument, ast.Starred) for argument in node.args)


def is_self(node: ast.expr) -> bool:
    """Whether an expression is the receiver."""
    return isinstance(node, ast.Name) and node.id == "self"
