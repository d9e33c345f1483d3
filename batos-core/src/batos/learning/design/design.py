"""A design: the slots and methods of an object that does not live yet, as one text.

A model writes a class, since that is what it has read a thousand times. It is taken apart into
what an object of the image is made of: slots with their first values, and methods, each fitted to
the dialect. The same text, in canonical form, is what stands in records and is read by people.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.guardian.audit.mend import keep_covenant, mended
from batos.inference import ExtractionError, extract_class
from batos.inference.fitting import fit
from batos.objects import KERNEL_NAMES, is_slot_name

__all__ = ["Design", "DesignError", "edited_design", "read_design", "taken_apart"]

_EMPTY: Mapping[str, Any] = {
    "list": [],
    "dict": {},
    "set": set(),
    "tuple": (),
    "str": "",
    "int": 0,
    "float": 0.0,
    "deque": [],
    "Counter": {},
    "OrderedDict": {},
    "defaultdict": {},
}
"""What a call without values makes in a class's beginning."""
_ENDS = (["'inf'"], ["'-inf'"])
_MOST_ITEMS = 1000


class DesignError(ExtractionError):
    """A class cannot be taken apart; the message says why, for a person and a model."""


@dataclass(frozen=True)
class Design:
    """An object on paper.

    Attributes:
        slots: Its slots with their first values.
        methods: Sources of its methods, by selector.
    """

    slots: Mapping[str, Any]
    methods: Mapping[str, str]

    def without(self, selectors: Collection[str]) -> Design:
        """Return it with all methods but these."""
        left = {name: each for name, each in self.methods.items() if name not in selectors}
        return Design(self.slots, left)

    def filled(self, other: Design) -> Design:
        """Return it with the slots and methods of another design that it does not have."""
        return Design({**other.slots, **self.slots}, {**other.methods, **self.methods})

    def text(self, name: str) -> str:
        """Return it as the text of a class, from which :func:`read_design` reads it again."""
        lines = [f"{slot} = {_written(value)}" for slot, value in self.slots.items()]
        parts = ["\n".join(lines)] if lines else []
        parts += [_at_any_margin(source).rstrip() for source in self.methods.values()]
        body = "\n\n".join(parts) or "pass"
        indented = "\n".join(f"    {line}" if line.strip() else "" for line in body.split("\n"))
        return f"class {name}:\n{indented}\n"


def read_design(text: str) -> Design:
    """Return the design that :meth:`Design.text` wrote, or a person has edited.

    Raises:
        DesignError: It is none.
    """
    node = _class_of(text)
    slots, methods = {}, {}
    for each in node.body:
        target, value = _assigned(each)
        if isinstance(target, ast.Name) and value is not None:
            slots[target.id] = _value(value, {})
        elif isinstance(each, ast.FunctionDef) and not each.decorator_list:
            methods[each.name] = _text_of(text, each)
        elif not isinstance(each, ast.Pass) and not _is_docstring(each):
            raise DesignError(
                f"Line {each.lineno} of the class is no first value and no method.",
                hint="A class holds lines such as items = [], and functions.",
            )
    for name in (*slots, *methods):
        if not is_slot_name(name):
            raise DesignError(f"{name!r} can name nothing in an object.")
        if name in slots and name in methods:
            raise DesignError(f"{name!r} is a first value and a method; an object has one of them.")
    return Design(slots, methods)


def _text_of(text: str, function: ast.FunctionDef) -> str:
    """Return the text of a method in a class, at the left margin."""
    lines = text.split("\n")[function.lineno - 1 : function.end_lineno]
    # Within brackets a line may begin further left than the method does.
    if _holds_lines(function) or any(line[: function.col_offset].strip() for line in lines):
        return f"{ast.unparse(function)}\n"
    return "\n".join(line[function.col_offset :] for line in lines) + "\n"


def _at_any_margin(source: str) -> str:
    """Return a method whose meaning does not change when its lines are moved."""
    tree = ast.parse(source)
    return ast.unparse(tree) if _holds_lines(tree) else source


def _holds_lines(tree: ast.AST) -> bool:
    """Return whether a text of several lines stands in the code."""
    return any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) and "\n" in each.value
        for each in ast.walk(tree)
    )


def edited_design(text: str) -> str:
    """Return the text of a design that a person has edited, so that what it changes is stored.

    Raises:
        DesignError: It is none.
    """
    design = read_design(text)
    node = _class_of(text)
    if len(ast.parse(text).body) > 1 or node.bases or node.keywords or node.decorator_list:
        raise DesignError(
            "The text must be one class, which is like no other one.",
            hint="What it delegates to was said when it was asked for; nothing is imported.",
        )
    methods = {name: keep_covenant(source) for name, source in design.methods.items()}
    return Design(design.slots, methods).text(node.name)


def taken_apart(
    answer: str, wanted: Sequence[str], *, taken: Collection[str] = frozenset()
) -> Design:
    """Return the design that a model's answer holds, fitted to the dialect.

    Args:
        answer: What the model said: a class, with or without words around it.
        wanted: Selectors of the methods that it is to have; it may lack some of them.
        taken: Selectors that its parents answer, under which it can keep no value.

    Raises:
        DesignError: It holds no class, or one whose beginning is more than first values.
    """
    try:
        return _taken_apart(_class_of(extract_class(answer, wanted)), taken)
    except (ValueError, TypeError, AttributeError, RecursionError, MemoryError) as error:
        raise DesignError(f"The class cannot be taken apart: {error}.") from None


def _taken_apart(node: ast.ClassDef, taken: Collection[str]) -> Design:
    names = _Names(node, taken)
    first = _first_values(node, names)
    methods: dict[str, str] = {}
    for each in _functions(node):
        if _is_dunder(each.name):
            continue
        selector = names.methods[each.name]
        each.decorator_list = []
        each.name = selector
        plain = ast.unparse(ast.fix_missing_locations(names.visit(each)))
        methods[selector] = mended(fit(f"{plain}\n", selector, {}))
    slots = {names.slots[name]: value for name, value in first.items() if name in names.slots}
    return Design(slots, methods)


def _class_of(text: str) -> ast.ClassDef:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise DesignError(f"The class cannot be read: {error}.") from None
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            return node
    raise DesignError("The answer holds no class.")


def _functions(node: ast.ClassDef) -> list[ast.FunctionDef]:
    """Return the functions of a class; of those with one name the last, but a getter for all."""
    found: dict[str, ast.FunctionDef] = {}
    for each in node.body:
        if isinstance(each, ast.FunctionDef) and not (
            each.name in found and _is_property(found[each.name])
        ):
            found[each.name] = each
    return [*found.values()]


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _first_values(node: ast.ClassDef, names: _Names) -> dict[str, Any]:
    """Return the first values of a class: of its body, then of its ``__init__``."""
    found: dict[str, Any] = {}
    for each in node.body:
        target, value = _assigned(each)
        if isinstance(target, ast.Name) and value is not None:
            found[target.id] = _value(value, {})
    for function in _functions(node):
        if function.name != "__init__":
            continue
        given = _defaults(function)
        for statement in function.body:
            target, value = _assigned(statement)
            own = names.own(target)
            if own is not None:
                found[own.attr] = _value(value, given)
            elif not isinstance(statement, ast.Pass) and not _says_nothing(statement):
                raise DesignError("Its __init__ does more than to give first values.")
    # What a method makes for the first time is there from the beginning, as nothing.
    for name in names.slots:
        found.setdefault(name, None)
    return found


def _says_nothing(statement: ast.stmt) -> bool:
    """Return whether a statement is a docstring, or calls the beginning of a parent."""
    return _is_docstring(statement) or (
        isinstance(statement, ast.Expr) and "super()" in ast.unparse(statement)
    )


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _assigned(statement: ast.stmt) -> tuple[ast.expr | None, ast.expr | None]:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return statement.targets[0], statement.value
    if isinstance(statement, ast.AnnAssign):
        return statement.target, statement.value
    return None, None


def _defaults(function: ast.FunctionDef) -> dict[str, Any]:
    """Return the values of parameters that a caller may leave out; None for the others."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    values = [_value(each, {}) for each in function.args.defaults]
    given = dict.fromkeys(names)
    given.update(zip(names[len(names) - len(values) :], values, strict=True))
    return given


def _value(node: ast.expr | None, given: Mapping[str, Any]) -> Any:
    """Return the value of an expression in a beginning.

    Raises:
        DesignError: It is more than a value.
    """
    if isinstance(node, ast.Name) and node.id in given:
        return given[node.id]
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return _value(node.values[0], given) or _value(node.values[-1], given)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        bare = all(isinstance(each, ast.Name) for each in node.args) and not node.keywords
        if name in _EMPTY and bare:
            empty = _EMPTY[name]
            return type(empty)(empty)
        if name == "float" and [ast.unparse(each) for each in node.args] in _ENDS:
            return float(node.args[0].value)  # type: ignore[attr-defined] # it is one of two texts
    try:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            items, count = ast.literal_eval(node.left), ast.literal_eval(node.right)
            if isinstance(items, list) and isinstance(count, int) and count <= _MOST_ITEMS:
                return items * count
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        text = ast.unparse(node) if node is not None else ""
        raise DesignError(f"It begins with {text[:60]}, which is no plain value.") from None


def _written(value: Any) -> str:
    return f"float('{value}')" if value in (float("inf"), float("-inf")) else repr(value)


class _Names(ast.NodeTransformer):
    """Gives the slots and methods of a class names that an object of the image can have.

    A slot and a method do not share a name, and no name begins with an underscore.

    Args:
        node: The class.
        taken: Selectors of its parents.

    Attributes:
        slots: The new names of slots, by the old ones.
        methods: The new names of methods, by the old ones.
    """

    def __init__(self, node: ast.ClassDef, taken: Collection[str]) -> None:
        functions = [each for each in _functions(node) if not _is_dunder(each.name)]
        self._values = {each.name for each in functions if _is_property(each)}
        self._self = {
            args[0].arg
            for each in _functions(node)
            if not _is_static(each) and (args := [*each.args.posonlyargs, *each.args.args])
        } or {"self"}
        self.methods: dict[str, str] = {}
        for each in functions:
            self.methods[each.name] = _free(each.name, "part", set(self.methods.values()))
        busy = {*self.methods.values(), *taken, *KERNEL_NAMES}
        self.slots: dict[str, str] = {}
        for name in self._slot_names(node):
            self.slots[name] = _free(name, "value", busy)
            busy.add(self.slots[name])

    def own(self, node: ast.AST | None) -> ast.Attribute | None:
        """Return a node where it is an attribute of the object itself, else None."""
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return None
        return node if node.value.id in self._self else None

    def _slot_names(self, node: ast.ClassDef) -> list[str]:
        called = {id(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}
        found: dict[str, None] = {}
        for each in node.body:
            target, _ = _assigned(each)
            if isinstance(target, ast.Name):
                found[target.id] = None
        for part in ast.walk(node):
            own = self.own(part)
            if own is None or id(own) in called:
                continue
            if isinstance(own.ctx, ast.Store) or own.attr not in self.methods:
                found[own.attr] = None
        return [name for name in found if not _is_dunder(name) and not name.startswith("_p_")]

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Give a called method its new name."""
        own = self.own(node.func)
        if own is not None and own.attr in self.methods:
            own.attr = self.methods[own.attr]
            own.value = ast.Name("self", ast.Load())
            node.args = [self.visit(each) for each in node.args]
            for each in node.keywords:
                each.value = self.visit(each.value)
            return node
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Give a slot its new name; what was a property is called."""
        self.generic_visit(node)
        if self.own(node) is None:
            return node
        node.value = ast.Name("self", ast.Load())
        if node.attr in self.slots:
            node.attr = self.slots[node.attr]
        elif node.attr in self._values:
            node.attr = self.methods[node.attr]
            return ast.Call(node, [], [])
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """Name the object itself ``self``, and say nothing of types."""
        every = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        for each in every:
            each.annotation = None
            if each.arg in self._self:
                each.arg = "self"
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Say nothing of what is given back."""
        node.returns = None
        return self.generic_visit(node)


def _is_property(function: ast.FunctionDef) -> bool:
    return any(isinstance(e, ast.Name) and e.id == "property" for e in function.decorator_list)


def _is_static(function: ast.FunctionDef) -> bool:
    return any(isinstance(e, ast.Name) and e.id == "staticmethod" for e in function.decorator_list)


def _free(name: str, more: str, busy: Collection[str]) -> str:
    """Return a public name like another one that nobody has."""
    public = name.strip("_") or more
    found = public
    while found in busy:
        found = f"{found}_{more}"
    return found
