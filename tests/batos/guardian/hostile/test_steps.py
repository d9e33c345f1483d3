"""Single steps that would take for ever, or end the process: no timer is there to help.

``want`` says what comes of a case: a ``breach`` of a bound (not of the deadline, which is an hour
away), an error that is ``raised``, or, where a step is made harmless, ``ok``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from batos.errors import BatosError, BudgetExceededError


def test_step_is_bounded(case: Any, make_world: Callable[..., Any]) -> None:
    world = make_world(seconds=3600.0)
    receiver = world.object(case["code"], "def one(self):\n    return 1\n")

    if case["want"] == "ok":
        receiver.m()
    else:
        with pytest.raises(BatosError) as caught:
            receiver.m()
        assert isinstance(caught.value, BudgetExceededError) == (case["want"] == "breach")
    assert receiver.one() == 1


test_step_is_bounded.files = ("steps.jsonl",)  # type: ignore[attr-defined]  # read by conftest
