"""Rewriting the source of proven methods: new name, new order, a value filled in, two combined.

All of it works on the text of methods that the guardian has already read; what comes out is read
by the guardian again.
"""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from batos.objects import KERNEL_NAMES, source_digest

__all__ = [
    "Shape",
    "bind_parameter",
    "combine",
    "doc_of",
    "fingerprint",
    "parameters_of",
    "rename",
    "rename_slot",
    "reorder",
    "sends_of",
    "shape_of",
    "slots_used",
]


def _function(source: str) -> ast.FunctionDef:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef), "a proven method is one function"
    return node


def doc_of(source: str) -> str:
    """Return the first line of a method's docstring, or an empty text."""
    return (ast.get_docstring(_function(source)) or "").partition("\n")[0]


@functools.lru_cache(maxsize=8192)
def parameters_of(source: str) -> tuple[tuple[str, ...], int]:
    """Return the names of a method's parameters without ``self``, and how many have defaults."""
    args = _function(source).args
    names = tuple(arg.arg for arg in (*args.posonlyargs, *args.args))[1:]
    return names, len(args.defaults)


def _assemble(name: str, parameters: Sequence[str], doc: str, body: str) -> str:
    head = f"def {name}({', '.join(('self', *parameters))}):\n"
    safe = doc.strip().replace("\\", "\\\\").replace('"""', "'''")
    sentence = safe[:1].upper() + safe[1:]
    closing = "" if sentence.endswith((".", "!", "?")) else "."
    line = f'    """{sentence}{closing}"""\n' if sentence else ""
    return f"{head}{line}{body.rstrip()}\n"


def _body(source: str) -> str:
    """Return the text of a function's body without its docstring, indented by four spaces."""
    node = _function(source)
    first = node.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    statements = node.body[1:] if is_doc and len(node.body) > 1 else node.body
    lines = source.splitlines()
    start = statements[0].lineno - 1
    # A comment above the first statement belongs to the body.
    floor = first.end_lineno if is_doc and first.end_lineno else node.lineno
    while start > floor and lines[start - 1].strip().startswith("#"):
        start -= 1
    text = textwrap.dedent("\n".join(lines[start : node.end_lineno]))
    return textwrap.indent(text, "    ")


def _parameter_texts(source: str) -> list[str]:
    args = _function(source).args
    names = [arg.arg for arg in (*args.posonlyargs, *args.args)][1:]
    texts = list(names)
    for offset, default in enumerate(reversed(args.defaults), start=1):
        texts[-offset] = f"{names[-offset]}={ast.unparse(default)}"
    return texts


def rename(source: str, selector: str, doc: str) -> str:
    """Return a method under another name and with another docstring."""
    old = _function(source).name
    body = re.sub(rf"\bself\.{old}\(", f"self.{selector}(", _body(source))
    return _assemble(selector, _parameter_texts(source), doc, body)


def reorder(source: str, order: Sequence[int]) -> str:
    """Return a method that takes its parameters in another order.

    Args:
        source: The method.
        order: For each argument as it comes, the position of the parameter it is meant for.
    """
    node = _function(source)
    names, _ = parameters_of(source)
    arranged = [names[position] for position in order]
    return _assemble(node.name, arranged, ast.get_docstring(node) or "", _body(source))


def bind_parameter(source: str, position: int, value: Any) -> str:
    """Return a method with one parameter filled in for good."""
    node = _function(source)
    texts = _parameter_texts(source)
    name = parameters_of(source)[0][position]
    del texts[position]
    body = f"    {name} = {value!r}\n{_body(source)}"
    return _assemble(node.name, texts, ast.get_docstring(node) or "", body)


@functools.lru_cache(maxsize=8192)
def slots_used(source: str) -> tuple[str, ...]:
    """Return the slots of ``self`` that a method reads or writes, in order of appearance."""
    found: dict[str, None] = {}
    called: set[int] = set()
    tree = _function(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called.add(id(node.func))
            is_probe = isinstance(node.func, ast.Name) and node.func.id in ("hasattr", "getattr")
            if is_probe and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                found.setdefault(str(node.args[1].value))
    for node in ast.walk(tree):
        is_self = (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        )
        if is_self and id(node) not in called and not node.attr.startswith("_"):  # type: ignore[attr-defined]  # is_self says what it is
            found.setdefault(node.attr)  # type: ignore[attr-defined]  # as above
    return tuple(found)


def sends_of(source: str) -> tuple[str, ...]:
    """Return the selectors that a method sends to ``self`` by calling them."""
    calls = [node.func for node in ast.walk(_function(source)) if isinstance(node, ast.Call)]
    names = (
        func.attr
        for func in calls
        if isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Name)
        and func.value.id == "self"
    )
    return tuple(name for name in dict.fromkeys(names) if name not in KERNEL_NAMES)


def rename_slot(source: str, names: Mapping[str, str]) -> str:
    """Return a method that keeps its state in slots of other names."""
    for old, new in names.items():
        source = re.sub(rf"\bself\.{old}\b(?!\()", f"self.{new}", source)
        source = re.sub(rf"""((?:has|get)attr\(self, )(['"]){old}\2""", rf"\1\2{new}\2", source)
    return source


def combine(outer: str, inner: str, selector: str, doc: str) -> str:
    """Return one method that hands what an inner method gives to an outer one.

    Both become functions inside of it, so that it stands on its own.
    """
    parts = []
    names = []
    for role, source in (("inner", inner), ("outer", outer)):
        node = _function(source)
        name = node.name if node.name != selector else f"{node.name}_{role}"
        texts = ", ".join(_parameter_texts(source))
        parts.append(f"    def {name}({texts}):\n{textwrap.indent(_body(source), '    ')}\n")
        names.append(name)
    given, _ = parameters_of(inner)
    call = f"    return {names[1]}({names[0]}({', '.join(given)}))"
    return _assemble(selector, _parameter_texts(inner), doc, "\n".join([*parts, call]))


@dataclass(frozen=True)
class Shape:
    """What must be known of a proven method before it can be tried on a mission.

    The memory holds it beside the source, so that nobody parses a thousand methods to find one.

    Attributes:
        parameters: Names of its parameters, without ``self``.
        defaults: How many of them, the last ones, have defaults.
        slots: Slots that it reads or writes.
    """

    parameters: tuple[str, ...]
    defaults: int
    slots: tuple[str, ...]

    @classmethod
    def of(cls, source: str) -> Self:
        """Return the shape of a method."""
        return cls(*parameters_of(source), slots_used(source))

    def to_plain(self) -> dict[str, Any]:
        """Return it as the memory holds it."""
        return {
            "parameters": list(self.parameters),
            "defaults": self.defaults,
            "slots": list(self.slots),
        }


def shape_of(meta: Mapping[str, Any]) -> Shape:
    """Return the shape of a method from what the memory holds of it.

    An image of before does not hold it; then the source is parsed.
    """
    plain = meta.get("shape")
    if plain is None:
        return Shape.of(str(meta["source"]))
    return Shape(tuple(plain["parameters"]), plain["defaults"], tuple(plain["slots"]))


def fingerprint(source: str) -> str:
    """Return a digest of what a method does: its text without name, comments and docstring.

    A model that is asked again says the same in another layout; it stays what was refused.
    """
    try:
        node = ast.parse(source).body[0]
        assert isinstance(node, ast.FunctionDef), "a method is one function"
    except (SyntaxError, ValueError, IndexError, AssertionError, RecursionError):
        return source_digest(source)
    for each in ast.walk(node):
        # It may call itself, and does so under every name.
        if isinstance(each, ast.Attribute) and each.attr == node.name:
            each.attr = "method"
    node.name = "method"
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        node.body = node.body[1:]
    return source_digest(ast.unparse(node))
