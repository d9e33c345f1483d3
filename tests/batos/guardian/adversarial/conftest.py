"""The cases of the suite, in the format of ``batos guardian try``.

``want`` says what has to come of a hostile case: ``refused`` by the audit, ``stopped`` by a
budget or a wall, or ``contained`` (anything, as long as nothing leaks and nothing changes); an
honest case has the result and the state that it wants. The cases of ``hangs.jsonl`` are stopped
only by what a trial has and a thread has not: a timer, a limit of memory, an end by force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from batos.guardian.trial.reports import TrialLimits
from batos.guardian.trial.trial import Trial

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
