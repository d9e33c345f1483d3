"""Rewriting an audited tree: fuel, size guards, and the few calls that mean something else."""

from __future__ import annotations

import ast
from typing import cast

from batos.guardian.audit.subject import Subject
from batos.guardian.running.rewrite.base import load
from batos.guardian.running.rewrite.calls import CallGuards
from batos.guardian.running.rewrite.fuel import TICK, TICKS, Fuel

__all__ = ["HIDDEN_NAME", "TICK", "TICKS", "rewritten"]

HIDDEN_NAME = "_method"


class _Rewriter(Fuel, CallGuards):
    """Rewrites one method."""


def rewritten(subject: Subject) -> ast.Module:
    """Return a module with one function that takes the ticks and returns the method.

    The ticks are closure variables and not globals: one shared set of globals then serves all
    budgets, and binding a method to a budget costs one function object.
    """
    function = cast("ast.FunctionDef", _Rewriter(subject).visit(subject.function))
    # Not its own name: a method that could name itself could call itself with another self.
    function.name = HIDDEN_NAME
    bind = ast.FunctionDef(
        name="_bind",
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(TICK), ast.arg(TICKS)],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=[function, ast.Return(load(function.name))],
        decorator_list=[],
    )
    if "type_params" in ast.FunctionDef._fields:
        setattr(bind, "type_params", [])  # noqa: B010 - the field is new in Python 3.12
    return ast.fix_missing_locations(ast.Module(body=[bind], type_ignores=[]))
