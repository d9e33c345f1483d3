"""The rule receiver: self bound a second time."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    self = x
---
def m(self, x=None):
    self += x
---
def m(self, x=None):
    self, y = x
---
def m(self, x=None):
    for self in x:
        pass
---
def m(self, x=None):
    return [1 for self in x]
---
def m(self, x=None):
    return (lambda self: 1)(x)
---
def m(self, x=None):
    def f(self):
        return 1
---
def m(self, x=None):
    def f(*self):
        return 1
---
def m(self, x=None):
    def self():
        return 1
---
def m(self, x=None):
    try:
        pass
    except ValueError as self:
        pass
---
def m(self, x=None):
    if (self := x):
        pass
---
def m(self, x=None):
    match x:
        case self:
            pass
---
def m(self, x=None):
    match x:
        case [*self]:
            pass
---
def m(self, x=None):
    match x:
        case {**self}:
            pass
---
def m(self, x=None):
    del self
---
def m(self, x=None):
    def f():
        nonlocal self
        return 1
---
def m(self, x=None):
    [].x = 1
---
def m(self, x=None):
    "".x = 1
---
def m(self, x=None):
    (x or y).z = 1
---
def m(self, x=None):
    (lambda: 1).x = 1
---
def m(self, x=None):
    self: int = 1
---
def m(self, x=None):
    [self] = x
---
def m(self, x=None):
    (y, *self) = x
---
def m(self, *, x):
    for self.x in x:
        self = 1
"""

HONEST = r"""
def m(self, x=None):
    other = self
    return other.items
---
def m(self, x=None):
    self.x = x
    self._p_changed = True
---
def m(self, x=None):
    return [row for row in x]
---
def m(self, x=None):
    x.total = 1
---
def m(self, x=None):
    x["a"].total = 1
---
def m(self, x=None):
    return (lambda me: me)(self)
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "receiver"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
