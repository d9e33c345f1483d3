# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import pytest

from batos.guardian.audit import audit
from batos.guardian.mend import keep_covenant

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
