"""Slots that a method needs and its object does not have: with which value they may begin."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any

from batos.learning.candidates.sources import slots_used

__all__ = ["first_values"]

_MOST = 3
_CALLS = {
    **dict.fromkeys(("append", "extend", "insert", "pop", "remove", "sort", "reverse"), list),
    **dict.fromkeys(("get", "items", "keys", "values", "setdefault", "update"), dict),
    **dict.fromkeys(("add", "discard"), set),
}
"""What is called of a slot, and what it is then."""
_KINDS: tuple[tuple[tuple[type[ast.expr], ...], type], ...] = (
    ((ast.List, ast.ListComp), list),
    ((ast.Set, ast.SetComp), set),
    ((ast.Dict, ast.DictComp), dict),
    ((ast.JoinedStr,), str),
    ((ast.Tuple,), tuple),
)


def first_values(source: str, there: Collection[str]) -> dict[str, Any]:
    """Return first values of the slots that a method keeps something in and that are not there.

    Empty where there is none, where a slot is only read, which nobody would ever fill, and where
    there are more than a few.

    Args:
        source: The method.
        there: Slots and methods that its object has.
    """
    missing = [name for name in slots_used(source) if name not in there]
    tree = ast.parse(source)
    found: dict[str, Any] = {}
    for name in missing:
        uses = list(_uses(tree, name))
        if not any(is_kept for is_kept, _ in uses):
            return {}
        found[name] = next((value for _, value in uses if value is not None), None)
    return found if len(found) <= _MOST else {}


def _uses(tree: ast.AST, name: str) -> Iterator[tuple[bool, Any]]:
    """Yield how a slot is used: whether something is kept in it, and what it must be for that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign) and _is_slot(node.target, name):
            yield True, _like(node.value)
        elif isinstance(node, ast.Assign) and any(_is_slot(each, name) for each in node.targets):
            yield True, None
        elif isinstance(node, ast.Subscript) and _is_slot(node.value, name):
            yield isinstance(node.ctx, ast.Store), {} if isinstance(node.ctx, ast.Store) else None
        elif isinstance(node, ast.BinOp) and _is_slot(node.left, name):
            yield False, _like(node.right)
        elif isinstance(node, ast.BinOp) and _is_slot(node.right, name):
            yield False, _like(node.left)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _is_slot(node.func.value, name)
            and node.func.attr in _CALLS
        ):
            yield True, _CALLS[node.func.attr]()


def _like(other: ast.expr) -> Any:
    """Return the empty value of what a slot is put together with; a number where that is open."""
    if isinstance(other, ast.Constant) and isinstance(other.value, (str, float)):
        return type(other.value)()
    return next((kind() for nodes, kind in _KINDS if isinstance(other, nodes)), 0)


def _is_slot(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )
