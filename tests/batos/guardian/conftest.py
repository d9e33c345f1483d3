"""A small world for methods: real objects, a real space, a real runner, no image."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batos.guardian.audit.audit import audit
from batos.guardian.running.run import GuardedRunner
from batos.guardian.trial.reports import TrialLimits
from batos.guardian.trial.trial import Trial
from batos.objects.method import Method
from batos.objects.space import Epoch, Space
from batos.objects.uvm import UvmObject, install_method, slots_of


class World:
    """Installs audited methods on fresh objects and sends them messages."""

    def __init__(self, **limits: Any) -> None:
        self.runner = GuardedRunner(seed=1, **limits)
        self.space = Space(Epoch(), self.runner)

    def object(self, *sources: str, **slots: Any) -> UvmObject:
        """Return an object with slots and methods."""
        made = UvmObject(**slots)
        made._v_space = self.space
        for source in sources:
            verdict = audit(source)
            verdict.raise_if_refused()
            method = Method(
                selector=verdict.selector,
                source=source,
                signature=verdict.signature,
                mutator=verdict.mutator,
            )
            install_method(made, method)
        return made

    def call(
        self, source: str, *args: Any, state: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return result and state of one call on a fresh object."""
        verdict = audit(source)
        receiver = self.object(source, **(state or {}))
        result = receiver.send(verdict.selector, *args, **kwargs)
        return result, slots_of(receiver)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def small_world() -> World:
    """A world with little fuel and time, for what is to be stopped."""
    return World(fuel=300_000, seconds=2.0)


@pytest.fixture
def make_world() -> Callable[..., World]:
    return World


@pytest.fixture(scope="session")
def trial() -> Iterator[Trial]:
    """A trial with time enough for what is right, on a machine that is busy."""
    limits = TrialLimits(wall_seconds=20.0, seconds=10.0, memory_bytes=256 * 1024 * 1024)
    with Trial(limits) as running:
        yield running


@pytest.fixture
def hasty_trial(trial: Trial) -> Iterator[Trial]:
    """The same with little time, for what only time can stop."""
    usual = trial.limits
    trial.limits = replace(usual, wall_seconds=2.0, seconds=1.0)
    yield trial
    trial.limits = usual


_CASES = Path(__file__).parent / "adversarial"
_SLOW = {"deep": 6, "nest": 6}
_EVERY = 3
"""Of the cases of one family that are to run, and not only to be judged, one of so many is no long
test."""


def cases(*files: str) -> list[Any]:
    """Return the cases of some files as test parameters."""
    found = []
    seen: Counter[str] = Counter()
    for file in files:
        for line in (_CASES / file).read_text("utf-8").splitlines():
            case = json.loads(line)
            family = f"{file} {case.get('family')}"
            runs = case["want"] != "refused"
            is_long = runs and seen[family] % _SLOW.get(case.get("family", ""), _EVERY) != 0
            seen[family] += runs
            marks = [pytest.mark.long] if is_long else []
            found.append(pytest.param(case, id=case["name"], marks=marks))
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    files = getattr(metafunc.function, "files", None)
    if files is not None:
        keep = getattr(metafunc.function, "keep", bool)
        metafunc.parametrize("case", [each for each in cases(*files) if keep(each.values[0])])


@pytest.fixture(scope="session")
def read_cases() -> Callable[..., list[Any]]:
    return lambda *files: [param.values[0] for param in cases(*files)]
