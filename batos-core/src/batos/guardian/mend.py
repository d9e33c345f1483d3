"""Mending the commonest fault of generated methods without asking the model again."""

from __future__ import annotations

import ast

from batos.guardian.audit import audit
from batos.guardian.dialect import COVENANT

__all__ = ["keep_covenant"]

_NAMES = ("result", "outcome", "answer", "given_back")


def keep_covenant(source: str) -> str:
    """Return a source with the covenant's line wherever only that is missing.

    The line goes before each ``return`` that needs it, and to the end where the method runs out.
    A ``return`` that itself makes the last change, such as ``return self.items.pop()``, becomes
    an assignment, the line, and a return of the name.

    Args:
        source: Any source.

    Returns:
        The mended source, or the same text when nothing is missing or more than that is wrong.
    """
    verdict = audit(source)
    if verdict.accepted or any(finding.rule != "covenant" for finding in verdict.errors):
        return source
    for text in (source, ast.unparse(ast.parse(source))):
        for split in (False, True):
            mended = _mended(text, split)
            if audit(mended).accepted:
                return mended
    return source


def _mended(source: str, split: bool) -> str:
    """Return the source with the line at every open exit.

    Args:
        source: One method that misses nothing but the covenant.
        split: Whether the values of returns are computed before the line.
    """
    tree = ast.parse(source)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    lines = source.rstrip().split("\n")
    errors = [finding for finding in audit(source).errors if finding.rule == "covenant"]
    wanted = {finding.line for finding in errors}
    returns = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.lineno in wanted
    ]
    body_indent = " " * function.body[0].col_offset
    if wanted - {node.lineno for node in returns}:
        lines.append(f"{body_indent}{COVENANT}")
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    name = next((name for name in _NAMES if name not in used), _NAMES[0])
    # From the end, so that the numbers of the lines before stay right.
    for node in sorted(returns, key=lambda item: -item.lineno):
        lines[node.lineno - 1 : node.end_lineno] = _kept(node, lines, name if split else "")
    return "\n".join(lines) + "\n"


def _kept(node: ast.Return, lines: list[str], name: str) -> list[str]:
    """Return the lines that take the place of a return statement."""
    first = node.lineno - 1
    last = node.end_lineno or node.lineno
    indent = lines[first][: node.col_offset]
    if indent.strip():
        return lines[first:last]  # `if x: return y` on one line; the unparsed text has two
    if not name or node.value is None:
        return [f"{indent}{COVENANT}", *lines[first:last]]
    # What is returned may be what changes the object, so it has to come before the line.
    whole = [lines[first][node.col_offset + len("return") :].lstrip(), *lines[first + 1 : last]]
    assigned = [f"{indent}{name} = {whole[0]}", *whole[1:]]
    return [*assigned, f"{indent}{COVENANT}", f"{indent}return {name}"]
