# ruff: noqa: RUF001 - sources of methods, some with letters that only look plain
"""The rule names: names that are neither bound nor offered."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    return open
---
def m(self, x=None):
    return eval
---
def m(self, x=None):
    return exec
---
def m(self, x=None):
    return compile
---
def m(self, x=None):
    return __import__
---
def m(self, x=None):
    return globals
---
def m(self, x=None):
    return locals
---
def m(self, x=None):
    return vars
---
def m(self, x=None):
    return dir
---
def m(self, x=None):
    return type
---
def m(self, x=None):
    return id
---
def m(self, x=None):
    return input
---
def m(self, x=None):
    return object
---
def m(self, x=None):
    return super
---
def m(self, x=None):
    return setattr
---
def m(self, x=None):
    return delattr
---
def m(self, x=None):
    return breakpoint
---
def m(self, x=None):
    return memoryview
---
def m(self, x=None):
    return bytearray
---
def m(self, x=None):
    return callable
---
def m(self, x=None):
    return staticmethod
---
def m(self, x=None):
    return property
---
def m(self, x=None):
    return classmethod
---
def m(self, x=None):
    return help
---
def m(self, x=None):
    return exit
---
def m(self, x=None):
    return quit
---
def m(self, x=None):
    return copyright
---
def m(self, x=None):
    return SystemExit
---
def m(self, x=None):
    return KeyboardInterrupt
---
def m(self, x=None):
    return BaseException
---
def m(self, x=None):
    return GeneratorExit
---
def m(self, x=None):
    return os
---
def m(self, x=None):
    return sys
---
def m(self, x=None):
    return builtins
---
def m(self, x=None):
    return __builtins__
---
def m(self, x=None):
    return __name__
---
def m(self, x=None):
    return __file__
---
def m(self, x=None):
    return __doc__
---
def m(self, x=None):
    return _tick
---
def m(self, x=None):
    return _bind
---
def m(self, x=None):
    return _method
---
def m(self, x=None):
    return _getattr
---
def m(self, x=None):
    return _guard_join
---
def m(self, x=None):
    return Ellipsis
---
def m(self, x=None):
    return NotImplemented
---
def m(self, x=None):
    return undefined
---
def m(self, x=None):
    return m
---
def m(self, x=None):
    return getattr
---
def m(self, x=None):
    return hasattr
---
def m(self, x=None):
    _x = 1
---
def m(self, x=None):
    __x = 1
---
def m(self, x=None):
    for _a in x:
        pass
---
def m(self, x=None):
    return [1 for _a in x]
---
def m(self, x=None):
    def f(_a):
        return 1
    return f(1)
---
def m(self, x=None):
    def _f():
        return 1
---
def m(self, x=None):
    try:
        pass
    except ValueError as _e:
        pass
---
def m(self, x=None):
    match x:
        case [_a, b]:
            return 1
---
def m(self, x=None):
    match x:
        case [*_a]:
            return 1
---
def m(self, x=None):
    match x:
        case {"a": 1, **_r}:
            return 1
---
def m(self, x=None):
    match x:
        case int() as _n:
            return 1
---
def m(self, x=None):
    if (_y := x):
        return 1
---
def m(self, *_a):
    return 1
---
def m(self, **_k):
    return 1
---
def m(self, x=None):
    return (lambda _x: 1)(1)
---
def m(self, x=None):
    f = getattr
    return f(x, "a")
---
def m(self, x=None):
    return ｏｐｅｎ("x")
---
def m(self, x=None):
    ｅval
---
def m(self, x=None):
    _mul = 1
---
def m(self, x=None):
    _tick = lambda: None
"""

HONEST = r"""
def m(self, x=None):
    return sum(x), max(x), sorted(x)
---
def m(self, x=None):
    for _ in range(3):
        pass
    return 1
---
def m(self, x=None):
    return math.pi, json.dumps(x), datetime.now()
---
def m(self, x=None):
    total = 0
    for row in x:
        total += row
    return total
---
def m(self, x=None):
    def helper(a):
        return a
    return helper(x)
---
def m(self, x=None):
    list = [1]
    return list
---
def m(self, x=None):
    try:
        return 1
    except ValueError as problem:
        return str(problem)
---
def m(self, x=None):
    return getattr(self, "items", [])
---
def m(self, x=None):
    return hasattr(self, "items")
---
def m(self, x=None):
    match x:
        case [a, *b]:
            return a, b
        case _:
            return None
---
def m(self, x=None):
    id = 3
    return id
---
def m(self, x=None):
    type = x
    return type
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "names"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
