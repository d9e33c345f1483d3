"""Fuel: a tick is taken with each step of a loop and each call of a function."""

from __future__ import annotations

import ast

from batos.guardian.running.rewrite.base import Base, call, load, starred

__all__ = ["TICK", "TICKS", "Fuel"]

TICK = "_tick"
TICKS = "_ticks"
_STEP = "_step"

_CONSUMERS = frozenset("sum any all min max sorted list tuple set frozenset dict next".split())
"""Offered functions that use up a generator at once."""


class Fuel(Base):
    """Lets loops, functions and comprehensions take ticks."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.returns = None
        first = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body.insert(first, ast.Expr(call(TICK)))
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        outer, self._in_source = self._in_source, False
        self.generic_visit(node)
        self._in_source = outer
        node.body = ast.BoolOp(ast.And(), [call(TICK), node.body])
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        self._step(node)
        self._visit_parts(node, "target", "body", "orelse")
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        outer, self._in_source = self._in_source, True
        self._step(node)
        self._in_source = outer
        self._visit_parts(node, "target", "ifs")
        return node

    def _visit_parts(self, node: ast.AST, *fields: str) -> None:
        """Visit some fields of a node in place."""
        for name in fields:
            value = getattr(node, name)
            if isinstance(value, list):
                visited: list[ast.AST] = []
                for item in value:
                    made = self.visit(item)
                    visited += made if isinstance(made, list) else [made]
                setattr(node, name, visited)
            else:
                setattr(node, name, self.visit(value))

    def _step(self, node: ast.For | ast.comprehension) -> None:
        """Let a tick be taken with each item of what is looped over.

        Compressing by ticks, all of which are true, takes them in C: no call is needed, and no
        pair is made.
        """
        source = node.iter
        bare_range = (
            isinstance(source, ast.Call)
            and self._offered(source.func, "range")
            and not starred(source)
        )
        node.iter = self._visited(source)
        if bare_range and isinstance(node.iter, ast.Call):
            # Its items are counted one by one, so that its length needs no guard.
            node.iter.func = load("_range")
        node.iter = call("_compress", node.iter, load(TICKS))

    def visit_While(self, node: ast.While) -> ast.stmt:
        """Let the ticks themselves be what is looped over.

        Only where there is no ``else``: it would also run when the ticks end.
        """
        self.generic_visit(node)
        if node.orelse:
            node.body.insert(0, ast.Expr(call(TICK)))
            return node
        always = isinstance(node.test, ast.Constant) and bool(node.test.value)
        test = [] if always else [ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], [])]
        return ast.copy_location(
            ast.For(ast.Name(_STEP, ast.Store()), load(TICKS), [*test, *node.body], []), node
        )

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        """Keep a generator lazy only where it is used up at once.

        A million generators inside each other end the process with a segmentation fault when
        they are freed, so none may be held in a name.
        """
        parent = self._subject.parents.get(node)
        self.generic_visit(node)
        if isinstance(parent, ast.Call) and parent.args[:1] == [node]:
            # The parent's function was visited before its arguments.
            called = parent.func.func if isinstance(parent.func, ast.Call) else None
            joins = isinstance(called, ast.Name) and called.id == "_guard_join"
            if joins or self._offered(parent.func, *_CONSUMERS):
                return node
        return call("_iter", ast.ListComp(node.elt, node.generators))
