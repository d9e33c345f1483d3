"""What a call changes, and what it gives."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from batos.guardian.audit.covenant.abstract_values import (
    BUILTIN,
    FREE,
    GIVEN,
    NUMBER,
    AbstractValue,
    Kind,
    State,
    join_all,
)
from batos.guardian.audit.covenant.effects import Effects
from batos.guardian.audit.covenant.library import (
    ANSWERING,
    CALLING,
    COLLECTING,
    FLATTENING,
    HOLDING_FUNCTIONS,
    HOLDING_MODULES,
    ITEM_FUNCTIONS,
    ITEM_METHODS,
    METHODS,
    PAIR_FUNCTIONS,
    PAIR_METHODS,
    PICKS,
    SCALARS,
    STARTING,
    VIEW_METHODS,
)
from batos.guardian.dialect import CHANGING, FACADES, MUTATING, MUTATING_FUNCTIONS, PLAIN_TYPES

__all__ = ["CallEffects"]


class CallEffects(Effects):
    """Evaluates calls abstractly; expressions build on it."""

    def _call(self, node: ast.Call, state: State) -> AbstractValue:
        callee = node.func
        if isinstance(callee, ast.Attribute):
            base = self.eval(callee.value, state)
            arguments = self._arguments(node, state)
            return self._method(node, callee, base, arguments, state)
        function = self.eval(callee, state)
        arguments = self._arguments(node, state)
        if isinstance(callee, ast.Name) and callee.id in {"getattr", "hasattr"}:
            return self._getattr(node, arguments, state)
        result = FREE
        if function.builtin:
            name = callee.id if isinstance(callee, ast.Name) else ""
            result = self._offered(("", name), node, arguments, state)
            if name in COLLECTING:
                result = replace(result, collection=True)
        elif arguments:
            self._consume(node, arguments, state, functions_only_of=function)
        if function.acts:
            given = self._ordered(node, arguments)
            result = result.join(self.call_value(function, given, node, state))
        return result

    def _arguments(self, node: ast.Call, state: State) -> list[AbstractValue]:
        values = [self.eval(argument, state) for argument in node.args]
        values += [
            self.eval(keyword.value, state)
            if keyword.arg
            else self.eval(keyword.value, state).item()
            for keyword in node.keywords
        ]
        return values

    def _ordered(self, node: ast.Call, values: list[AbstractValue]) -> list[AbstractValue]:
        """Return arguments by position, or all joined where stars or keywords hide the places."""
        plain = not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args)
        return values if plain else [join_all(values)] * 12

    def _consume(
        self,
        node: ast.AST,
        arguments: list[AbstractValue],
        state: State,
        functions_only_of: AbstractValue = FREE,
    ) -> AbstractValue:
        """Record that every function among the arguments may be called with the others' items."""
        if not any(argument.acts for argument in arguments):
            return FREE
        joined = join_all([*arguments, functions_only_of])
        item = FREE
        if joined.kind:
            item = replace(GIVEN, slots=joined.slots, foreign=joined.foreign, given=joined.given)
        return join_all([self.maybe(value, item, node, state) for value in arguments])

    def _offered(
        self, name: tuple[str, str], node: ast.Call, arguments: list[AbstractValue], state: State
    ) -> AbstractValue:
        module, function = name
        returned = self._consume(node, arguments, state)
        first = arguments[0] if arguments else FREE
        if name in MUTATING_FUNCTIONS or (function in CHANGING and not module):
            # Without its module's name: list.append(self.items, x) under another name.
            self.change_given([first] if module else arguments, node, state)
        if not module and function in SCALARS:
            return NUMBER
        if function in ANSWERING and any(value.builtin for value in arguments):
            # map(dict.get, [self.table], ["a"]): what an offered function gives is not followed.
            return _perhaps(arguments) if function == "reduce" else _perhaps(arguments).held()
        if function in CALLING:
            arguments = [BUILTIN if value.builtin else value for value in arguments]
        joined = join_all([*arguments, returned])
        if (not module and function in PICKS) or name in ITEM_FUNCTIONS:
            return joined.item()
        if name == ("copy", "deepcopy"):
            return FREE
        if module and module not in HOLDING_MODULES and name not in HOLDING_FUNCTIONS:
            return FREE
        if function in STARTING:
            return join_all([joined.flat(), *arguments[1:]])
        if function in FLATTENING:
            return joined.flat()
        return joined.copied().held() if function in PAIR_FUNCTIONS else joined.copied()

    def _method(
        self,
        node: ast.Call,
        callee: ast.Attribute,
        base: AbstractValue,
        args: list[AbstractValue],
        state: State,
    ) -> AbstractValue:
        name = callee.attr
        if base.builtin:
            result = self._offered((_module_of(callee), name), node, args, state)
            # dict.get(self.table, "a") is self.table.get("a").
            return _perhaps(args) if _is_plain_type(callee.value) else result
        returned = self._consume(node, args, state, functions_only_of=base)
        if base.kind is Kind.SELF:
            return GIVEN  # a send: what it changes, it declares itself
        if base.types and name in CHANGING:
            self.change_given(args, node, state)  # [list][0].append(self.items, x)
        if name in MUTATING:
            if base.kind is Kind.PART:
                self.change(node, base, state)
            taken = join_all(args[1:] if name == "setdefault" else args)
            several = {"extend": taken.copied, "extendleft": taken.copied, "update": taken.flat}
            self.absorb(callee.value, several.get(name, taken.held)(), state)
        if base.acts and not isinstance(callee.value, ast.Name):
            self.call_value(base, args, node, state)
        if base.kind in (Kind.PART, Kind.HOLDER):
            joined = join_all([base, *args, returned])
            if name in ITEM_METHODS:
                return join_all([base.item(), *args[1:]])
            if name in VIEW_METHODS:
                return joined.copied().held() if name in PAIR_METHODS else joined.copied()
            return _perhaps(args) if name in METHODS else GIVEN
        if base.functions or base.changer:
            return base.item()
        if name in ITEM_METHODS and name != "popitem":
            return join_all(args[1:])
        return _perhaps(args) if name in METHODS or base.number else GIVEN

    def _getattr(
        self, node: ast.Call, arguments: list[AbstractValue], state: State
    ) -> AbstractValue:
        name = node.args[1] if len(node.args) > 1 else None
        if not (isinstance(callee := node.func, ast.Name) and callee.id == "getattr"):
            return NUMBER
        text = name.value if isinstance(name, ast.Constant) else ""
        value = self.attribute_of(arguments[0], str(text), node, state)
        return value.join(arguments[2]) if len(arguments) > 2 else value


def _perhaps(arguments: Iterable[AbstractValue]) -> AbstractValue:
    """Return what a call gives that is not followed: perhaps a part of what it was given."""
    return GIVEN if any(value.kind for value in arguments) else FREE


def _is_plain_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in PLAIN_TYPES


def _module_of(callee: ast.Attribute) -> str:
    """Return the module's name of ``random.shuffle`` or ``itertools.chain.from_iterable``."""
    base = callee.value
    while isinstance(base, ast.Attribute):
        base = base.value
    return base.id if isinstance(base, ast.Name) and base.id in FACADES else ""
