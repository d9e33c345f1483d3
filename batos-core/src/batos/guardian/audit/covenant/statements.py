"""The covenant along every path of a method's statements."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from batos.guardian.audit.covenant.abstract_values import (
    FREE,
    NUMBER,
    AbstractValue,
    Kind,
    State,
    join_states,
)
from batos.guardian.audit.covenant.expressions import merge
from batos.guardian.audit.covenant.flow import Exit, Flow
from batos.guardian.audit.covenant.nested import NestedFunctions
from batos.guardian.audit.subject import is_covenant, is_float

__all__ = ["Statements"]

_SEQUENCE_OPERATORS = (ast.Add, ast.Mult, ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)


class Statements(NestedFunctions):
    """Runs statements abstractly."""

    def run(self, body: Sequence[ast.stmt], state: State | None) -> Flow:
        """Return where control may be after a block."""
        flow = Flow(state)
        for statement in body:
            if flow.after is None:
                break
            self.step()
            for watcher in self.watchers:
                merge(watcher, flow.after)
            step = self._statement(statement, flow.after)
            flow.absorb(step)
            flow.after = step.after
        if flow.after is not None:
            for watcher in self.watchers:
                merge(watcher, flow.after)
        return flow

    def _statement(self, node: ast.stmt, state: State) -> Flow:
        handler: Callable[[ast.stmt, State], Flow] | None = getattr(
            self, f"_do_{type(node).__name__.lower()}", None
        )
        if handler is not None:
            return handler(node, state)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.eval(child, state)
        return Flow(state)

    # -- simple statements -------------------------------------------------------------------

    def _do_assign(self, node: ast.Assign, state: State) -> Flow:
        if is_covenant(node):
            state.dirty = frozenset()
            return Flow(state)
        pairs = _pairs(node)
        if pairs is not None:
            values = [self.eval(value, state) for _, value in pairs]
            for (target, _), value in zip(pairs, values, strict=True):
                self.bind(target, value, state)
            return Flow(state)
        value = self.eval(node.value, state)
        for target in node.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                self.iterate(value, node, state)
            self.bind(target, value, state)
        return Flow(state)

    def _do_annassign(self, node: ast.AnnAssign, state: State) -> Flow:
        if node.value is not None:
            self.bind(node.target, self.eval(node.value, state), state)
        return Flow(state)

    def _do_augassign(self, node: ast.AugAssign, state: State) -> Flow:
        value = self.eval(node.value, state)
        target = node.target
        if not isinstance(target, ast.Name):
            current = self.eval(_loaded(target), state)
            if current.kind is Kind.PART and not current.foreign:
                self._in_place(node, current, value, state)
            self.store(target, value, state)
            return Flow(state)
        current = state.names.get(target.id, FREE)
        if current.number or (value.number and not isinstance(node.op, (ast.Mult, ast.Mod))):
            state.names[target.id] = NUMBER
            return Flow(state)
        if current.kind is Kind.PART:
            self._in_place(node, current, value, state)
        state.names[target.id] = current.join(value.copied())
        return Flow(state)

    def _in_place(
        self, node: ast.AugAssign, current: AbstractValue, value: AbstractValue, state: State
    ) -> None:
        """`xs += ys` changes a list in place; with a number or a text it makes a new value.

        What a slot holds is not known, and a name for its value is more often one for a number, or
        for a tuple where one is added: unless a list, a set or a dict stands on the right, it is
        only looked after.
        """
        if not isinstance(node.op, _SEQUENCE_OPERATORS) or is_float(node.value):
            return
        if value.number and not isinstance(node.op, ast.Mult):
            return
        if value.collection and not isinstance(node.value, ast.Tuple):
            self.change(node, current, state)
        else:
            self.borrows = True

    def _do_delete(self, node: ast.Delete, state: State) -> Flow:
        for target in node.targets:
            self._delete(target, state)
        return Flow(state)

    def _delete(self, target: ast.expr, state: State) -> None:
        if isinstance(target, ast.Name):
            state.names.pop(target.id, None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self._delete(part, state)
        else:
            self.store(target, FREE, state)

    def _do_return(self, node: ast.Return, state: State) -> Flow:
        value = self.eval(node.value, state) if node.value is not None else NUMBER
        return Flow(None, exits=[Exit(node, state, value)])

    def _do_raise(self, node: ast.Raise, state: State) -> Flow:
        for part in (node.exc, node.cause):
            if part is not None:
                self.eval(part, state)
        for watcher in self.watchers:
            merge(watcher, state)
        return Flow(None)

    def _do_break(self, _node: ast.Break, state: State) -> Flow:
        return Flow(None, breaks=state)

    def _do_continue(self, _node: ast.Continue, state: State) -> Flow:
        return Flow(None, continues=state)

    def _do_functiondef(self, node: ast.FunctionDef, state: State) -> Flow:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.eval(default, state)
        state.names[node.name] = self.made(node)
        return Flow(state)

    # -- branches ------------------------------------------------------------------------------

    def _do_if(self, node: ast.If, state: State) -> Flow:
        self.eval(node.test, state)
        other = state.copy()
        flow = self.run(node.body, state)
        otherwise = self.run(node.orelse, other)
        flow.absorb(otherwise)
        flow.after = join_states(flow.after, otherwise.after)
        return flow

    def _do_match(self, node: ast.Match, state: State) -> Flow:
        subject = self.eval(node.subject, state)
        flow = Flow(None)
        open_state: State | None = state
        for case in node.cases:
            if open_state is None:
                break
            taken = open_state.copy()
            self._capture(case.pattern, subject, taken)
            if case.guard is not None:
                self.eval(case.guard, taken)
                merge(open_state, taken)
            step = self.run(case.body, taken)
            flow.absorb(step)
            flow.after = join_states(flow.after, step.after)
            if case.guard is None and _catches_all(case.pattern):
                open_state = None
        flow.after = join_states(flow.after, open_state)
        return flow

    def _capture(self, pattern: ast.pattern, value: AbstractValue, state: State) -> None:
        if isinstance(pattern, ast.MatchAs):
            if pattern.pattern is not None:
                self._capture(pattern.pattern, value, state)
            if pattern.name:
                state.names[pattern.name] = value
        elif isinstance(pattern, ast.MatchOr):
            for option in pattern.patterns:
                branch = state.copy()
                self._capture(option, value, branch)
                merge(state, branch)
        elif isinstance(pattern, ast.MatchClass):
            for part in pattern.patterns:
                self._capture(part, value, state)  # `list(x)` captures the subject itself
        elif isinstance(pattern, ast.MatchStar):
            if pattern.name:
                state.names[pattern.name] = value.copied()
        elif isinstance(pattern, (ast.MatchSequence, ast.MatchMapping)):
            for part in pattern.patterns:
                inner = value if isinstance(part, ast.MatchStar) else value.item()
                self._capture(part, inner, state)
            if isinstance(pattern, ast.MatchMapping) and pattern.rest:
                state.names[pattern.rest] = value.copied()

    # -- loops ---------------------------------------------------------------------------------

    def _do_for(self, node: ast.For, state: State) -> Flow:
        source = self.eval(node.iter, state)

        def enter(at: State) -> None:
            self.bind(node.target, self.iterate(source, node, at), at)

        return self._loop(node.body, node.orelse, state, enter, endless=False)

    def _do_while(self, node: ast.While, state: State) -> Flow:
        def enter(at: State) -> None:
            self.eval(node.test, at)

        endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        self.eval(node.test, state)
        return self._loop(node.body, node.orelse, state, enter, endless=endless)

    def _loop(
        self,
        body: Sequence[ast.stmt],
        orelse: Sequence[ast.stmt],
        state: State,
        enter: Callable[[State], None],
        *,
        endless: bool,
    ) -> Flow:
        head = state.copy()
        while True:  # what is known only grows, so that it settles
            self.step()
            entered = head.copy()
            enter(entered)
            step = self.run(body, entered)
            again = join_states(step.after, step.continues)
            joined = join_states(head, again)
            assert joined is not None
            if joined == head:
                break
            head = joined
        done: State | None = None if endless else head.copy()
        # The exits of the last round know at least as much as those of the rounds before it.
        flow = Flow(None, exits=step.exits)
        if done is not None:
            ending = self.run(orelse, done)
            flow.absorb(ending)
            flow.after = ending.after
        flow.after = join_states(flow.after, step.breaks)
        return flow

    # -- try -----------------------------------------------------------------------------------

    def _do_try(self, node: ast.Try, state: State) -> Flow:
        raised = state.copy()
        self.watchers.append(raised)
        flow = self.run(node.body, state)
        self.watchers.pop()
        if flow.after is not None and node.orelse:
            otherwise = self.run(node.orelse, flow.after)
            flow.absorb(otherwise)
            flow.after = otherwise.after
        for handler in node.handlers:
            caught = raised.copy()
            if handler.name:
                caught.names[handler.name] = FREE
            step = self.run(handler.body, caught)
            flow.absorb(step)
            flow.after = join_states(flow.after, step.after)
        return self._finally(node.finalbody, flow) if node.finalbody else flow

    def _finally(self, body: Sequence[ast.stmt], flow: Flow) -> Flow:
        """Run the ``finally`` body at the end of every way out (it may change self after all)."""

        def through(at: State | None) -> State | None:
            return self.run(body, at.copy()).after if at is not None else None

        exits = []
        for item in flow.exits:
            end = through(item.state)
            if end is not None:
                exits.append(Exit(item.node, end, item.value))
        return Flow(through(flow.after), through(flow.breaks), through(flow.continues), exits)


def _pairs(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]] | None:
    """Return targets and values side by side for ``a, b = x, y``, else None."""
    target, value = node.targets[0], node.value
    if len(node.targets) != 1 or not isinstance(target, ast.Tuple):
        return None
    if not isinstance(value, ast.Tuple) or len(value.elts) != len(target.elts):
        return None
    if any(isinstance(part, ast.Starred) for part in (*target.elts, *value.elts)):
        return None
    return list(zip(target.elts, value.elts, strict=True))


def _loaded(target: ast.Attribute | ast.Subscript) -> ast.expr:
    """Return a target as an expression that reads it."""
    if isinstance(target, ast.Attribute):
        return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
    return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)


def _catches_all(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None
