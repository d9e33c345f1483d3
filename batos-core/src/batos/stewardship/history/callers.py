"""Who calls a method, as far as the sources tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.image import Root
from batos.image.history import holders_with_events, is_gone
from batos.objects import Method, UvmObject, address_of, methods_of

__all__ = ["callers_of"]

_BY_NAME = frozenset({"send", "getattr", "hasattr"})


def callers_of(root: Root, selector: str) -> list[str]:
    """Return the addresses of the stored methods whose source calls a selector.

    It is read from the sources: a call of the same name that goes to another object is among
    them, one whose name is put together while it runs is not. A method that calls itself is left
    out.
    """
    found = [
        f"{address_of(holder)}.{method.selector}"
        for holder, method in _methods(root)
        if method.selector != selector and selector in method.source
        if calls(method.source, selector)
    ]
    return sorted(found)


def calls(source: str, selector: str) -> bool:
    """Return whether a source has ``.selector`` or ``send("selector")`` in it."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return any(_names(node, selector) for node in ast.walk(tree))


def _names(node: ast.AST, selector: str) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == selector and isinstance(node.ctx, ast.Load)
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in _BY_NAME and any(
        isinstance(given, ast.Constant) and given.value == selector for given in node.args[:2]
    )


def _methods(root: Root) -> Iterator[tuple[UvmObject, Method]]:
    """Yield every method of the named objects, and of those that have ever learned one."""
    seen: set[bytes] = set()
    named = (holder for _, holder in root.each())
    for holder in (*named, *holders_with_events(root)):
        if holder._p_oid not in seen and not is_gone(root, holder):
            seen.add(holder._p_oid)
            for method in methods_of(holder).values():
                yield holder, method
