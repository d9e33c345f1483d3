"""Attributes: no underscore, no way into frames and types, no built-in method as a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from batos.errors import near
from batos.guardian.audit.findings import Finding, error
from batos.guardian.audit.rules.base import Pair, Rule
from batos.guardian.audit.subject import Subject, is_covenant
from batos.guardian.dialect import (
    COVENANT,
    FACADE_PARTS,
    FACADES,
    INSPECTION,
    OFFERED,
    TYPE_ATTRIBUTES,
)
from batos.objects.names import KERNEL_NAMES, OFFERED_NAMES

__all__ = ["RULE", "attribute_problem"]

_NAME = "attributes"
_KERNEL_ONLY = KERNEL_NAMES - OFFERED_NAMES


def attribute_problem(name: str) -> tuple[str, str] | None:
    """Return message and mend when no attribute may have that name, else None."""
    if name == "_p_changed":
        return "_p_changed may only be set to True on self.", f"Write exactly `{COVENANT}`."
    if name.startswith("_"):
        return f"The attribute {name!r} starts with an underscore.", "Use a public name."
    if name in INSPECTION:
        return f"The attribute {name!r} looks into the interpreter.", "Do without it."
    if name in _KERNEL_ONLY:
        return f"{name!r} belongs to the kernel.", "Name the slots that you need."
    return None


def _check(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(ast.Attribute):
        if node in subject.annotations:
            continue
        statement = subject.parents.get(node)
        if node.attr == "_p_changed" and is_covenant(statement):
            continue
        problem = attribute_problem(node.attr)
        if problem is not None:
            yield error(_NAME, node, *problem)
            continue
        if not isinstance(node.ctx, ast.Load) and node.attr in KERNEL_NAMES:
            yield error(
                _NAME, node, f"{node.attr!r} belongs to the kernel.", "Use another slot name."
            )
        yield from _check_offered(subject, node)


def _check_offered(subject: Subject, node: ast.Attribute) -> Iterator[Finding]:
    """Check attributes of the offered names themselves, and of parts such as itertools.chain."""
    base = node.value
    if isinstance(base, ast.Name) and subject.is_offered(base.id, OFFERED):
        name = base.id
        listed = FACADES.get(name, TYPE_ATTRIBUTES.get(name, frozenset()))
    elif (
        isinstance(base, ast.Attribute)
        and isinstance(base.value, ast.Name)
        and subject.is_offered(base.value.id, FACADES)
    ):
        name = f"{base.value.id}.{base.attr}"
        parts = FACADE_PARTS.get((base.value.id, base.attr))
        if parts is None:
            return  # the attribute of a value, such as string.digits.find
        listed = parts
    else:
        return
    if not isinstance(node.ctx, ast.Load):
        yield error(_NAME, node, f"{name!r} cannot be changed.", "Set a slot of self.")
    elif node.attr not in listed:
        offered = near(node.attr, listed) or (
            f"It offers: {', '.join(sorted(listed))}." if 0 < len(listed) <= 12 else ""
        )
        yield error(
            _NAME,
            node,
            f"{name} does not offer {node.attr!r}.",
            offered or "Call the method on a value.",
        )


RULE = Rule(
    name=_NAME,
    summary="No attribute with an underscore, none that leads to frames, code or types.",
    why="`_p_jar` gives the whole database without one dunder; `gi_frame` gives the host.",
    check=_check,
    mend="Use public attributes, slots of self, and what a module is listed to offer.",
    examples=(
        Pair(
            ("def m(self):\n    return self._p_jar.root()"),
            ("def m(self):\n    return self.total"),
        ),
        Pair(
            ("def m(self):\n    return self.__class__.__name__"),
            ('def m(self):\n    return "counter"'),
        ),
        Pair(
            ("def m(self, x):\n    list.append(self.items, x)"),
            ("def m(self, x):\n    self.items.append(x)\n    self._p_changed = True"),
        ),
    ),
)
