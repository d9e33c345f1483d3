# ruff: noqa: E501 - sources read best on one line
"""Honest methods in process, as a worker runs them: the right result and state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from batos.guardian.audit.audit import audit
from batos.guardian.trial.attempt import to_json_value
from batos.objects import same
from batos.objects.uvm import slots_of

ADVERSARIAL = Path(__file__).parents[1] / "adversarial"
CASES = [
    json.loads(line)
    for name in ("honest.jsonl", "aliases.jsonl")
    for line in (ADVERSARIAL / name).read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_honest_method_works(case: Any, world: Any) -> None:
    receiver = world.object(case["code"], *case.get("methods", {}).values(), **case["state"])

    got = receiver.send(audit(case["code"]).selector, *case["args"])

    assert same(case["want"]["result"], to_json_value(got))
    assert same(case["want"]["state"], slots_of(receiver))


def test_honest_method_gets_what_json_does_not_have(world: Any) -> None:
    source = "def m(self, x):\n    match x:\n        case bytes():\n            return isinstance(x, bytes), isinstance(x, (str, bytes)), bytes.fromhex('00') + bytes(1)"

    assert world.call(source, *(b"a",), state={})[0] == (True, True, b"\x00\x00")
