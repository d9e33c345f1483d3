"""The cases of the suite, in the format of ``batos guardian try``.

``want`` says what has to come of a hostile case: ``refused`` by the audit, ``stopped`` by a
budget or a wall, or ``contained`` (anything, as long as nothing leaks and nothing changes); an
honest case has the result and the state that it wants. The cases of ``hangs.jsonl`` are stopped
only by what a trial has and a thread has not: a timer, a limit of memory, an end by force.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batos.guardian.trial import Trial, TrialLimits

HERE = Path(__file__).parent


EVERY = 3
"""Of the cases of one family that are to run, and not only to be judged, so many are long tests
but for one."""


def cases(*files: str) -> list[Any]:
    """Return the cases of some files as test parameters."""
    found = []
    seen: Counter[str] = Counter()
    for file in files:
        for line in (HERE / file).read_text("utf-8").splitlines():
            case = json.loads(line)
            family = f"{file} {case.get('family')}"
            runs = case["want"] != "refused"
            is_long = runs and seen[family] % EVERY != 0
            seen[family] += runs
            marks = [pytest.mark.long] if is_long else []
            found.append(pytest.param(case, id=case["name"], marks=marks))
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    files = getattr(metafunc.function, "files", None)
    if files is not None:
        keep = getattr(metafunc.function, "keep", bool)
        metafunc.parametrize("case", [each for each in cases(*files) if keep(each.values[0])])


STRICT = TrialLimits(fuel=300_000, seconds=0.5, wall_seconds=1.5, memory_bytes=256 * 1024 * 1024)
"""Little of everything, so that bombs burn out soon."""


@pytest.fixture(scope="session")
def strict_trial() -> Iterator[Trial]:
    with Trial(STRICT) as running:
        yield running


@pytest.fixture
def unhurried(strict_trial: Trial) -> Iterator[Callable[[], None]]:
    """Gives the trial time enough for what is right, on a machine that is busy."""

    def leave() -> None:
        strict_trial.limits = replace(STRICT, seconds=30.0, wall_seconds=60.0)

    yield leave
    strict_trial.limits = STRICT


@pytest.fixture(scope="session")
def read_cases() -> Callable[..., list[Any]]:
    return lambda *files: [param.values[0] for param in cases(*files)]
