"""What kind of value each parameter of a class stands for, as its methods use them.

No type is written in what a model writes, but the code shows it: what is subtracted is a number,
and so is what is stored where that was read. Names, slots and what is in them are joined where a
value goes from one to another; what holds of one holds of all that are joined to it.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Mapping, Sequence

from batos.learning.design.design import Design
from batos.learning.model.planned import Planned

__all__ = ["kinds_used"]

_KINDS = ("number", "bool", "text")
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_CONTAINED = frozenset({"get", "pop", "setdefault"})
"""Methods of a dict that give one of its values, or what they are given second."""
_ADDING = frozenset({"append", "add", "remove", "discard", "insert", "index", "count"})
"""Methods of a list or set whose last argument is one of what it holds."""
_GIVING_ON = frozenset({"sorted", "list", "set", "reversed", "max", "min", "tuple", "sum"})
"""Functions that give what they are given, or something of it."""
_PLACES = frozenset({"index", "count", "find"})
"""Methods that tell a place or a number of what they are given."""
_OF_NUMBERS = frozenset({"range", "abs", "round", "int", "float", "sum"})
_PASSES = 2
"""Times that a class is read: what is joined late changes what stands before it."""


def kinds_used(
    designs: Sequence[Design], votes: Sequence[int], planned: Sequence[Planned]
) -> dict[str, str]:
    """Return kinds of parameters, by name, as at least half of the votes use them; no others.

    Args:
        designs: The designs.
        votes: How often each was written.
        planned: The methods; what two of them call the same is the same.
    """
    read = [_Uses(each, planned) for each in designs]
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for each in planned for name in each.parameters):
        for kind in ("number", "bool"):
            agreed = sum(n for each, n in zip(read, votes, strict=True) if each.kind(name) == kind)
            if 2 * agreed >= sum(votes):
                found[name] = kind
    return found


class _Uses(ast.NodeVisitor):
    """Which names, slots and values of one design go into one another.

    What a list holds is joined with the list; what a tuple or dict that is written out holds has
    a key of its own for each place.
    """

    def __init__(self, design: Design, planned: Sequence[Planned]) -> None:
        self._above: dict[str, str] = {}
        self._tested: set[str] = set()
        self._selector = ""
        self._dicts = {f"self.{name}" for name, v in design.slots.items() if isinstance(v, Mapping)}
        for name, value in design.slots.items():
            self._join(f"self.{name}", _kind_of(value))
        parameters = {each.selector: each.parameters for each in planned}
        for _ in range(_PASSES):
            for selector, source in design.methods.items():
                self._selector = selector
                function = ast.parse(source).body[0]
                if isinstance(function, ast.FunctionDef):
                    own = [each.arg for each in function.args.args[1:]]
                    for name, mine in zip(parameters.get(selector, ()), own, strict=False):
                        self._join(f"({name})", f"{selector}.{mine}")
                # What is nested too deeply to be read tells nothing.
                with contextlib.suppress(RecursionError):
                    self.visit(function)

    def kind(self, name: str) -> str:
        """Return of what kind a parameter is; an empty text where it is not known."""
        root = self._root(f"({name})")
        kinds = [each for each in _KINDS if self._root(each) == root]
        if not kinds and root in {self._root(each) for each in self._tested}:
            return "bool"
        return kinds[0] if len(kinds) == 1 else ""

    def _root(self, key: str) -> str:
        while key in self._above:
            key = self._above[key]
        return key

    def _join(self, *keys: str) -> str:
        """Join what goes into one another; an empty key is nothing that is known."""
        roots = [*dict.fromkeys(self._root(each) for each in keys if each)]
        for each in roots[1:]:
            self._above[each] = roots[0]
        return roots[0] if roots else ""

    def _dict(self, node: ast.expr) -> str:
        """Return the slot that an expression is, where it holds a dict; else an empty text."""
        key = self._key(node) if isinstance(node, ast.Attribute) else ""
        return key if key in self._dicts else ""

    def _through(self, node: ast.expr) -> str:
        """Return what is met by whoever runs through an expression: of a dict its keys."""
        return self._within(self._dict(node), "keys") or self._key(node)

    def _within(self, key: str, place: object) -> str:
        return f"{self._root(key)}[{place}]" if key else ""

    def _key(self, node: ast.expr | None) -> str:
        """Return what an expression is joined with; an empty text where nothing is known."""
        match node:
            case ast.Name(id=name):
                return f"{self._selector}.{name}"
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                return f"self.{name}"
            case ast.Constant() | ast.JoinedStr():
                return _kind_of(getattr(node, "value", "{}"))  # of an f-string a text
            case ast.Subscript(value=held, slice=ast.Constant(value=place)):
                return self._dict(held) or self._within(self._key(held), place)
            case ast.Subscript(value=held):
                return self._key(held)
            case ast.UnaryOp(op=ast.Not()) | ast.Compare():
                return "bool"
            case ast.BoolOp(values=values):
                return self._join(*map(self._key, values))
            case ast.UnaryOp(operand=operand):
                return self._join("number", self._key(operand))
            case ast.IfExp(body=body, orelse=other):
                return self._join(self._key(body), self._key(other))
            case ast.BinOp(left=left, op=op, right=right):
                return self._counted(op, left, right)
            case ast.Call():
                return self._called(node)
            case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
                return self._key(element)
        return ""

    def _counted(self, op: ast.operator, left: ast.expr, right: ast.expr) -> str:
        keys = [self._key(left), self._key(right)]
        if "text" in keys:
            return "text"  # its length is multiplied, or something is put into it
        if isinstance(op, (ast.BitOr, ast.BitAnd)):
            return keys[0]
        return self._join(*keys) if isinstance(op, ast.Add) else self._join("number", *keys)

    def _called(self, node: ast.Call) -> str:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[*args]) if args:
                keys = [self._through(each) for each in args]
                if name == "len":
                    return "number"
                if name in _OF_NUMBERS:
                    return self._join("number", *keys)
                return self._join(*keys) if name in _GIVING_ON else ""
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                return f"{name}()"
            case ast.Call(func=ast.Attribute(value=held, attr=name), args=[first, *others]):
                key = self._key(held)
                if name in _CONTAINED and self._dict(held):
                    self._join(self._within(key, "keys"), self._key(first))
                    return self._join(key, *map(self._key, others))
                if name in _ADDING:
                    self._stored(key, others[-1] if others else first)
                return "number" if name in _PLACES else key
            case ast.Call(func=ast.Attribute(value=held, attr="keys")):
                return self._within(self._key(held), "keys")
            case ast.Call(func=ast.Attribute(value=held)):
                return self._key(held)
        return ""

    def _stored(self, key: str, value: ast.expr) -> None:
        """Join a key with what a value holds at each of its places, or with the value."""
        match value:
            case ast.Tuple(elts=parts):
                for place, part in enumerate(parts):
                    self._stored(self._within(key, place), part)
            case ast.Dict(keys=names, values=parts):
                for name, part in zip(names, parts, strict=True):
                    own = name.value if isinstance(name, ast.Constant) else "keys"
                    self._stored(self._within(key, own), part)
            case ast.List(elts=parts):
                for part in parts:
                    self._stored(key, part)
            case _:
                self._join(key, self._key(value))

    def _taken(self, target: ast.expr, source: ast.expr) -> None:
        """Join the names of a loop with what they run through."""
        match target, source:
            case (
                ast.Tuple(elts=[first, second]),
                ast.Call(func=ast.Attribute(value=held, attr="items")),
            ):
                self._join(self._key(first), self._within(self._key(held), "keys"))
                self._placed(second, self._key(held))
            case (
                ast.Tuple(elts=[first, second]),
                ast.Call(func=ast.Name(id="enumerate"), args=[numbered, *_]),
            ):
                self._join("number", self._key(first))
                self._taken(second, numbered)
            case _:
                self._placed(target, self._through(source))

    def _placed(self, target: ast.expr, key: str) -> None:
        if isinstance(target, ast.Tuple):
            for place, part in enumerate(target.elts):
                self._placed(part, self._within(key, place))
        else:
            self._join(self._key(target), key)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Join what is stored with where it is."""
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Tuple):
                self._placed(target, self._key(node.value))
            else:
                self._stored(self._key(target), node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Join both sides of a sum."""
        self.generic_visit(node)
        self._counted(node.op, node.target, node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Join a key with the keys of its dict."""
        self.generic_visit(node)
        self._join(self._within(self._dict(node.value), "keys"), self._key(node.slice))

    def visit_Compare(self, node: ast.Compare) -> None:
        """Join what is compared; what has an order is taken for a number, as it mostly is."""
        self.generic_visit(node)
        sides = [node.left, *node.comparators]
        for op, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if isinstance(op, _ORDER):
                self._join("number", self._key(left), self._key(right))
            elif isinstance(op, (ast.Eq, ast.NotEq, ast.Is)):
                self._join(self._key(left), self._key(right))
            else:
                held = self._within(self._dict(right), "keys") or self._key(right)
                self._join(held, self._key(left))

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Join both sides of a sum."""
        self.generic_visit(node)
        self._key(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Join what is given with what takes it."""
        self.generic_visit(node)
        self._key(node)

    def visit_For(self, node: ast.For) -> None:
        """Join what a loop runs through with its names."""
        self._taken(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Join what a loop runs through with its names, and note what is tested."""
        self._taken(node.target, node.iter)
        self._tested.update(self._key(each) for each in node.ifs if isinstance(each, ast.Name))
        self.generic_visit(node)


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "text" if isinstance(value, str) and value else ""
