"""The covenant inside nested functions: run where they are called."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Sequence

from batos.guardian.audit.covenant.abstract_values import FREE, AbstractValue, State, join_all
from batos.guardian.audit.covenant.effects import TooInvolved
from batos.guardian.audit.covenant.expressions import Expressions
from batos.guardian.audit.covenant.flow import Flow
from batos.guardian.audit.subject import arguments_of

__all__ = ["NestedFunctions"]

_DEEPEST_CALL = 12


class NestedFunctions(Expressions):
    """Runs nested functions abstractly; statements build on it."""

    @abstractmethod
    def run(self, body: Sequence[ast.stmt], state: State | None) -> Flow:
        """Return where control may be after a block."""

    def invoke(
        self, function: ast.AST, arguments: list[AbstractValue], state: State
    ) -> AbstractValue:
        """Run a nested function's body where it is called."""
        self.step()
        if len(self.stack) >= _DEEPEST_CALL:
            raise TooInvolved
        if function in self.stack:
            # The outer round of the same body records its changes; only the result is unknown.
            return join_all(arguments).held()
        captured = self._captured(function)
        self.stack.append(function)
        try:
            if isinstance(function, ast.GeneratorExp):
                inner = State({**state.names, **captured}, state.dirty)
                value = self._comprehension(function, inner).item()
                state.dirty = inner.dirty
                return value
            assert isinstance(function, (ast.Lambda, ast.FunctionDef))
            return self._inside(function, arguments, state, captured)
        finally:
            self.stack.pop()

    def _captured(self, function: ast.AST) -> dict[str, AbstractValue]:
        """Return the names that a function keeps of those around it that have returned."""
        captured: dict[str, AbstractValue] = {}
        home = self.homes.get(function)
        while home is not None:
            if home not in self.stack:
                captured = {**self.left_behind.get(home, {}), **captured}
            home = self.homes.get(home)
        return captured

    def _leave_behind(self, function: ast.AST, names: set[str], ends: Sequence[State]) -> None:
        """Note what the names of a function were, for the functions made inside it."""
        kept = self.left_behind.setdefault(function, {})
        for end in ends:
            for name in names & end.names.keys():
                kept[name] = kept.get(name, end.names[name]).join(end.names[name])

    def _inside(
        self,
        function: ast.Lambda | ast.FunctionDef,
        arguments: list[AbstractValue],
        state: State,
        captured: dict[str, AbstractValue],
    ) -> AbstractValue:
        inner = State({**state.names, **captured}, state.dirty)
        local = self._parameters(function, arguments, inner)
        if isinstance(function, ast.Lambda):
            value = self.eval(function.body, inner)
            ends: list[State] = [inner]
        else:
            local |= _assigned(function.body)
            flow = self.run(function.body, inner)
            ends = [item.state for item in flow.exits]
            if flow.after is not None:
                ends.append(flow.after)
            value = join_all(item.value for item in flow.exits)
        self._leave_behind(function, local, ends)
        for home in list(self.left_behind) if captured else ():
            self._leave_behind(home, self.left_behind[home].keys() & captured.keys() - local, ends)
        local |= captured.keys()
        dirty: frozenset[int] = frozenset()
        for end in ends:
            dirty |= end.dirty
            for name, found in end.names.items():
                if name not in local:
                    mine = state.names.get(name)
                    state.names[name] = found if mine is None else mine.join(found)
        if ends:
            state.dirty = dirty
        return value

    def _parameters(
        self, function: ast.Lambda | ast.FunctionDef, arguments: list[AbstractValue], state: State
    ) -> set[str]:
        positional = [*function.args.posonlyargs, *function.args.args]
        extra = join_all(arguments)
        names = set()
        for index, argument in enumerate(positional):
            given = arguments[index] if index < len(arguments) else FREE
            state.names[argument.arg] = given
        for argument in arguments_of(function.args):
            names.add(argument.arg)
            if argument not in positional:
                state.names[argument.arg] = (
                    extra if argument in function.args.kwonlyargs else extra.held()
                )
        self._default_values(function, state)
        return names

    def _default_values(self, function: ast.Lambda | ast.FunctionDef, state: State) -> None:
        """A default such as ``items=self.items`` is an alias, too."""
        positional = [*function.args.posonlyargs, *function.args.args]
        defaults = function.args.defaults
        pairs = list(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
        pairs += [
            (argument, default)
            for argument, default in zip(
                function.args.kwonlyargs, function.args.kw_defaults, strict=True
            )
            if default is not None
        ]
        for argument, default in pairs:
            value = self.eval(default, state)
            state.names[argument.arg] = state.names.get(argument.arg, FREE).join(value)


def _assigned(body: Sequence[ast.stmt]) -> set[str]:
    """Return the names that are local to a nested function's body."""
    names: set[str] = set()
    outer: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Nonlocal):
            outer.update(node.names)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
            continue
        elif isinstance(node, ast.Lambda):
            continue
        stack.extend(ast.iter_child_nodes(node))
    return names - outer
