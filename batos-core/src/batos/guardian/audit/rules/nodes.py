"""Nodes: the allow-list over the syntax. What is not listed is refused, new syntax included."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject

__all__ = ["ALLOWED", "RULE"]

_NAME = "nodes"

ALLOWED: frozenset[type[ast.AST]] = frozenset(
    {
        # structure
        *(ast.Module, ast.FunctionDef, ast.Lambda, ast.arguments, ast.arg, ast.Return),
        # statements
        *(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Expr, ast.Pass, ast.Nonlocal),
        *(ast.If, ast.For, ast.While, ast.Break, ast.Continue),
        *(ast.Try, ast.ExceptHandler, ast.Raise, ast.Assert),
        # expressions
        *(ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.NamedExpr),
        *(ast.Call, ast.keyword, ast.Starred, ast.Attribute, ast.Subscript, ast.Slice),
        *(ast.Name, ast.Constant, ast.JoinedStr, ast.FormattedValue),
        *(ast.List, ast.Tuple, ast.Dict, ast.Set),
        *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension),
        # matching
        *(ast.Match, ast.match_case, ast.MatchValue, ast.MatchSingleton, ast.MatchSequence),
        *(ast.MatchMapping, ast.MatchClass, ast.MatchStar, ast.MatchAs, ast.MatchOr),
        # operators
        *(ast.And, ast.Or, ast.Not, ast.Invert, ast.UAdd, ast.USub),
        *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult),
        *(ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor),
        *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE),
        *(ast.Is, ast.IsNot, ast.In, ast.NotIn),
    }
)

_MENDS: dict[str, str] = {
    "Import": "Remove the import; the usual modules can be used without it.",
    "ImportFrom": "Remove the import; the usual modules can be used without it.",
    "ClassDef": "Keep data in dicts, or in slots of self.",
    "AsyncFunctionDef": "Write a plain method.",
    "Await": "Write a plain method.",
    "Yield": "Collect the values in a list and return it.",
    "YieldFrom": "Collect the values in a list and return it.",
    "With": "There are no files or locks here; work on values.",
    "Global": "Keep state in slots of self.",
    "TryStar": "Use a plain `except`.",
}


def _check(subject: Subject) -> Iterator[Finding]:
    for kind, found in subject.types().items():
        if kind not in ALLOWED:
            name = kind.__name__
            yield error(
                _NAME,
                found[0],
                f"{_word(name)} is not part of the dialect.",
                _MENDS.get(name, "Write it with plain statements."),
            )
    for function in subject.of(ast.FunctionDef):
        if function.decorator_list:
            yield error(
                _NAME,
                function,
                "A decorator is not part of the dialect.",
                "Remove the decorator.",
            )
        if getattr(function, "type_params", None):
            yield error(
                _NAME, function, "Type parameters are not part of the dialect.", "Remove them."
            )
    for comprehension in subject.of(ast.comprehension):
        if comprehension.is_async:
            yield error(
                _NAME,
                comprehension.target,
                "An asynchronous comprehension is refused.",
                "Write a plain comprehension.",
            )
    yield from _check_annotations(subject)


def _word(name: str) -> str:
    words = {
        "Import": "An import",
        "ImportFrom": "An import",
        "ClassDef": "A class",
        "Yield": "`yield`",
        "YieldFrom": "`yield from`",
        "With": "`with`",
        "Global": "`global`",
        "Await": "`await`",
    }
    return words.get(name, name)


def _check_annotations(subject: Subject) -> Iterator[Finding]:
    """Refuse annotations that do something; plain ones are stripped by the compiler."""
    annotations = [argument.annotation for argument in subject.of(ast.arg)]
    annotations += [function.returns for function in subject.of(ast.FunctionDef)]
    annotations += [assign.annotation for assign in subject.of(ast.AnnAssign)]
    active = (ast.Call, ast.Lambda, ast.NamedExpr, ast.ListComp, ast.SetComp, ast.DictComp)
    for annotation in annotations:
        if annotation is None:
            continue
        for node in ast.walk(annotation):
            if isinstance(node, (*active, ast.GeneratorExp, ast.JoinedStr)):
                yield error(_NAME, annotation, "An annotation may only name types.", "Remove it.")
                break


RULE = Rule(
    name=_NAME,
    summary="Only listed syntax; no imports, classes, decorators, generators, `with`, `global`.",
    why="Syntax that the other rules do not know could bind names or run code unseen.",
    check=_check,
    mend=(
        "Write it with plain statements: the usual modules are "
        "there without an import, data lives in dicts and slots."
    ),
    examples=(
        Pair(
            ("def m(self, x):\n    import math\n    return math.sqrt(x)"),
            ("def m(self, x):\n    return math.sqrt(x)"),
        ),
        Pair(
            ("def m(self, xs):\n    for x in xs:\n        yield x * 2"),
            ("def m(self, xs):\n    return [x * 2 for x in xs]"),
        ),
        Pair(
            ("def m(self):\n    class Point:\n        pass\n    return Point()"),
            ('def m(self):\n    return {"x": 0, "y": 0}'),
        ),
    ),
)
