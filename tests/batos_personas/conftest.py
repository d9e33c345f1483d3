"""Fixtures: the persona that a module is named after, her methods, and a trial for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batos.guardian.audit.audit import audit
from batos.guardian.trial.trial import Trial
from batos.plugins import PersonaSpec, load_plugins


@pytest.fixture(scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return Path(request.path).stem.removeprefix("test_")


@pytest.fixture(scope="module")
def persona(name: str) -> PersonaSpec:
    [found] = list(load_plugins([name], environ={}).personas())
    return found


@pytest.fixture(scope="module")
def methods(persona: PersonaSpec) -> dict[str, str]:
    return {audit(source).selector: source for source in persona.methods}


@pytest.fixture(scope="session")
def trial() -> Iterator[Trial]:
    with Trial() as running:
        yield running
