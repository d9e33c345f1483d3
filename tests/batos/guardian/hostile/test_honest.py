# ruff: noqa: E501 - sources read best on one line
"""Honest methods in process, as a worker runs them: the right result and state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from batos.guardian.attempt import to_json_value
from batos.guardian.values import same

HONEST = Path(__file__).parents[1] / "adversarial" / "honest.jsonl"
CASES = [json.loads(line) for line in HONEST.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_honest_method_works(case: Any, world: Any) -> None:
    got, slots = world.call(case["code"], *case["args"], state=case["state"])

    assert same(case["want"]["result"], to_json_value(got))
    assert same(case["want"]["state"], slots)


def test_honest_method_gets_what_json_does_not_have(world: Any) -> None:
    source = "def m(self, x):\n    match x:\n        case bytes():\n            return isinstance(x, bytes), isinstance(x, (str, bytes)), bytes.fromhex('00') + bytes(1)"

    assert world.call(source, *(b"a",), state={})[0] == (True, True, b"\x00\x00")
