"""Mending the layout of a function that a small model wrote: indentation and cut-off ends."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Sequence

__all__ = ["block_at", "complete_function", "parse"]

_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_TRIPLE = re.compile(r'"""|\'\'\'')
_INDENT = 4
_LONGEST = 400
"""Lines of a function that are looked at; a longer one is a model that loops."""


def parse(source: str) -> ast.Module | None:
    """Return the tree of a source, or ``None`` if it is not Python."""
    with warnings.catch_warnings():
        # A strange escape in a model's text is no business of the person at the console.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def block_at(lines: Sequence[str], start: int) -> list[str]:
    """Return the ``def`` at a line and the lines that belong to it, moved to the left margin.

    The block ends before the first line that stands as far left as the ``def``, outside of
    brackets and triple-quoted texts.
    """
    margin = _width(lines[start])
    block = [lines[start][margin:]]
    depth, quote = _scan(block[0], 0, "")
    for line in lines[start + 1 : start + _LONGEST]:
        inside = depth > 0 or bool(quote)
        if line.strip() and not inside and _width(line) <= margin:
            break
        # A text may stand further left than its function; it keeps what it has.
        block.append(line[min(margin, _width(line)) :])
        depth, quote = _scan(line, depth, quote)
    while len(block) > 1 and not block[-1].strip():
        block.pop()
    return block


def complete_function(block: Sequence[str], rest: Sequence[str]) -> str | None:
    """Return the source of the one function in a block, mended if it must be.

    Args:
        block: Lines of the function as :func:`block_at` found them.
        rest: Lines after the ``def`` line, for a body that was not indented at all.

    Returns:
        A source that parses as one function with a body, or ``None``.
    """
    for lines in _attempts(block, rest):
        function = _only_function("\n".join(lines))
        if function is not None:
            return "\n".join(lines[: _end_of_use(function)]) + "\n"
    return None


def _attempts(block: Sequence[str], rest: Sequence[str]) -> Iterator[list[str]]:
    """Yield ever bolder readings of a function's lines."""
    yield list(block)
    head = _head_length(block)
    if head is None:
        return
    signature = list(block[:head])
    if not signature[-1].rstrip().endswith(":") and "#" not in signature[-1]:
        signature[-1] = signature[-1].rstrip() + ":"
        yield [*signature, *block[head:]]
    body = list(block[head:])
    if any(line.strip() for line in body):
        yield [*signature, *_levelled(body)]
        yield from _shorter(signature, body)
        yield from _shorter(signature, _levelled(body))
    else:
        # The body stands at the margin: it reaches to the end of the text or the next ``def``.
        moved = [" " * _INDENT + line if line.strip() else "" for line in rest[head - 1 :]]
        yield from _margin_bodies(signature, moved)


def _shorter(signature: list[str], body: list[str]) -> Iterator[list[str]]:
    """Yield the function without its cut-off or babbling end, while it still ends in a return."""
    for end in range(len(body) - 1, 0, -1):
        if re.match(r" {1,4}(return|raise)\b", body[end - 1]) or body[end - 1].strip() in ")]}":
            function = _only_function("\n".join([*signature, *body[:end]]))
            if function is not None and isinstance(function.body[-1], ast.Return | ast.Raise):
                yield [*signature, *body[:end]]
                return


def _margin_bodies(signature: list[str], body: list[str]) -> Iterator[list[str]]:
    """Yield the longest body that parses and stops at its first outermost ``return``."""
    for end, line in enumerate(body, start=1):
        if re.match(rf" {{{_INDENT}}}(return|raise)\b", line):
            yield [*signature, *body[:end]]
        elif re.match(rf" {{{_INDENT}}}(def|class)\b|```", line):
            return


def _levelled(body: Sequence[str]) -> list[str]:
    """Return a body whose indentation is made regular: one step after each colon, none elsewhere.

    Small models put three spaces where four are meant, or one line a little too far right. The
    text of triple-quoted strings and continued lines is left alone.
    """
    result: list[str] = []
    stack: list[int] = []
    opens = True
    depth, quote = 0, ""
    for line in body:
        inside = depth > 0 or bool(quote)
        if not line.strip() or inside:
            result.append(line)
        else:
            width = _width(line)
            if opens or not stack:
                stack.append(width)
            else:
                while len(stack) > 1 and width <= (stack[-1] + stack[-2]) // 2:
                    stack.pop()
            result.append(" " * (_INDENT * len(stack)) + line.strip())
            opens = False
        depth, quote = _scan(line, depth, quote)
        if line.strip() and depth <= 0 and not quote:
            opens = line.split("#")[0].rstrip().endswith(":")
    return result


def _only_function(source: str) -> ast.FunctionDef | None:
    """Return the function of a source that holds one, with more in it than a docstring."""
    tree = parse(source)
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        return None
    function = tree.body[0]
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    empty = all(
        isinstance(each, ast.Pass)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in body
    )
    return None if empty else function


def _end_of_use(function: ast.FunctionDef) -> int:
    """Return the number of the last line that can run: what follows a ``return`` is babble."""
    for statement in function.body:
        if isinstance(statement, ast.Return | ast.Raise):
            return statement.end_lineno or statement.lineno
    return function.end_lineno or function.lineno


def _head_length(block: Sequence[str]) -> int | None:
    """Return how many lines the signature takes, or ``None`` if it never ends."""
    depth = 0
    for number, line in enumerate(block, start=1):
        depth, _ = _scan(line, depth, "")
        if depth <= 0:
            return number
    return None


def _scan(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Return bracket depth and open triple quote after a line, given those before it."""
    if quote:
        at = line.find(quote)
        if at < 0:
            return depth, quote
        return _scan(line[at + 3 :], depth, "")
    found = _TRIPLE.search(line)
    head = line[: found.start()] if found else line
    try:
        for token in tokenize.generate_tokens(io.StringIO(head.strip() + "\n").readline):
            if token.type == tokenize.OP:
                depth += _BRACKETS.get(token.string, 0)
    except (tokenize.TokenError, SyntaxError):
        # A line alone is often half a statement; the brackets seen so far still count.
        pass
    if found and not head.lstrip().startswith("#"):
        return _scan(line[found.end() :], depth, found.group())
    return max(depth, 0), ""


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
