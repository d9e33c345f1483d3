# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit
from batos.guardian.audit.mend import keep_covenant, mended

MENDED = [
    (
        "def m(self):\n    self.x = 1\n",
        "def m(self):\n    self.x = 1\n    self._p_changed = True\n",
    ),
    (
        "def m(self, x):\n    self.items.append(x)\n    return len(self.items)\n",
        "def m(self, x):\n    self.items.append(x)\n    self._p_changed = True\n    return len(self.items)\n",
    ),
    (
        "def m(self):\n    return self.items.pop()\n",
        "def m(self):\n    result = self.items.pop()\n    self._p_changed = True\n    return result\n",
    ),
    (
        "def m(self, x):\n    if x:\n        self.x = 1  # set\n        return 1\n    self.x = 2\n",
        "def m(self, x):\n    if x:\n        self.x = 1  # set\n        self._p_changed = True\n        return 1\n    self.x = 2\n    self._p_changed = True\n",
    ),
    (
        "def m(self):\n    return self.items.pop(\n        0\n    )\n",
        "def m(self):\n    result = self.items.pop(\n        0\n    )\n    self._p_changed = True\n    return result\n",
    ),
]


@pytest.mark.parametrize(("source", "wanted"), MENDED)
def test_line_is_added(source: str, wanted: str) -> None:
    mended = keep_covenant(source)

    assert mended == wanted
    assert audit(mended).accepted


@pytest.mark.parametrize(
    "source",
    [
        "def m(self): self.x = 1",
        "def m(self, x):\n    if x: return self.items.pop()\n    return None\n",
        "def m(self, x):\n  self.x = x\n  return x",
    ],
)
def test_odd_layouts_are_mended_too(source: str) -> None:
    assert audit(keep_covenant(source)).accepted


@pytest.mark.parametrize(
    "source",
    [
        "def m(self):\n    return 1\n",
        "def m(self):\n    self.x = open('x')\n",
        "not python",
        "def m(self):\n    self.x = 1\n    self._p_changed = True\n",
    ],
)
def test_other_sources_stay_as_they_are(source: str) -> None:
    assert keep_covenant(source) == source


@pytest.mark.parametrize(
    ("body", "better"),
    [
        ("_n = 3\n    return _n", "n = 3\n    return n"),
        ("return floor(2.5)", "return math.floor(2.5)"),
        ("print(3)", "return 3"),
        ("_class = 3\n    return _class", "a_class = 3\n    return a_class"),
        ("n = 1\n    _n = 2\n    return n + _n", "n = 1\n    a_n = 2\n    return n + a_n"),
    ],
)
def test_what_a_rule_can_mend(body, better):
    assert mended(f"def f(self):\n    {body}\n") == f"def f(self):\n    {better}\n"


@pytest.mark.parametrize(
    "body",
    [
        "try:\n        _n = 1\n    except ValueError as e:\n        return str(e)\n    return _n",
        "return sum(range(3))",
        "print(*[1])",
        "yield 1\n    print(2)",
        "return open('x')",
        "return " + " + ".join(["x"] * 2000),
        "return " + "-" * 2000 + "1",
        "def",
    ],
)
def test_what_is_mended_means_what_it_meant(body):
    source = f"def f(self):\n    {body}\n"
    found = mended(source)
    assert "math.e" not in found
    assert audit(found).accepted or found == source or not audit(source).accepted


def test_what_is_accepted_is_left_alone():
    source = "def f(self, n):\n    # a remark\n    return n\n"
    assert mended(source) == source
