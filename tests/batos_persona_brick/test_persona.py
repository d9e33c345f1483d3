"""BRICK is found, is himself, and his methods work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batos.guardian.audit import audit
from batos.guardian.trial import Trial
from batos.objects.example import Example
from batos.plugins import PersonaSpec, load_plugins


@pytest.fixture(scope="module")
def persona() -> PersonaSpec:
    [brick] = list(load_plugins(["brick"], environ={}).personas())
    return brick


@pytest.fixture(scope="module")
def methods(persona: PersonaSpec) -> dict[str, str]:
    return {audit(source).selector: source for source in persona.methods}


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as running:
        yield running


def test_who_he_is(persona: PersonaSpec) -> None:
    assert (persona.name, persona.title, persona.role) == (
        "brick",
        "Deconstruction Engine",
        "coder",
    )
    pillars = " ".join(persona.pillars)
    assert all(name in pillars for name in ("Brick Tamland", "Guide to the Galaxy", "LEGO Batman"))
    assert {"way_of_the_unexpected_brick"} <= persona.protocols.keys()


def test_his_prompts_have_their_placeholders(persona: PersonaSpec) -> None:
    wanted = {
        "method": ["recipes", "contract", "skeleton"],
        "repair": ["recipes", "contract", "source", "feedback", "skeleton"],
        "talk": ["memory", "request"],
    }
    for key, placeholders in wanted.items():
        for placeholder in placeholders:
            assert f"{{{placeholder}}}" in persona.prompts[key]


@pytest.mark.parametrize(
    "topic",
    [
        "Contrapunto",
        "Living Image",
        "Persistence Covenant",
        "doesNotUnderstand",
        "ALFRED",
        "ROBIN",
        "BABS",
    ],
)
def test_his_codex_covers(persona: PersonaSpec, topic: str) -> None:
    assert len(persona.codex) >= 12
    assert any(topic in entry.prompt for entry in persona.codex)


def test_every_method_passes_the_guardian(persona: PersonaSpec) -> None:
    assert persona.methods
    for source in persona.methods:
        audit(source).raise_if_refused()


def test_deconstruct(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(
            args=("open the door, then look and come back.",),
            result=["open the door", "look", "come back"],
        ),
        Example(args=("",), result=[]),
    ]
    assert trial.run(methods["deconstruct"], examples).ok


def test_unexpected_brick_is_the_same_for_the_same_topic(
    trial: Trial, methods: dict[str, str]
) -> None:
    report = trial.run(methods["unexpected_brick"], [Example(args=("tea",))] * 2)
    first, second = report.cases
    assert first.result == second.result
    assert first.result.startswith("About tea: ")
