"""Names: what may be bound, and what may be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.errors import near
from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject, bindings
from batos.guardian.dialect import OFFERED, REWRITTEN

__all__ = ["RULE"]

_NAME = "names"

_MENDS: dict[str, str] = {
    "setattr": "Write `self.name = value`.",
    "delattr": "Write `del self.name`.",
    "type": "Use isinstance(value, str) and the like.",
    "open": "There are no files here; take the text as a parameter.",
    "input": "Take the value as a parameter.",
    "super": "Send a message to self instead.",
    "vars": "Name the slots that you need.",
    "dir": "Name the slots that you need.",
    "__import__": "The usual modules can be used without an import.",
    "eval": "Use json.loads for data.",
    "exec": "Write the steps themselves.",
    "id": "Compare with `is` or `==`.",
    "callable": "Say in the signature what is expected.",
    "bytearray": "Use bytes, or a list of numbers.",
    "RecursionError": "Catch RuntimeError.",
    "BaseException": "Catch Exception.",
    "OSError": "There are no files here.",
    "sys": "Nothing of the interpreter can be reached.",
    "os": "Nothing of the system can be reached.",
}


def _check(subject: Subject) -> Iterator[Finding]:
    for name, node in bindings(subject):
        if name.startswith("_") and name != "_":
            yield error(_NAME, node, f"The name {name!r} starts with an underscore.", "Rename it.")
    for name_node in subject.of(ast.Name):
        name = name_node.id
        if not isinstance(name_node.ctx, ast.Load) or name_node in subject.annotations:
            continue
        if name in subject.bound or name in OFFERED:
            continue
        if name in REWRITTEN and _is_called(subject, name_node):
            continue
        yield error(_NAME, name_node, *_unknown(name, subject))


def _is_called(subject: Subject, node: ast.Name) -> bool:
    parent = subject.parents.get(node)
    return isinstance(parent, ast.Call) and parent.func is node


def _unknown(name: str, subject: Subject) -> tuple[str, str]:
    """Return the message and the mend for a name that nobody binds or offers."""
    if name == subject.function.name:
        return (
            f"The method calls {name!r} as a function.",
            f"Send it to the receiver: `self.{name}(...)`.",
        )
    if name in REWRITTEN:
        return f"{name} is not a value here.", f"Write {REWRITTEN[name]}."
    mend = _MENDS.get(name, "") or near(name, {*subject.bound, *OFFERED})
    return (
        f"The name {name!r} is not defined and not offered.",
        mend or "Take it as a parameter or define it in the method.",
    )


RULE = Rule(
    name=_NAME,
    summary="Names are bound in the method or listed in the dialect; none starts with `_`.",
    why="One unlisted name such as `open` or `__import__` reaches the host.",
    check=_check,
    mend="Take what is missing as a parameter, or use what the dialect offers.",
    examples=(
        Pair(
            ("def m(self, name):\n    return open(name).read()"),
            ("def m(self, text):\n    return text.strip()"),
        ),
        Pair(
            ("def m(self, n):\n    return m(n - 1) if n else 0"),
            ("def m(self, n):\n    return self.m(n - 1) if n else 0"),
        ),
        Pair(
            ("def m(self):\n    _x = 1\n    return _x"),
            ("def m(self):\n    x = 1\n    return x"),
        ),
    ),
)
