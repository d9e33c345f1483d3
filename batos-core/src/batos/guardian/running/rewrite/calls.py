"""Guards around calls, attributes and texts that are put together."""

from __future__ import annotations

import ast
from typing import cast

from batos.guardian.dialect import (
    ENCODINGS,
    GUARDED_METHODS,
    KEYED_METHODS,
    MAX_TEXT,
    PLAIN_TYPES,
    REWRITTEN,
    SLOW_ENCODINGS,
    SLOW_METHODS,
)
from batos.guardian.running.rewrite.base import call, conditional, is_self, load, starred
from batos.guardian.running.rewrite.operators import Operators

__all__ = ["CallGuards"]

_TYPES = frozenset({"bytes", "dict", "frozenset", "list", "set", "str", "tuple"})
"""Types for which something else stands where they are handed on."""
_READ = GUARDED_METHODS | SLOW_METHODS | KEYED_METHODS
"""Attributes that are read by a guard."""
_MADE = {"set": "_set", "frozenset": "_frozenset", "dict": "_dict", "str": "_str"}
"""What is called for a type that is given something."""
_CONVERSIONS = {ord("r"): "repr", ord("s"): "_str", ord("a"): "ascii"}
_FEW = 64
_CALLS = 32
"""Calls in the text of a method between two looks at the clock."""
_SPREAD = 10
"""The part of a full list that may be unpacked into arguments."""
_LONGEST = 1_000
_SHORT_WIDTHS = frozenset({"ljust", "rjust", "center", "zfill", "expandtabs", "to_bytes"})
_SHORT_TEXTS = frozenset(
    "strip lstrip rstrip rfind rindex rsplit rpartition index count remove".split()
)


class CallGuards(Operators):
    """Guards what is called, and what texts and lists are put together from."""

    _calls = 0

    # -- texts ---------------------------------------------------------------------------------

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        fields = [value for value in node.values if isinstance(value, ast.FormattedValue)]
        self.generic_visit(node)
        if len(fields) > _FEW // 8:
            for field in node.values:
                if isinstance(field, ast.FormattedValue):
                    most = ast.Constant(MAX_TEXT // len(fields))
                    field.value = call("_show", field.value, most)
        return call("_text", node) if len(fields) > 1 else node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.FormattedValue:
        spec = node.format_spec
        short = self._numeric.is_small(node.value) or (
            self._numeric.is_number(node.value) and _rounds(spec)
        )
        node.value = self._visited(node.value)
        if not short:
            node.value = call("_show", node.value)
        if spec is None or all(isinstance(part, ast.Constant) for part in _values(spec)):
            return node
        # A width that is computed: format here, where it can be measured.
        value = node.value
        if node.conversion != -1:
            value = call(_CONVERSIONS[node.conversion], value)
        return ast.FormattedValue(call("format", value, self._visited(spec)), -1, None)

    # -- displays --------------------------------------------------------------------------------

    def visit_List(self, node: ast.List) -> ast.expr:
        return self._display(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        return self._display(node)

    def _display(self, node: ast.List | ast.Tuple) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or not _share(node.elts):
            return node
        return call("_items", node)

    # -- calls -----------------------------------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Let the clock be looked at now and then where no loop does so."""
        made = self._called(node)
        self._calls += 1
        if self._calls % _CALLS:
            return made
        return ast.copy_location(ast.BoolOp(ast.And(), [call("_look"), made]), node)

    def _called(self, node: ast.Call) -> ast.expr:
        callee = node.func
        if self._offered(callee, *REWRITTEN):
            return self._attribute_by_name(node)
        if isinstance(callee, ast.Attribute):
            return self._method_call(node, callee)
        shown = len(node.args) == 1 and self._numeric.is_small(node.args[0])
        lazy = len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp)
        atoms = [self._numeric.is_number(argument) for argument in node.args]
        self.generic_visit(node)
        _share(node.args, least=_SPREAD)
        plain = not node.keywords and not starred(node)
        if self._offered(callee, *_TYPES - {"bytes"}):
            name = cast("ast.Name", callee).id
            given = bool(node.args) and not (name == "str" and shown)
            node.func = load(_MADE.get(name, f"_{name}_type") if given else f"_{name}_type")
        elif self._offered(callee, "int") and len(node.args) + len(node.keywords) > 1:
            node.func = load("_int_base")
        elif self._offered(callee, "sum") and len(node.args) == 1 and plain:
            return ast.copy_location(self._sum(node.args[0], lazy=lazy), node)
        elif self._offered(callee, "round") and _rounds_plainly(node):
            node.func = load("_round")
        elif self._offered(callee, "max", "min") and plain and len(node.args) > 1:
            node.func = load(f"_{cast('ast.Name', callee).id}")
            node.args[:-1] = [
                argument if atom else self._light(argument, ast.In(), "_atoms")
                for argument, atom in zip(node.args[:-1], atoms, strict=False)
            ]
        elif self._offered(callee, "isinstance") and not self._names_types(node.args[1:]):
            node.func = load("_isinstance")
        return node

    def _sum(self, items: ast.expr, *, lazy: bool) -> ast.expr:
        """Return a sum: of a generator each step takes a tick, a short list needs no guard."""
        if lazy:
            return call("_sum", items)
        if self._in_source:
            return call("sum", items)
        name, seen = self._named(items)
        length = ast.Compare(call("_len", load(name)), [ast.Lt()], [ast.Constant(_FEW)])
        short = ast.BoolOp(ast.And(), [conditional(seen, ast.Is(), "_list"), length])
        return ast.IfExp(short, call("_sum", load(name)), call("sum", load(name)))

    def _method_call(self, node: ast.Call, callee: ast.Attribute) -> ast.expr:
        if callee.attr == "format":
            self.generic_visit(node)
            _share(node.args, least=_SPREAD)
            node.args.insert(0, cast("ast.Attribute", node.func).value)
            node.func = load("_format_text")
            return node
        plain = not node.keywords and not starred(node) and not is_self(callee.value)
        if callee.attr in KEYED_METHODS and plain:
            callee.value = self._visited(callee.value)
            node.args = list(map(self._key, node.args))
            return node
        self.generic_visit(node)
        _share(node.args, least=_SPREAD)
        return node

    def _names_types(self, kinds: list[ast.expr]) -> bool:
        """Whether visited arguments are the names of types themselves."""
        parts = kinds[0].elts if kinds and isinstance(kinds[0], ast.Tuple) else kinds
        real = {f"_{name}_type" for name in _TYPES} | PLAIN_TYPES - _TYPES
        return all(isinstance(part, ast.Name) and part.id in real for part in parts)

    def _attribute_by_name(self, node: ast.Call) -> ast.expr:
        """``getattr(x, "name")`` is ``x.name``; the audit saw that the name is a harmless text."""
        name = str(cast("ast.Constant", node.args[1]).value)
        is_getattr = isinstance(node.func, ast.Name) and node.func.id == "getattr"
        arguments = [self._visited(argument) for argument in node.args]
        guarded = name in _READ and not is_self(arguments[0])
        if not is_getattr:
            made: ast.expr = call("_hasattr", *arguments)
        elif guarded:
            made = call(f"_guard_{name}", arguments[0], *arguments[2:])
        elif len(arguments) == 2:
            made = ast.Attribute(arguments[0], name, ast.Load())
        else:
            made = call("_getattr", *arguments)
        return ast.copy_location(made, node)

    # -- names and attributes --------------------------------------------------------------------

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Let a type be itself where it is only asked for, and nothing else can be done with it."""
        if not isinstance(node.ctx, ast.Load):
            return node
        place: ast.AST = node
        parent = self._subject.parents.get(place)
        if self._offered(node, "AttributeError"):
            return self._attribute_error(node, parent)
        if not self._offered(node, *_TYPES):
            return node
        while isinstance(parent, ast.Tuple | ast.BinOp):
            place, parent = parent, self._subject.parents.get(parent)
        real = isinstance(parent, ast.Attribute) or isinstance(place, ast.BinOp)
        if isinstance(parent, ast.Call):
            if parent.func is place:
                return node
            real = real or self._offered(parent.func, "isinstance", "defaultdict")
        return load(f"_{node.id}_type") if real else node

    def _attribute_error(self, node: ast.Name, parent: ast.AST | None) -> ast.Name:
        """Let nothing but a text be given to an error that would hold any object.

        A million of them inside each other end the process when they are freed.
        """
        while isinstance(parent, ast.Tuple):
            parent = self._subject.parents.get(parent)
        caught = isinstance(parent, (ast.ExceptHandler, ast.Raise))
        tests = isinstance(parent, ast.Call) and self._offered(parent.func, "isinstance")
        return node if caught or tests else load("_attribute_error")

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        own = is_self(node.value)
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            if not own:
                node.value = call("_writable", node.value)
            return node
        if node.attr in _READ and not own and not self._short(node):
            return ast.copy_location(call(f"_guard_{node.attr}", node.value), node)
        return node

    def _short(self, node: ast.Attribute) -> bool:
        """Whether a guarded method's literal arguments say that it does no harm."""
        parent = self._subject.parents.get(node)
        if not isinstance(parent, ast.Call) or parent.func is not node or parent.keywords:
            return False
        values = [arg.value for arg in parent.args if isinstance(arg, ast.Constant)]
        if len(values) != len(parent.args):
            return False
        if node.attr == "replace":
            old, new = (values[0], values[1]) if len(values) == 2 else (None, None)
            texts = isinstance(old, str) and isinstance(new, str)
            return texts and len(str(new)) <= len(str(old)) and old != ""
        if node.attr == "decode":  # while what is encoded and decoded in turn may grow
            return all(value in ENCODINGS - SLOW_ENCODINGS for value in values)
        if node.attr == "strftime":
            return all(len(str(value)) <= _LONGEST for value in values)
        if node.attr in _SHORT_TEXTS:
            return all(len(str(value)) <= _FEW for value in values)
        return node.attr in _SHORT_WIDTHS and all(
            not isinstance(value, int) or value <= _FEW for value in values
        )

    def visit_MatchClass(self, node: ast.MatchClass) -> ast.MatchClass:
        for pattern in node.patterns:
            self.visit(pattern)
        if self._offered(node.cls, *_TYPES):
            node.cls = load(f"_{cast('ast.Name', node.cls).id}_type")
        return node


def _share(values: list[ast.expr], *, least: int = 1) -> bool:
    """Let each of several unpacked values have its share; return whether there are any.

    Args:
        values: Items of a display, or arguments.
        least: Into how many parts what there may be is divided at least.
    """
    unpacked = [value for value in values if isinstance(value, ast.Starred)]
    count = max(least, len(unpacked))
    if count > 1:
        for value in unpacked:
            value.value = call("_share", value.value, ast.Constant(count))
    return bool(unpacked)


def _values(spec: ast.expr) -> list[ast.expr]:
    return spec.values if isinstance(spec, ast.JoinedStr) else [spec]


def _rounds(spec: ast.expr | None) -> bool:
    """Whether a format makes a floating point number of whatever number there is."""
    parts = _values(spec) if spec is not None else []
    last = parts[-1] if parts else None
    return isinstance(last, ast.Constant) and str(last.value)[-1:] in set("eEfFgG%")


def _rounds_plainly(node: ast.Call) -> bool:
    """Whether a call rounds to a literal number of digits."""
    digits = [argument.value for argument in node.args[1:] if isinstance(argument, ast.Constant)]
    return not node.keywords and not starred(node) and len(digits) == len(node.args) - 1
