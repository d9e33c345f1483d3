"""The rule nodes: syntax that is not on the list."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    import os
---
def m(self, x=None):
    from os import path
---
def m(self, x=None):
    from . import x
---
def m(self, x=None):
    import math as m
---
def m(self, x=None):
    class A:
        pass
---
@print
def m(self):
    return 1
---
def m(self):
    @print
    def f():
        return 1
    return f()
---
def m(self, x=None):
    yield x
---
def m(self, x=None):
    yield from x
---
def m(self, x=None):
    y = yield
---
def m(self, x=None):
    async def f():
        pass
---
def m(self, x=None):
    with x:
        pass
---
def m(self, x=None):
    with x as y:
        pass
---
def m(self, x=None):
    global x
---
def m(self, x=None):
    global self
---
def m(self, x=None):
    try:
        pass
    except* ValueError:
        pass
---
def m(self, x=None):
    return [(yield 1) for i in x]
---
def m(self, x=None):
    return lambda: (yield)
---
def m(self, x: print("hi")):
    return x
---
def m(self) -> (lambda: 1)():
    return 1
---
def m(self, x=None):
    y: [i for i in x] = 1
---
def m(self, x=None):
    y: (z := 1) = 1
---
def m(self, x=None):
    y: f"{x}" = 1
---
def m(self, x=None):
    def f(a: print(1)):
        return a
    return f(1)
"""

HONEST = r"""
def m(self, x=None):
    return [a for a in x if a]
---
def m(self, x=None):
    return {a: b for a, b in x}
---
def m(self, x=None):
    return {*x}, {**x}, [*x]
---
def m(self, x=None):
    y = 1
    def f():
        nonlocal y
        y += 1
        return y
    return f()
---
def m(self, x=None):
    match x:
        case [1, *rest]:
            return rest
        case {"a": a, **more}:
            return more
        case 1 | 2:
            return x
---
def m(self, x=None):
    if (y := x):
        return y
---
def m(self, x=None):
    y: int = 1
    return y
---
def m(self, x=None):
    del x
    return 1
---
def m(self, x=None):
    assert x, "no"
    return x
---
def m(self, x=None):
    for i in x:
        continue
    else:
        pass
---
def m(self, x=None):
    while x:
        break
---
def m(self, x=None):
    return x if x else None
---
def m(self, x=None):
    return x[1:2], x[::2], x @ x
---
def m(self, x=None):
    raise ValueError("no")
---
def m(self, x=None):
    return lambda a, *b: a
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "nodes"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
