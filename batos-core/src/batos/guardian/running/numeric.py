"""Which local names surely hold numbers, so that hot arithmetic needs no size guard."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from batos.guardian.audit.subject import Subject, bindings, is_float

__all__ = ["Numeric"]

_NUMBER_CALLS = frozenset("abs bool float int isinstance len ord round".split())
_SMALL_CALLS = frozenset({"len", "ord", "isinstance", "bool"})
_RANDOM = frozenset("random randint uniform gauss randrange triangular".split())
_SCALAR_OPERATORS = (ast.Div, ast.FloorDiv, ast.Pow, ast.LShift, ast.RShift)
_LIKE_OPERATORS = (ast.Add, ast.Sub, ast.BitAnd, ast.BitOr, ast.BitXor)
"""What gives a number if one side is one: a number and a text, or a set, is a TypeError."""

Binding = tuple[str, ast.expr | None, str]


class Numeric:
    """Infers numbers, without regard to flow: a name is a number if all its bindings are.

    "Number" here means anything that has no items: the guards look after texts, lists and sets,
    and after integers that multiply by each other.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        found = list(_bindings(subject))
        self._names = {name for name, _, _ in found}
        self._small_names: set[str] = set()
        _settle(self._names, found, self.is_number)
        self._small_names = set(self._names)
        _settle(self._small_names, found, self.is_small)

    def is_number(self, node: ast.expr) -> bool:
        """Whether a value is surely a number."""
        if isinstance(node, ast.Constant):
            return isinstance(node.value, (int, float, complex))
        if isinstance(node, ast.Name):
            return node.id in self._names
        if isinstance(node, ast.BinOp):
            return self._is_number_operation(node)
        if isinstance(node, (ast.UnaryOp, ast.Compare)):
            return True
        if isinstance(node, ast.BoolOp):
            return all(self.is_number(value) for value in node.values)
        if isinstance(node, ast.IfExp):
            return self.is_number(node.body) and self.is_number(node.orelse)
        return isinstance(node, ast.Call) and self._is_number_call(node)

    def _is_number_operation(self, node: ast.BinOp) -> bool:
        left, right = node.left, node.right
        if isinstance(node.op, _SCALAR_OPERATORS):
            return True
        if isinstance(node.op, _LIKE_OPERATORS):
            return self.is_number(left) or self.is_number(right)
        if isinstance(node.op, ast.Mult):
            both = self.is_number(left) and self.is_number(right)
            return both or is_float(left) or is_float(right)
        return isinstance(node.op, ast.Mod) and self.is_number(left)

    def _is_number_call(self, node: ast.Call) -> bool:
        callee = node.func
        if isinstance(callee, ast.Name) and callee.id not in self._subject.bound:
            if callee.id in _NUMBER_CALLS:
                return True
            if callee.id == "sum":
                return len(node.args) == 1 and not node.keywords
            if callee.id in {"min", "max"}:
                return len(node.args) > 1 and all(self.is_number(item) for item in node.args)
        if isinstance(callee, ast.Attribute) and isinstance(callee.value, ast.Name):
            module = callee.value.id
            if module in self._subject.bound:
                return False
            if module == "math":
                return callee.attr not in {"frexp", "modf"}
            return module == "random" and callee.attr in _RANDOM
        return False

    def is_small(self, node: ast.expr) -> bool:
        """Whether a value is surely a number of ordinary size: constants and counters."""
        if isinstance(node, ast.Constant):
            return isinstance(node.value, float) or (
                isinstance(node.value, int) and abs(node.value) < 1 << 64
            )
        if isinstance(node, ast.Name):
            return node.id in self._small_names
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.FloorDiv)):
            return self.is_number(node.left) and self.is_small(node.right)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return node.func.id in _SMALL_CALLS and node.func.id not in self._subject.bound
        return False


def _settle(names: set[str], found: list[Binding], test: Callable[[ast.expr], bool]) -> None:
    """Drop names with a binding that fails the test, until no more names drop."""
    changed = True
    while changed:
        changed = False
        for name, value, how in found:
            if name not in names or how == "counter":
                continue
            if how != "value" or value is None or not test(value):
                names.discard(name)
                changed = True


def _bindings(subject: Subject) -> Iterator[Binding]:
    """Yield each binding as name, value and how: ``value``, ``counter`` or ``unknown``."""
    for assign in subject.of(ast.Assign):
        for target in assign.targets:
            yield from _targets(target, assign.value)
    for annotated in subject.of(ast.AnnAssign):
        if annotated.value is not None:
            yield from _targets(annotated.target, annotated.value)
    for augmented in subject.of(ast.AugAssign):
        if isinstance(augmented.target, ast.Name):
            loaded = ast.Name(augmented.target.id, ast.Load())
            value = ast.BinOp(loaded, augmented.op, augmented.value)
            yield augmented.target.id, value, "value"
    for walrus in subject.of(ast.NamedExpr):
        yield walrus.target.id, walrus.value, "value"
    for loop in subject.of(ast.For):
        yield from _loop_targets(subject, loop.target, loop.iter)
    for generator in subject.of(ast.comprehension):
        yield from _loop_targets(subject, generator.target, generator.iter)
    for name, node in bindings(subject):
        if not isinstance(node, (ast.Name, ast.Nonlocal)):
            yield name, None, "unknown"


def _targets(target: ast.expr, value: ast.expr | None) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield target.id, value, "value" if value is not None else "unknown"
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value, None)
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        starred = same and any(isinstance(part, ast.Starred) for part in target.elts)
        for index, part in enumerate(target.elts):
            inner = value.elts[index] if isinstance(value, ast.Tuple) and same else None
            yield from _targets(part, None if starred else inner)


def _loop_targets(subject: Subject, target: ast.expr, source: ast.expr) -> Iterator[Binding]:
    name = (
        source.func.id if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) else ""
    )
    if name and name not in subject.bound:
        if name == "range" and isinstance(target, ast.Name):
            yield target.id, None, "counter"
            return
        pair = isinstance(target, ast.Tuple) and len(target.elts) == 2
        if name == "enumerate" and pair and isinstance(source, ast.Call) and len(source.args) == 1:
            assert isinstance(target, ast.Tuple)
            first, second = target.elts
            if isinstance(first, ast.Name):
                yield first.id, None, "counter"
                yield from _targets(second, None)
                return
    yield from _targets(target, None)
