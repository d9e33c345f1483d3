"""Single steps that would take for ever, or end the process: no timer is there to help.

``want`` says what comes of a case: a ``breach`` of a bound (not of the deadline, which is an hour
away), an error that is ``raised``, or, where a step is made harmless, ``ok``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from batos.errors import BatosError, BudgetExceededError

STEPS = Path(__file__).parents[1] / "adversarial" / "steps.jsonl"
EVERY = {"deep": 6, "nest": 6}
"""Which cases of a family are no long tests: one of so many."""


def cases() -> Iterator[Any]:
    seen: Counter[str] = Counter()
    for line in STEPS.read_text("utf-8").splitlines():
        case = json.loads(line)
        number, seen[case["family"]] = seen[case["family"]], seen[case["family"]] + 1
        is_long = number % EVERY.get(case["family"], 3) != 0
        yield pytest.param(case, id=case["name"], marks=[pytest.mark.long] if is_long else [])


@pytest.mark.parametrize("case", list(cases()))
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
