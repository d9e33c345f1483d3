"""Reading method recipes: Python text that is parsed and never imported.

A recipe is one top-level function. The first line of its docstring is the mission; ``Also:``
lists other wordings, ``Tags:`` words for filtering; doctests are its examples. Each block of
doctest lines stands for itself: ``self.x = …`` sets the slots before a call, and ``self.x``
after a call states what must be in them.
"""

from __future__ import annotations

import ast
import doctest
import inspect
import re
from collections.abc import Iterator
from dataclasses import replace

from batos.errors import PluginError, near
from batos.objects.example import UNSET, Example
from batos.plugins.types import RecipeSpec

__all__ = ["parse_methods", "parse_recipes"]

_HEADING = re.compile(r"([A-Z][A-Za-z]*):(.*)")
_KNOWN_HEADINGS = ("Also", "Tags", "Args", "Returns", "Raises", "Note", "Notes")


def parse_recipes(text: str, origin: str) -> tuple[RecipeSpec, ...]:
    """Return the recipes of a file, in the order they are written.

    Args:
        text: The file's text.
        origin: What the file is called in messages.

    Raises:
        PluginError: Something in it is not a recipe; the message names file and line.
    """
    found: dict[str, RecipeSpec] = {}
    for function in _functions(text, origin):
        recipe = _recipe(text, function, origin)
        if recipe.selector in found:
            raise _error(
                origin,
                function.lineno,
                f"a second recipe named {recipe.selector!r}; "
                f"the first is at {found[recipe.selector].origin}",
            )
        found[recipe.selector] = recipe
    return tuple(found.values())


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


def _recipe(text: str, function: ast.FunctionDef, origin: str) -> RecipeSpec:
    docstring = ast.get_docstring(function, clean=False)
    if docstring is None or not docstring.strip():
        raise _error(origin, function.lineno, f"{function.name!r} has no docstring")
    mission = docstring.strip().splitlines()[0].strip()
    if mission.startswith(">>>"):
        raise _error(
            origin, function.lineno, f"the docstring of {function.name!r} must begin with a mission"
        )
    if len(function.body) < 2:
        raise _error(origin, function.lineno, f"{function.name!r} has no body")
    first_line = function.body[0].lineno
    reader = _ExampleReader(function.name, origin, first_line)
    also, tags = _headings(docstring, origin, first_line)
    return RecipeSpec(
        mission=mission,
        also=also,
        selector=function.name,
        signature=f"({ast.unparse(function.args)})",
        source=_with_short_docstring(text, function, mission),
        doc=inspect.cleandoc(docstring),
        examples=reader.read(docstring),
        tags=tags,
        origin=f"{origin}:{function.lineno}",
    )


def _headings(
    docstring: str, origin: str, first_line: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what stands under ``Also:`` and under ``Tags:``."""
    parts: dict[str, list[str]] = {"Also": [], "Tags": []}
    lines = docstring.expandtabs().splitlines()
    current, margin = "", 0
    for number, line in enumerate(lines[1:], start=1):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if not stripped or stripped.startswith(">>>"):
            current = ""
            continue
        if current and indent > margin:
            parts[current].append(stripped)
            continue
        current = ""
        match = _HEADING.match(stripped)
        if match is None:
            continue
        heading = match[1]
        if heading in parts:
            current, margin = heading, indent
            parts[heading].append(match[2])
        elif heading not in _KNOWN_HEADINGS and (suggestion := near(heading, tuple(parts))):
            # Only what looks like a slip is refused: a result in a doctest may well begin with
            # a capital word and a colon.
            raise _error(
                origin, first_line + number, f"unknown heading {heading!r}", hint=suggestion
            )
    return _split(" ".join(parts["Also"]), ";"), _split(" ".join(parts["Tags"]), ",")


class _ExampleReader:
    """Turns the doctests of one recipe into examples."""

    def __init__(self, selector: str, origin: str, first_line: int) -> None:
        self._selector = selector
        self._origin = origin
        self._first_line = first_line
        self._line = first_line
        self._state: dict[str, object] = {}
        self._done: list[Example] = []
        self._called = False

    def read(self, docstring: str) -> tuple[Example, ...]:
        """Return the examples, at least one."""
        try:
            pieces = doctest.DocTestParser().get_examples(docstring)
        except ValueError as error:
            raise self._refusal(f"the doctests cannot be read: {error}") from error
        lines = docstring.splitlines()
        for piece in pieces:
            self._line = self._first_line + piece.lineno
            if piece.lineno and not lines[piece.lineno - 1].strip():
                self._new_block()
            self._piece(piece)
        self._line = self._first_line
        if not self._done:
            raise self._refusal(f"{self._selector!r} has no example")
        if not self._called and self._state:
            raise self._refusal("slots are set, but no call follows")
        return tuple(self._done)

    def _new_block(self) -> None:
        if self._state and not self._called:
            # A blank line between the slots and their call is layout, not a new example.
            return
        self._state = {}
        self._called = False

    def _piece(self, piece: doctest.Example) -> None:
        try:
            body = ast.parse(piece.source).body
        except SyntaxError as error:
            raise self._refusal(f"not Python: {error.msg}") from error
        node = body[0] if len(body) == 1 else None
        if isinstance(node, ast.Assign):
            self._assignment(node)
        elif isinstance(node, ast.Expr) and (slot := _own_slot(node.value)):
            self._after(slot, piece)
        elif isinstance(node, ast.Expr):
            self._call(node.value, piece)
        else:
            raise self._refusal("a doctest line here is a slot, a call or a check of a slot")

    def _assignment(self, node: ast.Assign) -> None:
        slot = _own_slot(node.targets[0]) if len(node.targets) == 1 else ""
        if not slot:
            raise self._refusal("only a slot can be set: self.name = literal")
        if self._called:
            self._state, self._called = {}, False
        self._state[slot] = self._literal(node.value, f"the value of self.{slot}")

    def _after(self, slot: str, piece: doctest.Example) -> None:
        if not self._called:
            raise self._refusal(f"self.{slot} is looked at before any call")
        last = self._done[-1]
        after = {} if last.after is UNSET else dict(last.after)
        after[slot] = self._wanted(piece)
        self._done[-1] = replace(last, after=after)

    def _call(self, node: ast.expr, piece: doctest.Example) -> None:
        call, check, right = self._checked_call(node)
        arguments = [self._literal(argument, "an argument") for argument in call.args]
        keywords = {
            keyword.arg: self._literal(keyword.value, f"the argument {keyword.arg!r}")
            for keyword in call.keywords
            if keyword.arg is not None
        }
        if len(keywords) != len(call.keywords):
            raise self._refusal("** cannot be used in an example")
        result, raises = UNSET, ""
        if piece.exc_msg is not None:
            raises = piece.exc_msg.split(":", 1)[0].strip().rpartition(".")[2]
        elif check:
            if piece.want.strip() != "True":
                raise self._refusal("True is expected under a check")
            result = UNSET if check == "isinstance" else self._literal(right, "the result")
        else:
            result = self._wanted(piece)
        self._called = True
        self._done.append(
            Example(
                args=tuple(arguments),
                kwargs=keywords,
                result=result,
                state=dict(self._state),
                raises=raises,
                origin="recipe",
            )
        )

    def _checked_call(self, node: ast.expr) -> tuple[ast.Call, str, ast.expr]:
        """Return the call in a line, the check around it, and what it is compared with."""
        if isinstance(node, ast.Call) and self._is_method(node.func):
            return node, "", node
        if (
            isinstance(node, ast.Compare)
            and isinstance(node.left, ast.Call)
            and self._is_method(node.left.func)
            and len(node.ops) == 1
            and isinstance(node.ops[0], ast.Is | ast.Eq)
        ):
            return node.left, "same", node.comparators[0]
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "isinstance"
            and len(node.args) == 2
            and isinstance(inner := node.args[0], ast.Call)
            and self._is_method(inner.func)
        ):
            return inner, "isinstance", node.args[1]
        raise self._refusal(
            f"expected a call of {self._selector!r}",
            hint=f"Write {self._selector}(…), {self._selector}(…) is None, "
            f"or isinstance({self._selector}(…), str).",
        )

    def _is_method(self, node: ast.expr) -> bool:
        return _own_slot(node) == self._selector or (
            isinstance(node, ast.Name) and node.id == self._selector
        )

    def _wanted(self, piece: doctest.Example) -> object:
        if not piece.want.strip():
            return None
        self._line += piece.source.count("\n")
        try:
            return ast.literal_eval(piece.want.strip())
        except (ValueError, SyntaxError, TypeError, MemoryError) as error:
            raise self._refusal(f"the result {piece.want.strip()!r} is not a literal") from error

    def _literal(self, node: ast.expr, what: str) -> object:
        try:
            return ast.literal_eval(node)
        except (ValueError, TypeError, MemoryError) as error:
            raise self._refusal(f"{what} is not a literal: {ast.unparse(node)}") from error

    def _refusal(self, what: str, *, hint: str = "") -> PluginError:
        return _error(self._origin, self._line, what, hint=hint)


def _own_slot(node: ast.expr) -> str:
    """Return ``name`` for ``self.name``, and an empty text for anything else."""
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ):
        return node.attr
    return ""


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _source_of(text: str, function: ast.FunctionDef) -> str:
    lines = text.splitlines()[function.lineno - 1 : function.end_lineno]
    return "\n".join(lines) + "\n"


def _with_short_docstring(text: str, function: ast.FunctionDef, mission: str) -> str:
    """Return the function's own text, its docstring cut down to the mission."""
    plain = "\\" not in mission and '"""' not in mission and not mission.endswith('"')
    literal = f'"""{mission}"""' if plain else repr(mission)
    docstring = function.body[0]
    lines = text.splitlines()
    assert docstring.end_lineno is not None
    # Columns count bytes of UTF-8, so the lines are cut as bytes.
    head = lines[docstring.lineno - 1].encode()[: docstring.col_offset].decode()
    tail = lines[docstring.end_lineno - 1].encode()[docstring.end_col_offset :].decode()
    before = lines[function.lineno - 1 : docstring.lineno - 1]
    after = lines[docstring.end_lineno : function.end_lineno]
    while after and not after[0].strip():
        del after[0]
    return "\n".join([*before, head + literal + tail, *after]) + "\n"


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _error(origin: str, line: int, what: str, *, hint: str = "") -> PluginError:
    return PluginError(
        f"{origin}:{line}: {what}.", hint=hint, details={"file": origin, "line": line}
    )
