"""Reading the methods that a persona is born with: Python text, parsed and never imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.errors import PluginError

__all__ = ["parse_methods"]


def parse_methods(text: str, origin: str) -> tuple[str, ...]:
    """Return the source of each method in a file of persona methods.

    Raises:
        PluginError: The file holds anything but methods; the message names file and line.
    """
    return tuple(_source_of(text, function) for function in _functions(text, origin))


def _functions(text: str, origin: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a file in which nothing but functions may stand."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise _error(origin, line, f"not Python: {getattr(error, 'msg', error)}") from error
    for position, node in enumerate(tree.body):
        if position == 0 and _is_text(node):
            continue
        if not isinstance(node, ast.FunctionDef):
            raise _error(
                origin,
                node.lineno,
                "only plain functions may stand here",
                hint="Offered modules such as math and re need no import.",
            )
        if node.decorator_list:
            raise _error(origin, node.lineno, f"{node.name!r} must not be decorated")
        if node.name.startswith("_"):
            raise _error(origin, node.lineno, f"{node.name!r} is not a public name")
        parameters = [*node.args.posonlyargs, *node.args.args]
        if not parameters or parameters[0].arg != "self":
            raise _error(origin, node.lineno, f"{node.name!r} must take 'self' first")
        yield node


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _source_of(text: str, function: ast.FunctionDef) -> str:
    lines = text.splitlines()[function.lineno - 1 : function.end_lineno]
    return "\n".join(lines) + "\n"


def _error(origin: str, line: int, what: str, *, hint: str = "") -> PluginError:
    return PluginError(
        f"{origin}:{line}: {what}.", hint=hint, details={"file": origin, "line": line}
    )
