"""Rewriting an audited tree: fuel, size guards, and the few calls that mean something else.

Names that start with an underscore cannot be written by a method, so hidden helpers take them.
"""

from __future__ import annotations

import ast
from typing import cast

from batos.guardian.dialect import GUARDED_METHODS, PLAIN_TYPES, REWRITTEN
from batos.guardian.numeric import Numeric
from batos.guardian.subject import Subject, is_covenant

__all__ = ["HIDDEN_NAME", "TICK", "TICKS", "rewritten"]

TICK = "_tick"
TICKS = "_ticks"
_STEP = "_step"
HIDDEN_NAME = "_method"

_CONSUMERS = frozenset("sum any all min max sorted list tuple set frozenset dict next".split())
"""Offered functions that use up a generator at once."""

_HANDED_ON = ("str", "max", "min")
"""Offered names that stand for themselves where they are called, which is faster."""

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "_add",
    ast.Mult: "_mul",
    ast.Mod: "_mod",
    ast.Pow: "_pow",
    ast.LShift: "_lshift",
}
_IN_PLACE: dict[type[ast.operator], str] = {
    ast.Add: "_iadd",
    ast.Mult: "_imul",
    ast.Mod: "_mod",
    ast.Pow: "_pow",
    ast.LShift: "_lshift",
}


def rewritten(subject: Subject) -> ast.Module:
    """Return a module with one function that takes the ticks and returns the method.

    The ticks are closure variables and not globals: one shared set of globals then serves all
    budgets, and binding a method to a budget costs one function object.
    """
    function = cast("ast.FunctionDef", _Rewriter(subject).visit(subject.function))
    # Not its own name: a method that could name itself could call itself with another self.
    function.name = HIDDEN_NAME
    bind = ast.FunctionDef(
        name="_bind",
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(TICK), ast.arg(TICKS)],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=[function, ast.Return(_load(function.name))],
        decorator_list=[],
    )
    if "type_params" in ast.FunctionDef._fields:
        setattr(bind, "type_params", [])  # noqa: B010 - the field is new in Python 3.12
    return ast.fix_missing_locations(ast.Module(body=[bind], type_ignores=[]))


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_load(name), list(arguments), [])


def _tick() -> ast.Call:
    return _call(TICK)


class _Rewriter(ast.NodeTransformer):
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._numeric = Numeric(subject)
        self._temporaries = 0
        self._in_source = False

    def _offered(self, node: ast.expr, *names: str) -> bool:
        """Whether an expression is one of these names with its offered meaning."""
        return (
            isinstance(node, ast.Name) and node.id in names and node.id not in self._subject.bound
        )

    def _visited(self, node: ast.expr) -> ast.expr:
        return cast("ast.expr", self.visit(node))

    # -- fuel ----------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.returns = None
        first = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body.insert(first, ast.Expr(_tick()))
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        self.generic_visit(node)
        node.body = ast.BoolOp(ast.And(), [_tick(), node.body])
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        self._step(node)
        self._visit_parts(node, "target", "body", "orelse")
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        outer, self._in_source = self._in_source, True
        self._step(node)
        self._in_source = outer
        self._visit_parts(node, "target", "ifs")
        return node

    def _visit_parts(self, node: ast.AST, *fields: str) -> None:
        """Visit some fields of a node in place."""
        for name in fields:
            value = getattr(node, name)
            if isinstance(value, list):
                visited: list[ast.AST] = []
                for item in value:
                    made = self.visit(item)
                    visited += made if isinstance(made, list) else [made]
                setattr(node, name, visited)
            else:
                setattr(node, name, self.visit(value))

    def _step(self, node: ast.For | ast.comprehension) -> None:
        """Let a tick be taken with each item of what is looped over.

        Compressing by ticks, all of which are true, takes them in C: no call is needed, and no
        pair is made.
        """
        source = node.iter
        bare_range = (
            isinstance(source, ast.Call)
            and self._offered(source.func, "range")
            and not any(isinstance(argument, ast.Starred) for argument in source.args)
        )
        node.iter = self._visited(source)
        if bare_range:
            # Its items are counted one by one, so that its length needs no guard.
            cast("ast.Call", node.iter).func = _load("_range")
        node.iter = _call("_compress", node.iter, _load(TICKS))

    def visit_While(self, node: ast.While) -> ast.stmt:
        """Let the ticks themselves be what is looped over.

        Only where there is no ``else``: it would also run when the ticks end.
        """
        self.generic_visit(node)
        if node.orelse:
            node.body.insert(0, ast.Expr(_tick()))
            return node
        always = isinstance(node.test, ast.Constant) and bool(node.test.value)
        test = [] if always else [ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], [])]
        return ast.copy_location(
            ast.For(ast.Name(_STEP, ast.Store()), _load(TICKS), [*test, *node.body], []), node
        )

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        """Keep a generator lazy only where it is used up at once.

        A million generators inside each other end the process with a segmentation fault when
        they are freed, so none may be held in a name.
        """
        parent = self._subject.parents.get(node)
        self.generic_visit(node)
        if isinstance(parent, ast.Call) and parent.args[:1] == [node]:
            # The parent's function was visited before its arguments.
            called = parent.func.func if isinstance(parent.func, ast.Call) else None
            joins = isinstance(called, ast.Name) and called.id == "_guard_join"
            if joins or self._offered(parent.func, *_CONSUMERS):
                return node
        return _call("_iter", ast.ListComp(node.elt, node.generators))

    # -- statements ----------------------------------------------------------------------------

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        assign = ast.Assign([node.target], node.value)
        return self.visit_Assign(ast.copy_location(assign, node))

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        if is_covenant(node):
            return node
        self.generic_visit(node)
        if any(_is_slice(target) for target in node.targets):
            node.value = _call("_half", node.value)
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
            if isinstance(node.op, (ast.Add, ast.Mod)):
                plain: ast.expr = ast.BinOp(_load(target.id), node.op, value)
                guarded = _call(guard, _load(target.id), value)
                return _at(node, ast.Assign([target], _if_int(_load(target.id), plain, guarded)))
            return _at(node, ast.Assign([target], _call(guard, _load(target.id), value)))
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
            is_self = isinstance(target.value, ast.Name) and target.value.id == "self"
            root = self._visited(target.value)
            statements.append(_at(node, _assign(base, root if is_self else _writable(root))))
            read: ast.expr = ast.Attribute(_load(base), target.attr, ast.Load())
            store: ast.expr = ast.Attribute(_load(base), target.attr, ast.Store())
        else:
            index = self._temporary()
            statements.append(_at(node, _assign(base, self._visited(target.value))))
            key = self._visited(target.slice)
            if isinstance(target.slice, ast.Slice):
                parts = (target.slice.lower, target.slice.upper, target.slice.step)
                key = _call("_slice", *(part or ast.Constant(None) for part in parts))
            statements.append(_at(node, _assign(index, key)))
            read = ast.Subscript(_load(base), _load(index), ast.Load())
            store = ast.Subscript(_load(base), _load(index), ast.Store())
        statements.append(_at(node, ast.Assign([store], _call(guard, read, value))))
        return statements

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"_t{self._temporaries}"

    # -- operators -----------------------------------------------------------------------------

    def _harmless(self, operator: ast.operator, left: ast.expr, right: ast.expr) -> bool:
        """Whether an operation surely builds nothing huge."""
        number, small = self._numeric.is_number, self._numeric.is_small
        if isinstance(operator, ast.Add):
            return number(left) or number(right)
        if isinstance(operator, ast.Mult):
            return number(left) and number(right) and (small(left) or small(right))
        if isinstance(operator, ast.Mod):
            return number(left)
        if isinstance(operator, ast.Pow):
            power = right.value if isinstance(right, ast.Constant) else None
            return isinstance(power, float) or (small(left) and power in {1, 2, 3})
        return False

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        guard = _BINARY.get(type(node.op))
        harmless = guard is None or self._harmless(node.op, node.left, node.right)
        self.generic_visit(node)
        if harmless or guard is None:
            return node
        return ast.copy_location(self._tested(node, guard), node)

    def _tested(self, node: ast.BinOp, guard: str) -> ast.expr:
        """Return an operation that calls its guard only where it could build something huge."""
        adds = isinstance(node.op, (ast.Add, ast.Mod))
        if self._in_source or not (adds or isinstance(node.op, ast.Mult)):
            # In what a comprehension goes over Python allows no name to be given.
            return _call(guard, node.left, node.right)
        # What is read twice must not be given another value by the right side in between.
        calm = adds or isinstance(node.right, (ast.Name, ast.Constant))
        left, seen_left = self._named(node.left, anew=not calm)
        if adds:
            plain = ast.BinOp(_load(left), node.op, node.right)
            return _if_int(seen_left, plain, _call(guard, _load(left), node.right))
        right, seen_right = self._named(node.right)
        plain = ast.BinOp(_load(left), node.op, _load(right))
        guarded = _call(guard, _load(left), _load(right))
        return ast.IfExp(_ordinary(left, seen_left, seen_right), plain, guarded)

    def _named(self, node: ast.expr, *, anew: bool = False) -> tuple[str, ast.expr]:
        """Return a name for an operand, and the expression that evaluates it and gives the name.

        Args:
            node: The operand.
            anew: Whether a name that it has already will not do.
        """
        if isinstance(node, ast.Name) and not anew:
            return node.id, node
        name = self._temporary()
        return name, ast.NamedExpr(ast.Name(name, ast.Store()), node)

    # -- texts ---------------------------------------------------------------------------------

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        self.generic_visit(node)
        fields = sum(isinstance(value, ast.FormattedValue) for value in node.values)
        return _call("_text", node) if fields > 1 else node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.FormattedValue:
        number = self._numeric.is_number(node.value)
        node.value = self._visited(node.value)
        if not number:
            node.value = _call("_show", node.value)
        spec = node.format_spec
        if spec is None or all(isinstance(part, ast.Constant) for part in _values(spec)):
            return node
        # A width that is computed: format here, where it can be measured.
        value = node.value
        if node.conversion != -1:
            names = {ord("r"): "repr", ord("s"): "_str", ord("a"): "ascii"}
            value = _call(names[node.conversion], value)
        return ast.FormattedValue(_call("format", value, self._visited(spec)), -1, None)

    # -- displays --------------------------------------------------------------------------------

    def visit_List(self, node: ast.List) -> ast.expr:
        return self._display(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        return self._display(node)

    def _display(self, node: ast.List | ast.Tuple) -> ast.expr:
        self.generic_visit(node)
        stars = any(isinstance(item, ast.Starred) for item in node.elts)
        return _call("_items", node) if stars and isinstance(node.ctx, ast.Load) else node

    # -- calls and attributes --------------------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.expr:
        callee = node.func
        if self._offered(callee, *REWRITTEN):
            return self._attribute_by_name(node)
        if isinstance(callee, ast.Attribute) and callee.attr == "format":
            self.generic_visit(node)
            node.args.insert(0, callee.value)
            node.func = _load("_format_text")
            return node
        shown = len(node.args) == 1 and self._numeric.is_number(node.args[0])
        self.generic_visit(node)
        if self._offered(callee, "str") and not shown and len(node.args) == 1:
            node.func = _load("_str")
        elif self._offered(callee, "int") and len(node.args) + len(node.keywords) > 1:
            node.func = _load("_int_base")
        elif self._offered(callee, "sum") and len(node.args) == 1 and not node.keywords:
            # Without a start of its own it adds numbers only.
            node.func = _load("_sum" if not isinstance(node.args[0], ast.Starred) else "sum")
        elif self._offered(callee, "round") and _rounds_plainly(node):
            node.func = _load("_round")
        elif self._offered(callee, "max", "min") and (node.keywords or _starred(node)):
            node.func = _load(f"_{cast('ast.Name', callee).id}")
        elif self._offered(callee, "isinstance") and not self._names_types(node.args[1:]):
            node.func = _load("_isinstance")
        return node

    def _names_types(self, kinds: list[ast.expr]) -> bool:
        parts = kinds[0].elts if kinds and isinstance(kinds[0], ast.Tuple) else kinds
        # `bytes` is a bounded function here, which `_isinstance` knows.
        return all(self._offered(part, *PLAIN_TYPES - {"bytes"}) for part in parts)

    def _attribute_by_name(self, node: ast.Call) -> ast.expr:
        """``getattr(x, "name")`` is ``x.name``; the audit saw that the name is a harmless text."""
        name = cast("ast.Constant", node.args[1])
        is_getattr = isinstance(node.func, ast.Name) and node.func.id == "getattr"
        arguments = [self._visited(argument) for argument in node.args]
        if is_getattr and len(arguments) == 2:
            read = ast.Attribute(arguments[0], str(name.value), ast.Load())
            return ast.copy_location(read, node)
        return ast.copy_location(_call("_getattr" if is_getattr else "_hasattr", *arguments), node)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Where ``str`` is handed on, to be called by something else, hand on its guard."""
        if not (isinstance(node.ctx, ast.Load) and self._offered(node, *_HANDED_ON)):
            return node
        place: ast.AST = node
        parent = self._subject.parents.get(place)
        while isinstance(parent, ast.Tuple | ast.BinOp):
            place, parent = parent, self._subject.parents.get(parent)
        if isinstance(parent, ast.Attribute) or isinstance(place, ast.BinOp):
            return node
        if isinstance(parent, ast.Subscript) and self._offered(parent.value, *PLAIN_TYPES):
            return node  # list[str]
        if isinstance(parent, ast.Call):
            tests = isinstance(parent.func, ast.Name) and parent.func.id == "isinstance"
            if parent.func is place or tests:
                return node
        return _load(f"_{node.id}")

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        is_self = isinstance(node.value, ast.Name) and node.value.id == "self"
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            if not is_self:
                node.value = _writable(node.value)
            return node
        if node.attr in GUARDED_METHODS and not is_self and not self._short(node):
            return ast.copy_location(_call(f"_guard_{node.attr}", node.value), node)
        return node

    def _short(self, node: ast.Attribute) -> bool:
        """Whether a guarded method's literal arguments say that it builds nothing huge."""
        call = self._subject.parents.get(node)
        if not isinstance(call, ast.Call) or call.func is not node or call.keywords:
            return False
        values = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        if len(values) != len(call.args):
            return False
        if node.attr == "replace":
            old, new = (values[0], values[1]) if len(values) == 2 else (None, None)
            texts = isinstance(old, str) and isinstance(new, str)
            return texts and len(str(new)) <= len(str(old)) and old != ""
        padding = {"ljust", "rjust", "center", "zfill", "expandtabs", "to_bytes"}
        return node.attr in padding and all(
            not isinstance(value, int) or value <= 64 for value in values
        )

    def visit_MatchClass(self, node: ast.MatchClass) -> ast.MatchClass:
        for pattern in node.patterns:
            self.visit(pattern)
        if self._offered(node.cls, "bytes"):
            node.cls = _load("_bytes_type")
        return node


def _starred(node: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in node.args)


def _values(spec: ast.expr) -> list[ast.expr]:
    return spec.values if isinstance(spec, ast.JoinedStr) else [spec]


def _rounds_plainly(node: ast.Call) -> bool:
    """Whether a call rounds to a literal number of digits."""
    digits = [argument.value for argument in node.args[1:] if isinstance(argument, ast.Constant)]
    return (
        not node.keywords
        and len(digits) == len(node.args) - 1
        and not any(isinstance(argument, ast.Starred) for argument in node.args)
    )


def _writable(node: ast.expr) -> ast.Call:
    return _call("_writable", node)


def _assign(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _at(node: ast.stmt, new: ast.Assign) -> ast.stmt:
    return ast.copy_location(new, node)


def _is_slice(target: ast.expr) -> bool:
    return isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice)


def _as_loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    return _load(target.id) if isinstance(target, ast.Name) else target


def _if_int(left: ast.expr, plain: ast.expr, guarded: ast.expr) -> ast.expr:
    """Return ``plain if type(left) is int else guarded``: an inline test is half a guard call."""
    test = ast.Compare(_call("_type", left), [ast.Is()], [_load("_int")])
    return ast.IfExp(test, plain, guarded)


def _ordinary(left: str, seen_left: ast.expr, seen_right: ast.expr) -> ast.expr:
    """Return a test whether both operands are integers and the left one is of ordinary size.

    Both are evaluated, in order, whatever comes out: ``type(left) is type(right) is int and …``.
    """
    types: list[ast.expr] = [_call("_type", seen_right), _load("_int")]
    bounds: list[ast.expr] = [_load(left), ast.Constant(1 << 64)]
    tests: list[ast.expr] = [
        ast.Compare(_call("_type", seen_left), [ast.Is(), ast.Is()], types),
        ast.Compare(ast.Constant(-1 << 64), [ast.Lt(), ast.Lt()], bounds),
    ]
    return ast.BoolOp(ast.And(), tests)
