"""The rule calls: calls whose arguments decide."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    return getattr(self, x)
---
def m(self, x=None):
    return getattr(self, "a" + "b")
---
def m(self, x=None):
    return getattr(self, f"{x}")
---
def m(self, x=None):
    return getattr(self, "__class__")
---
def m(self, x=None):
    return getattr(self, "_p_jar")
---
def m(self, x=None):
    return getattr(x, "gi_frame")
---
def m(self, x=None):
    return getattr(x, "format")("a")
---
def m(self, x=None):
    return getattr("{}", "format")
---
def m(self, x=None):
    return getattr(",", "join")(x)
---
def m(self, x=None):
    return getattr(self, "parents")
---
def m(self, x=None):
    return getattr(self, name="a")
---
def m(self, x=None):
    return getattr(*x)
---
def m(self, x=None):
    return getattr(self, *x)
---
def m(self, x=None):
    return getattr(self)
---
def m(self, x=None):
    return getattr(self, "a", 1, 2)
---
def m(self, x=None):
    return hasattr(self, x)
---
def m(self, x=None):
    return hasattr(self, "__class__")
---
def m(self, x=None):
    return hasattr(self, "a", 1)
---
def m(self, x=None):
    return hasattr(self, "a b")
---
def m(self, x=None):
    return getattr(self, "a.b")
---
def m(self, x=None):
    return getattr(self, b"a")
---
def m(self, x=None):
    return getattr(self, ("a"), default=1)
---
def m(self, x=None):
    return iter(x, None)
---
def m(self, x=None):
    return iter()
---
def m(self, x=None):
    return iter(*x)
---
def m(self, x=None):
    return iter(object=x)
---
def m(self, x=None):
    print(1, file=x)
---
def m(self, x=None):
    print(1, flush=True)
---
def m(self, x=None):
    print(1, **x)
---
def m(self, x=None):
    return (1)(2)
---
def m(self, x=None):
    return "a"(1)
---
def m(self, x=None):
    return [1](2)
---
def m(self, x=None):
    return (x if x else x)(1)
---
def m(self, x=None):
    return (x or x)(1)
---
def m(self, x=None):
    return (not x)(1)
---
def m(self, x=None):
    return f"{x}"()
---
def m(self, x=None):
    return {}()
---
def m(self, x=None):
    return (y := x)(1)
---
def m(self, x=None):
    return (x, x)()
"""

HONEST = r"""
def m(self, x=None):
    return getattr(self, "items", [])
---
def m(self, x=None):
    return getattr(x, "name")
---
def m(self, x=None):
    return hasattr(self, "items")
---
def m(self, x=None):
    return hasattr(x, "join"), hasattr(self, "args"), getattr(self, "replace", None)
---
def m(self, x=None):
    return iter(x)
---
def m(self, x=None):
    return next(iter(x), None)
---
def m(self, x=None):
    print(1, 2, sep=",", end="")
---
def m(self, x=None):
    return x[0](1)
---
def m(self, x=None):
    return x.y(1)
---
def m(self, x=None):
    return x(1)(2)
---
def m(self, x=None):
    return (lambda a: a)(1)
---
def m(self, x=None):
    return self.send("a" + "b")
---
def m(self, x=None):
    return getattr(self, "class_name", "")
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "calls"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
