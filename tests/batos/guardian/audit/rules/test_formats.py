"""The rule formats: what format texts hide."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    return "{0.__class__}".format(x)
---
def m(self, x=None):
    return "{0.__class__.__init__.__globals__}".format(self)
---
def m(self, x=None):
    return "{x._p_jar}".format(x=self)
---
def m(self, x=None):
    return "{0[__class__]}".format(x)
---
def m(self, x=None):
    return "{0.a}".format(x)
---
def m(self, x=None):
    return "{a.b[c]}".format(a=x)
---
def m(self, x=None):
    return "{:{0.__class__}}".format(x)
---
def m(self, x=None):
    return "{0:{1.x}}".format(x, x)
---
def m(self, x=None):
    return "{_a}".format(_a=x)
---
def m(self, x=None):
    return x.format(1)
---
def m(self, x=None):
    return x.format
---
def m(self, x=None):
    f = "{}".format
    return f(x)
---
def m(self, x=None):
    return list(map("{}".format, x))
---
def m(self, x=None):
    return str(x).format(self)
---
def m(self, x=None):
    return ("a" + "b").format(x)
---
def m(self, x=None):
    return f"{x}".format(x)
---
def m(self, x=None):
    return "{".format(x)
---
def m(self, x=None):
    return "{:1000000}".format(x)
---
def m(self, x=None):
    return "{:>99999999999}".format(x)
---
def m(self, x=None):
    return f"{x:1000000}"
---
def m(self, x=None):
    return f"{x:.999999}"
---
def m(self, x=None):
    return f"{x:>0099999999}"
---
def m(self, x=None):
    return b"x".format(1)
---
def m(self, x=None):
    return self.template.format(x)
---
def m(self, x=None):
    return "{0.real}".format(x)
---
def m(self, x=None):
    return "{a.__class__.__mro__}".format(a=x)
"""

HONEST = r"""
def m(self, x=None):
    return "{} and {}".format(x, x)
---
def m(self, x=None):
    return "{0} {1:>10} {name}".format(x, x, name=x)
---
def m(self, x=None):
    return "{:.2f}".format(x)
---
def m(self, x=None):
    return f"{x:>10.2f} {x!r} {x=}"
---
def m(self, x=None):
    return "{:{}}".format(x, 10)
---
def m(self, x=None):
    return "%s %d" % (x, 1)
---
def m(self, x=None):
    return "{0[1]} {0[a]}".format(x)
---
def m(self, x=None):
    return f"{x:{10}}"
---
def m(self, x=None):
    return "{{}}".format()
---
def m(self, x=None):
    return format(x, ",")
---
def m(self, x=None):
    return f"{x:%Y-%m-%d}"
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "formats"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
