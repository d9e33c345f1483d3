"""Mending the commonest faults of generated methods without asking the model again."""

from __future__ import annotations

import ast
import keyword

from batos.guardian.audit.audit import audit
from batos.guardian.dialect import BUILTINS, COVENANT, EXCEPTIONS, FACADES

__all__ = ["keep_covenant", "mended"]

_NAMES = ("result", "outcome", "answer", "given_back")


def mended(source: str) -> str:
    """Return a source with the faults put right that a rule can mend, or the same text.

    Names that begin with an underscore get another one, a member of an offered module that is
    called without it is called by its full name, what is printed last is returned where nothing
    else is, and the covenant is kept.
    """
    try:
        return _mended_by_rules(source)
    except (RecursionError, MemoryError, ValueError, SyntaxError):
        return source  # what loops or babbles is not mended


def _mended_by_rules(source: str) -> str:
    tree = _function_tree(source)
    if tree is None:
        return source
    better = _unparsed(tree) if _returned(tree) else source
    if audit(better).accepted:
        return better
    if better is not source and audit(source).accepted:
        return source  # it is not made worse than it was
    renamed = [rule(tree) for rule in (_public_names, _full_names)]
    return keep_covenant(_unparsed(tree) if any(renamed) else better)


def _unparsed(tree: ast.Module) -> str:
    return f"{ast.unparse(ast.fix_missing_locations(tree))}\n"


def _function_tree(source: str) -> ast.Module | None:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    is_one = len(tree.body) == 1 and isinstance(tree.body[0], ast.FunctionDef)
    return tree if is_one else None


def _bound(tree: ast.Module) -> set[str]:
    """Return the names that a source binds itself."""
    found = {each.arg for each in ast.walk(tree) if isinstance(each, ast.arg)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            found.update(filter(None, (node.name,)))
        elif isinstance(node, ast.MatchMapping) and node.rest:
            found.add(node.rest)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
    return found


def _public_names(tree: ast.Module) -> bool:
    """Take the leading underscores off local names; say whether there were any."""
    bound = _bound(tree)
    wanted = {name for name in bound if name.startswith("_") and name.strip("_")}
    used = bound | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names = {}
    for name in sorted(wanted):
        public = name.strip("_")
        while public in used or not public.isidentifier() or keyword.iskeyword(public):
            public = f"a_{public}"
        used.add(public)
        names[name] = public
    for node in ast.walk(tree) if names else ():
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ExceptHandler)) and node.name:
            node.name = names.get(node.name, node.name)
        elif isinstance(node, ast.keyword) and node.arg:
            node.arg = names.get(node.arg, node.arg)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [names.get(each, each) for each in node.names]
    return bool(names)


def _full_names(tree: ast.Module) -> bool:
    """Put the module before what is a member of just one; say whether anything was."""
    bound = _bound(tree) | {*BUILTINS, *FACADES, *EXCEPTIONS}
    changed = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in bound:
            owners = [module for module, members in FACADES.items() if node.id in members]
            if len(owners) == 1:
                # The text of a name may be any expression, as it is only written out again.
                node.id = f"{owners[0]}.{node.id}"
                changed = True
    return changed


def _returned(tree: ast.Module) -> bool:
    """Return what is printed last, where nothing is returned; say whether that was so."""
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    if any(isinstance(node, ast.Return) and node.value for node in ast.walk(function)):
        return False
    last = function.body[-1]
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return False
    call = last.value
    prints = isinstance(call.func, ast.Name) and call.func.id == "print"
    if not prints or len(call.args) != 1 or call.keywords or isinstance(call.args[0], ast.Starred):
        return False
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function)):
        return False
    function.body[-1] = ast.Return(call.args[0])
    return True


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
