"""The covenant: a method that changes its object says so before it leaves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from batos.guardian.audit.covenant.abstract_values import GIVEN, NUMBER, AbstractValue, Kind, State
from batos.guardian.audit.covenant.effects import TooInvolved
from batos.guardian.audit.covenant.flow import Exit
from batos.guardian.audit.covenant.statements import Statements
from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject, arguments_of, is_covenant
from batos.guardian.dialect import CHANGING, COVENANT

__all__ = ["RULE", "CovenantReport", "covenant_report"]

_NAME = "covenant"


@dataclass(frozen=True)
class CovenantReport:
    """What a method changes.

    Attributes:
        findings: Exits that miss the covenant.
        mutator: Whether the method may change its receiver.
        changes: Slots that it may change, sorted.
        borrows: Whether it may change in place what came with a message.
    """

    findings: tuple[Finding, ...]
    mutator: bool
    changes: tuple[str, ...]
    borrows: bool = False


def covenant_report(subject: Subject) -> CovenantReport:
    """Follow every path of a method and return what it changes and where it misses the covenant.

    The exact meaning: on every normal exit path, after the last change of self or of a part
    reached from self, comes ``self._p_changed = True``. Paths that raise need none.
    """
    if not _may_change(subject):
        return CovenantReport((), mutator=False, changes=())
    analysis = Statements(subject.bound)
    function = subject.function
    state = State({argument.arg: GIVEN for argument in arguments_of(function.args)})
    state.names["self"] = AbstractValue(Kind.SELF)
    try:
        flow = analysis.run(function.body, state)
    except TooInvolved:
        return CovenantReport((_too_involved(function),), mutator=True, changes=())
    exits = list(flow.exits)
    if flow.after is not None:
        exits.append(Exit(function.body[-1], flow.after, NUMBER))
    findings = list(analysis.findings)
    seen: set[tuple[int, frozenset[int]]] = set()
    for item in exits:
        key = (int(getattr(item.node, "lineno", 0)), item.state.dirty)
        if item.state.dirty and key not in seen:
            seen.add(key)
            findings.append(_missing(item))
    promised = any(is_covenant(node) for node in subject.of(ast.Assign))
    return CovenantReport(
        tuple(findings),
        analysis.changed or promised,
        tuple(sorted(analysis.changes)),
        analysis.borrows,
    )


def _may_change(subject: Subject) -> bool:
    """Whether anything in the method could be a change at all; most readers are done here."""
    stores = any(not isinstance(node.ctx, ast.Load) for node in subject.of(ast.Subscript))
    attributes = list(subject.of(ast.Attribute))
    stores = stores or any(
        node.attr in CHANGING or not isinstance(node.ctx, ast.Load) for node in attributes
    )
    # getattr(self.items, "append") is self.items.append.
    stores = stores or any(
        node.value in CHANGING for node in subject.of(ast.Constant) if isinstance(node.value, str)
    )
    return stores or any(subject.of(ast.AugAssign))


def _too_involved(function: ast.FunctionDef) -> Finding:
    return error(
        _NAME,
        function,
        "What the method changes cannot be followed through all of its loops and functions.",
        "Split it into smaller methods with fewer nested functions.",
    )


def _missing(item: Exit) -> Finding:
    lines = sorted(item.state.dirty)
    which = f"line {lines[-1]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines))}"
    line = int(getattr(item.node, "lineno", 0))
    returns = isinstance(item.node, ast.Return)
    if returns and line in lines:
        mend = (
            f"Before the return in line {line}, do the change in a statement of its own, "
            f"then add the line `{COVENANT}`."
        )
    elif returns:
        mend = f"Add the line `{COVENANT}` directly before the return in line {line}."
    else:
        mend = f"Add the line `{COVENANT}` at the end of the method, after line {lines[-1]}."
    message = f"The method changes its object in {which} and then ends without `{COVENANT}`."
    return error(_NAME, item.node, message, mend)


def _check(subject: Subject) -> Iterator[Finding]:
    yield from covenant_report(subject).findings


RULE = Rule(
    name=_NAME,
    summary=f"After the last change of self, on every normal path, comes `{COVENANT}`.",
    why="A change inside a list or dict of a slot is not stored without it.",
    check=_check,
    mend=(
        "Add the line `self._p_changed = True` after the "
        "last change, before every return that follows it."
    ),
    examples=(
        Pair(
            ("def m(self, x):\n    self.items.append(x)\n    return x"),
            ("def m(self, x):\n    self.items.append(x)\n    self._p_changed = True\n    return x"),
        ),
        Pair(
            ("def m(self):\n    self._p_changed = True\n    return self.items.pop()"),
            (
                "def m(self):\n"
                "    last = self.items.pop()\n"
                "    self._p_changed = True\n"
                "    return last"
            ),
        ),
        Pair(
            (
                "def m(self, x):\n"
                "    rows = self.rows\n"
                "    if x:\n"
                "        rows[0] = x\n"
                "        return True\n"
                "    self._p_changed = True\n"
                "    return False"
            ),
            (
                "def m(self, x):\n"
                "    rows = self.rows\n"
                "    if x:\n"
                "        rows[0] = x\n"
                "        self._p_changed = True\n"
                "        return True\n"
                "    return False"
            ),
        ),
    ),
)
