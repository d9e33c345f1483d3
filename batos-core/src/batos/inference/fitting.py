"""Fitting a plain function to the life of a method: ``self``, imports, recursion, its name.

All changes are made at the positions that the parser gives, so that the rest of the source stays
as the model wrote it, comments included.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from batos.guardian import dialect
from batos.inference.layout import parse

__all__ = ["fit", "import_names"]

# Names that mean the same with and without their module.
_BARE = {("datetime", name) for name in ("datetime", "date", "timedelta", "timezone")} | {
    ("collections", name) for name in ("Counter", "OrderedDict", "defaultdict", "deque")
}


@dataclass(frozen=True)
class _Edit:
    """A replacement of the text between two places; lines count from 1, columns in bytes."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    @classmethod
    def of(cls, node: ast.expr | ast.stmt, text: str) -> _Edit:
        return cls(
            node.lineno,
            node.col_offset,
            node.end_lineno or node.lineno,
            node.end_col_offset or node.col_offset,
            text,
        )


def import_names(statements: Iterable[ast.stmt]) -> dict[str, str]:
    """Return what each imported name is called in the dialect.

    Only imports whose every name the dialect offers are counted; the others are left for the
    guardian to refuse with its reason.
    """
    names: dict[str, str] = {}
    for statement in statements:
        names.update(_offered(statement) or {})
    return names


def fit(source: str, name: str, outer: Mapping[str, str]) -> str:
    """Return a function as a method of a given name.

    Adds a missing ``self``, takes out imports of what the dialect offers anyway, and turns calls
    of the function by its own name into sends to ``self``.

    Args:
        source: A source with one function that parses.
        name: Name that the method is to have.
        outer: What was imported above the function, as :func:`import_names` gives it.
    """
    tree = parse(source)
    assert tree is not None
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    had_self = bool(_parameters(function)) and _parameters(function)[0].arg == "self"
    edits = [*_import_edits(function, outer), *_recursion_edits(function, name, had_self)]
    fitted = _apply(source, edits)
    return _fit_head(fitted, name, had_self)


def _offered(statement: ast.stmt) -> dict[str, str] | None:
    """Return the dialect's names for an import, or ``None`` if it offers not all of them."""
    names: dict[str, str] = {}
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            if alias.name not in dialect.FACADES:
                return None
            names[alias.asname or alias.name] = alias.name
        return names
    if isinstance(statement, ast.ImportFrom) and statement.level == 0 and statement.module:
        offered = dialect.FACADES.get(statement.module, frozenset())
        for alias in statement.names:
            if alias.name not in offered:
                return None
            bare = (statement.module, alias.name) in _BARE
            full = alias.name if bare else f"{statement.module}.{alias.name}"
            names[alias.asname or alias.name] = full
        return names
    return None


def _import_edits(function: ast.FunctionDef, outer: Mapping[str, str]) -> list[_Edit]:
    """Return the edits that take offered imports out and call what they named by its own name."""
    edits: list[_Edit] = []
    names = dict(outer)
    for node in ast.walk(function):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if not isinstance(block, list):
                continue
            removed = [each for each in block if isinstance(each, ast.stmt) and _offered(each)]
            names.update(import_names(removed))
            for number, each in enumerate(removed):
                alone = len(removed) == len(block) and number == 0
                edits.append(_Edit.of(each, "pass" if alone else ""))
    bound = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    } | {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in names and node.id not in bound:
            full = names[node.id]
            if full != node.id:
                edits.append(_Edit.of(node, full))
    return edits


def _recursion_edits(function: ast.FunctionDef, name: str, had_self: bool) -> list[_Edit]:
    """Return the edits that turn ``fact(n - 1)`` inside ``fact`` into ``self.fact(n - 1)``."""
    edits: list[_Edit] = []
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == function.name:
            edits.append(_Edit.of(called, f"self.{name}"))
            first = node.args[0] if node.args else None
            if had_self and isinstance(first, ast.Name) and first.id == "self":
                edits.append(_without_first(node))
        elif (
            isinstance(called, ast.Attribute)
            and called.attr == function.name
            and isinstance(called.value, ast.Name)
            and called.value.id == "self"
            and name != function.name
        ):
            edits.append(_Edit.of(called, f"self.{name}"))
    return edits


def _without_first(call: ast.Call) -> _Edit:
    """Return the edit that takes ``self`` out of the arguments of a call."""
    first = call.args[0]
    following = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    if not following:
        return _Edit.of(first, "")
    after: ast.expr | ast.keyword = call.args[1] if len(call.args) > 1 else call.keywords[0]
    return _Edit(first.lineno, first.col_offset, after.lineno, after.col_offset, "")


def _apply(source: str, edits: Iterable[_Edit]) -> str:
    """Return a source with its edits made, the last first so that positions stay true."""
    lines = [line.encode() for line in source.split("\n")]
    for edit in sorted(set(edits), key=lambda each: (each.line, each.column), reverse=True):
        first, last = edit.line - 1, edit.end_line - 1
        joined = lines[first][: edit.column] + edit.text.encode() + lines[last][edit.end_column :]
        if not edit.text and joined.strip(b" \t;") == b"":
            lines[first : last + 1] = []
        else:
            if not edit.text:
                joined = joined.replace(b" ; ", b" ").rstrip(b"; ")
            lines[first : last + 1] = [joined]
    return "\n".join(line.decode() for line in lines)


def _fit_head(source: str, name: str, had_self: bool) -> str:
    """Return the source with its name and a ``self`` in its ``def`` line."""
    rest = source[source.index("(") + 1 :]
    if not had_self:
        rest = f"self{'' if rest.lstrip().startswith(')') else ', '}{rest.lstrip()}"
    return f"def {name}({rest}"


def _parameters(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args]
