"""Every hostile case is refused or contained, and every honest one works: audit, trial, run."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from batos.guardian.audit.audit import audit
from batos.guardian.trial.attempt import attempts
from batos.guardian.trial.trial import Trial

HONEST = json.dumps(
    {
        "code": "def m(self, x):\n"
        "    self.seen.append(x)\n"
        "    self._p_changed = True\n"
        "    return x * 2\n",
        "args": [21],
        "state": {"seen": [1]},
    }
).encode()

LEAKS = ("0x", "<module", "object at", "<function", "built-in", "<class", "<bound", "batos.")
"""What the text of a result would show if it held a piece of the interpreter or of the host."""

PATHS = ("Traceback", "site-packages", ".py", "<module")
"""What the text of an error would show if it had come across the border with its frames."""


def for_cases(*files: str) -> Callable[[Any], Any]:
    """Run a test for each case of some files."""

    def mark(test: Any) -> Any:
        test.files = files
        return test

    return mark


def tried(case: dict[str, Any], trial: Trial, unhurried: Callable[[], None]) -> dict[str, Any]:
    """Return what came of a case, once the honest call after one that has run has worked."""
    (answer,) = attempts([json.dumps(case).encode()], trial)
    if not answer["accepted"]:
        return answer
    unhurried()
    (after,) = attempts([HONEST], trial)
    assert after["outcome"] == "ok"
    assert after["result"] == 42
    assert after["state_after"] == {"seen": [1, 21]}
    return answer


@for_cases("escapes.jsonl", "bombs.jsonl", "hangs.jsonl", "api.jsonl")
def test_hostile_method_is_refused_or_contained(
    case: Any, strict_trial: Trial, unhurried: Callable[[], None]
) -> None:
    answer = tried(case, strict_trial, unhurried)

    assert answer["outcome"] != "invalid"
    assert answer["state_after"] == case.get("state", {})
    if case["want"] == "refused":
        assert answer["outcome"] == "refused"
        assert all(finding["message"] and finding["mend"] for finding in answer["findings"])
    elif case["want"] == "stopped":
        assert answer["outcome"] in {"breach", "timeout", "crashed"}
    if answer["outcome"] == "ok":
        assert not any(leak in answer["result_repr"] for leak in LEAKS), answer["result_repr"]
    else:
        assert answer["error"]["text"]
        assert not any(path in answer["error"]["text"] for path in PATHS), answer["error"]


@for_cases("honest.jsonl", "aliases.jsonl")
def test_honest_method_works(case: Any, strict_trial: Trial, unhurried: Callable[[], None]) -> None:
    unhurried()
    (answer,) = attempts([json.dumps(case).encode()], strict_trial)

    assert answer["outcome"] == "ok", answer
    assert answer["result"] == case["want"]["result"]
    assert answer["state_after"] == case["want"]["state"]


@for_cases("aliases.jsonl")
def test_name_for_a_number_of_the_state_makes_no_mutator(case: Any) -> None:
    verdict = audit(case["code"])

    assert verdict.accepted
    assert not verdict.mutator


def test_suite_is_large_enough(read_cases: Callable[..., list[Any]]) -> None:
    hostile = read_cases("escapes.jsonl", "bombs.jsonl", "hangs.jsonl", "api.jsonl")
    honest = read_cases("honest.jsonl", "aliases.jsonl")

    assert len({(case["code"], json.dumps(case.get("state"))) for case in hostile}) >= 1_200
    assert len({case["code"] for case in honest}) >= 200
    assert len({case["name"] for case in (*hostile, *honest)}) == len(hostile) + len(honest)
