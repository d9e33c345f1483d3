"""Guards around operators, comparisons and what is hashed."""

from __future__ import annotations

import ast

from batos.guardian.audit.subject import Subject, is_covenant
from batos.guardian.dialect import KEYED_METHODS, PLAIN_TYPES
from batos.guardian.running.rewrite.base import (
    Base,
    assign,
    at,
    call,
    conditional,
    is_self,
    load,
    starred,
)

__all__ = ["Operators"]

_SETS: dict[type[ast.operator], str] = {
    ast.BitOr: "_or_",
    ast.BitAnd: "_and_",
    ast.BitXor: "_xor",
    ast.Sub: "_sub",
}
_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "_add",
    ast.Mult: "_mul",
    ast.Mod: "_mod",
    ast.Pow: "_pow",
    ast.LShift: "_lshift",
    ast.FloorDiv: "_floordiv",
    **_SETS,
}
_IN_PLACE: dict[type[ast.operator], str] = {
    **_BINARY,
    ast.Add: "_iadd",
    ast.Mult: "_imul",
    **{kind: f"_i{name.strip('_')}" for kind, name in _SETS.items()},
}
_ALWAYS = (ast.Pow, ast.LShift)
"""What is guarded whatever its operands are."""
_TEXTUAL = frozenset({"str", "repr", "chr", "ascii", "bin", "hex", "oct", "format"})
"""Offered functions that give a text."""


class Operators(Base):
    """Guards operations that could take long, or build something huge."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._weighed: set[str] = set()
        """Names whose values have been weighed as keys just before."""
        rebound = {walrus.target.id for walrus in subject.of(ast.NamedExpr)}
        self._unsteady = rebound.union(*(outer.names for outer in subject.of(ast.Nonlocal)))
        """Names that can be given another value in the middle of a statement."""

    # -- statements ----------------------------------------------------------------------------

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        plain = ast.Assign([node.target], node.value)
        return self.visit_Assign(ast.copy_location(plain, node))

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        if is_covenant(node):
            return node
        # `counts[word] = counts.get(word, 0) + 1`: the value comes first, which weighs `word`.
        known = {
            target.slice.id
            for target in node.targets
            if isinstance(target, ast.Subscript)
            and isinstance(target.slice, ast.Name)
            and self._weighs(node.value, target.slice.id)
        }
        node.value = self._visited(node.value)
        outer, self._weighed = self._weighed, known
        node.targets = [self._visited(target) for target in node.targets]
        self._weighed = outer
        if any(_is_slice(target) for target in node.targets):
            node.value = call("_half", node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt | list[ast.stmt]:
        guard = _IN_PLACE.get(type(node.op))
        harmless = guard is None or self._harmless(node.op, _as_loaded(node.target), node.value)
        target = node.target
        if harmless or guard is None:
            self.generic_visit(node)
            return node
        value = self._visited(node.value)
        if isinstance(target, ast.Name):
            name = target.id
            guarded = call(guard, load(name), value)
            if isinstance(node.op, _ALWAYS) or self._divides(node.op, node.value):
                return at(node, ast.Assign([target], guarded))
            plain = ast.BinOp(load(name), node.op, value)
            test = _plain(node.op, load(name))
            return at(node, ast.Assign([target], ast.IfExp(test, plain, guarded)))
        return self._in_place_part(node, target, guard, value)

    def _in_place_part(
        self,
        node: ast.AugAssign,
        target: ast.Attribute | ast.Subscript,
        guard: str,
        value: ast.expr,
    ) -> list[ast.stmt]:
        """Guard ``x.y *= z`` and ``x[i] *= z``, evaluating ``x`` and ``i`` once, in order."""
        base = self._temporary()
        statements: list[ast.stmt] = []
        if isinstance(target, ast.Attribute):
            own = is_self(target.value)
            root = self._visited(target.value)
            statements.append(at(node, assign(base, root if own else call("_writable", root))))
            read: ast.expr = ast.Attribute(load(base), target.attr, ast.Load())
            store: ast.expr = ast.Attribute(load(base), target.attr, ast.Store())
        else:
            index = self._temporary()
            statements.append(at(node, assign(base, self._visited(target.value))))
            if isinstance(target.slice, ast.Slice):
                self.generic_visit(target.slice)
                parts = (target.slice.lower, target.slice.upper, target.slice.step)
                key: ast.expr = call("_slice", *(part or ast.Constant(None) for part in parts))
            else:
                key = self._key(target.slice)
            statements.append(at(node, assign(index, key)))
            read = ast.Subscript(load(base), load(index), ast.Load())
            store = ast.Subscript(load(base), load(index), ast.Store())
        statements.append(at(node, ast.Assign([store], call(guard, read, value))))
        return statements

    # -- operators -----------------------------------------------------------------------------

    def _harmless(self, operator: ast.operator, left: ast.expr, right: ast.expr) -> bool:
        """Whether an operation surely takes no time and builds nothing huge."""
        number, small = self._numeric.is_number, self._numeric.is_small
        if isinstance(operator, (ast.Add, *_SETS)):
            return number(left) or number(right)
        if isinstance(operator, ast.Mult):
            return number(left) and number(right) and (small(left) or small(right))
        if isinstance(operator, ast.FloorDiv):
            return small(left) or small(right)
        if isinstance(operator, ast.Mod):
            return number(left) and (small(left) or small(right))
        if isinstance(operator, ast.Pow):
            power = right.value if isinstance(right, ast.Constant) else None
            return isinstance(power, float) or (small(left) and power in {1, 2, 3})
        return False

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        guard = _BINARY.get(type(node.op))
        if guard is None or self._harmless(node.op, node.left, node.right):
            self.generic_visit(node)
            return node
        left, right = self._visited(node.left), self._visited(node.right)
        if self._in_source or isinstance(node.op, _ALWAYS):
            return ast.copy_location(call(guard, left, right), node)
        return ast.copy_location(self._tested(node, guard, left, right), node)

    def _tested(self, node: ast.BinOp, guard: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """Return an operation that calls its guard only where it could do harm."""
        if not self._divides(node.op, node.right):
            name, seen = self._named(left)
            plain = ast.BinOp(load(name), node.op, right)
            test = _plain(node.op, seen)
            return ast.IfExp(test, plain, call(guard, load(name), right))
        # What is read twice must not be given another value by the right side in between.
        calm = isinstance(right, (ast.Name, ast.Constant))
        name, seen = self._named(left, anew=not calm)
        other, seen_other = self._named(right)
        plain = ast.BinOp(load(name), node.op, load(other))
        guarded = call(guard, load(name), load(other))
        return ast.IfExp(_ordinary(name, seen, seen_other), plain, guarded)

    def _divides(self, operator: ast.operator, right: ast.expr) -> bool:
        """Whether an operation takes long with large numbers on both sides."""
        if isinstance(operator, ast.Mod):
            return not self._numeric.is_small(right)
        return isinstance(operator, (ast.Mult, ast.FloorDiv))

    # -- comparing -----------------------------------------------------------------------------

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        operands = [node.left, *node.comparators]
        pairs = list(zip(operands, node.ops, operands[1:], strict=False))
        if all(self._compares_atoms(*pair) for pair in pairs):
            self.generic_visit(node)
            return node
        if self._in_source:
            return ast.copy_location(self._compared_in_source(node), node)
        if len(pairs) == 1:
            return ast.copy_location(self._compared(*pairs[0]), node)
        # `a < b < c` is `a < b and b < c`, with `b` evaluated once.
        tests: list[ast.expr] = []
        left = node.left
        for _, operator, right in pairs[:-1]:
            name = self._temporary()
            seen = ast.NamedExpr(ast.Name(name, ast.Store()), right)
            tests.append(self._compared(left, operator, seen))
            left = load(name)
        tests.append(self._compared(left, *pairs[-1][1:]))
        return ast.copy_location(ast.BoolOp(ast.And(), tests), node)

    def _compares_atoms(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
        """Whether a comparison surely takes no time."""
        if isinstance(operator, (ast.Is, ast.IsNot)):
            return True
        if isinstance(operator, (ast.In, ast.NotIn)):
            hashes = isinstance(right, (ast.Set, ast.Dict))
            return self._is_atom(left) or (self._is_listed(right) and not hashes)
        return self._is_atom(left) or self._is_atom(right) or self._is_listed(right)

    def _is_atom(self, node: ast.expr) -> bool:
        """Whether a value is surely one without items."""
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Compare)):
            return True
        if isinstance(node, ast.Call) and self._offered(node.func, *_TEXTUAL):
            return True
        return self._numeric.is_number(node)

    def _is_listed(self, node: ast.expr) -> bool:
        """Whether a value is a display of atoms, or a constant of a facade."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return all(map(self._is_atom, node.elts))
        if isinstance(node, ast.Dict):
            return not node.keys
        if isinstance(node, ast.Attribute):
            return self._offered(node.value, "string", "math")
        return isinstance(node, ast.Constant)

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
        if self._compares_atoms(left, operator, right):
            return ast.Compare(self._visited(left), [operator], [self._visited(right)])
        left, right = self._visited(left), self._visited(right)
        if not isinstance(operator, (ast.In, ast.NotIn)):
            return ast.Compare(self._light(left, ast.In(), "_atoms"), [operator], [right])
        # Both are evaluated, in order, before either is tested.
        name, seen = self._named(left, anew=not isinstance(right, (ast.Name, ast.Constant)))
        other, seen_other = self._named(right)
        hashed = conditional(seen_other, ast.In(), "_hashed")
        single = conditional(seen, ast.IsNot(), "_tuple")
        plain = ast.Compare(load(name), [ast.In()], [load(other)])
        guarded = call("_contains", load(name), load(other))
        found = ast.IfExp(ast.BinOp(single, ast.BitAnd(), hashed), plain, guarded)
        return found if isinstance(operator, ast.In) else ast.UnaryOp(ast.Not(), found)

    def _compared_in_source(self, node: ast.Compare) -> ast.expr:
        """Guard a comparison where no value can be given a name."""
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            found = call("_contains", node.left, node.comparators[0])
            return found if isinstance(node.ops[0], ast.In) else ast.UnaryOp(ast.Not(), found)
        node.left = call("_light", node.left)
        node.comparators[:-1] = [call("_light", item) for item in node.comparators[:-1]]
        return node

    def _light(self, node: ast.expr, test: ast.cmpop, kinds: str) -> ast.expr:
        """Return a value that may be compared or hashed; of these types it is at once."""
        if self._in_source:
            return call("_light", node)
        name, seen = self._named(node)
        return ast.IfExp(conditional(seen, test, kinds), load(name), call("_light", load(name)))

    # -- hashing -------------------------------------------------------------------------------

    def _key(self, node: ast.expr) -> ast.expr:
        """Return a visited value that may be hashed: of what can be, only tuples are deep."""
        if isinstance(node, ast.Tuple) and not any(isinstance(x, ast.Starred) for x in node.elts):
            return ast.copy_location(ast.Tuple(list(map(self._key, node.elts)), ast.Load()), node)
        if isinstance(node, ast.Name) and node.id in self._weighed:
            return node
        if self._is_atom(node) or isinstance(node, (ast.UnaryOp, ast.Lambda)):
            return self._visited(node)
        return self._light(self._visited(node), ast.IsNot(), "_tuple")

    def _weighs(self, node: ast.expr, name: str) -> bool:
        """Whether a value cannot be had without weighing what a name holds as a key."""
        if name in self._unsteady:
            return False
        if isinstance(node, ast.BinOp):
            return self._weighs(node.left, name) or self._weighs(node.right, name)
        if isinstance(node, ast.Subscript):
            return isinstance(node.slice, ast.Name) and node.slice.id == name
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return False
        keyed = node.func.attr in KEYED_METHODS and not node.keywords and not starred(node)
        keyed = keyed and not is_self(node.func.value)
        return keyed and any(isinstance(x, ast.Name) and x.id == name for x in node.args)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if self._offered(node.value, *PLAIN_TYPES) and isinstance(node.ctx, ast.Load):
            return self._visited(node.value)  # list[int], which at run time is as good as list
        node.value = self._visited(node.value)
        if isinstance(node.slice, ast.Slice):
            node.slice = self._visited(node.slice)
        else:
            node.slice = self._key(node.slice)
        return node

    def visit_Set(self, node: ast.Set) -> ast.expr:
        node.elts = [
            ast.Starred(call("_keys", self._visited(item.value)), ast.Load())
            if isinstance(item, ast.Starred)
            else self._key(item)
            for item in node.elts
        ]
        return node

    def visit_SetComp(self, node: ast.SetComp) -> ast.expr:
        node.elt = self._key(node.elt)
        node.generators = [self.visit(generator) for generator in node.generators]
        return node

    def visit_DictComp(self, node: ast.DictComp) -> ast.expr:
        node.key, node.value = self._key(node.key), self._visited(node.value)
        node.generators = [self.visit(generator) for generator in node.generators]
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.expr:
        count = sum(key is None for key in node.keys)
        for place, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            node.keys[place] = None if key is None else self._key(key)
            seen = self._visited(value)
            shared = key is None and count > 1
            node.values[place] = call("_share", seen, ast.Constant(count)) if shared else seen
        return node


def _plain(operator: ast.operator, left: ast.expr) -> ast.expr:
    """Return the test of a left operand that says that an operation needs no guard."""
    if isinstance(operator, ast.Sub):
        return conditional(left, ast.In(), "_atoms")
    return conditional(left, ast.Is(), "_int")


def _as_loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    return load(target.id) if isinstance(target, ast.Name) else target


def _is_slice(target: ast.expr) -> bool:
    return isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice)


def _ordinary(left: str, seen_left: ast.expr, seen_right: ast.expr) -> ast.expr:
    """Return a test whether both operands are integers and the left one is of ordinary size.

    Both are evaluated, in order, whatever comes out: ``type(left) is type(right) is int and …``.
    """
    types: list[ast.expr] = [call("_type", seen_right), load("_int")]
    bounds: list[ast.expr] = [load(left), ast.Constant(1 << 64)]
    tests: list[ast.expr] = [
        ast.Compare(call("_type", seen_left), [ast.Is(), ast.Is()], types),
        ast.Compare(ast.Constant(-1 << 64), [ast.Lt(), ast.Lt()], bounds),
    ]
    return ast.BoolOp(ast.And(), tests)
