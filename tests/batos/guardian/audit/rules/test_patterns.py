"""The rule patterns: match patterns that read attributes."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    match x:
        case object():
            return 1
---
def m(self, x=None):
    match x:
        case object(__class__=c):
            return c
---
def m(self, x=None):
    match x:
        case int(real=r):
            return r
---
def m(self, x=None):
    match x:
        case str(__class__=c):
            return c
---
def m(self, x=None):
    match x:
        case dict(_p_jar=j):
            return j
---
def m(self, x=None):
    match x:
        case Exception():
            return 1
---
def m(self, x=None):
    match x:
        case Counter():
            return 1
---
def m(self, x=None):
    match x:
        case int(1, 2):
            return 1
---
def m(self, x=None):
    match x:
        case [str(__len__=n), *r]:
            return n
---
def m(self, x=None):
    match x:
        case {"a": object(__dict__=d)}:
            return d
---
def m(self, x=None):
    match x:
        case math.pi:
            return 1
---
def m(self, x=None):
    match x:
        case self.x:
            return 1
---
def m(self, x=None):
    match x:
        case datetime.date():
            return 1
---
def m(self, x=None):
    int = x
    match x:
        case int():
            return 1
---
def m(self, x=None):
    match x:
        case type():
            return 1
---
def m(self, x=None):
    match x:
        case x.y.z:
            return 1
"""

HONEST = r"""
def m(self, x=None):
    match x:
        case int():
            return "int"
        case str() as text:
            return text
        case float(value):
            return value
---
def m(self, x=None):
    match x:
        case [int(), str(), *rest]:
            return rest
---
def m(self, x=None):
    match x:
        case {"kind": "a", "value": value, **rest}:
            return value
---
def m(self, x=None):
    match x:
        case -1 | 2.5 | "a" | None | True:
            return 1
        case _:
            return 0
---
def m(self, x=None):
    match x:
        case (a, b) if a == b:
            return a
---
def m(self, x=None):
    match x:
        case bool() | int() | float():
            return 1
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "patterns"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
