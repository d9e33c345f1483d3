"""ALFRED is found, is himself, and his methods work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batos.guardian.audit import audit
from batos.guardian.trial import Trial
from batos.objects.example import Example
from batos.plugins import PersonaSpec, load_plugins


@pytest.fixture(scope="module")
def persona() -> PersonaSpec:
    [alfred] = list(load_plugins(["alfred"], environ={}).personas())
    return alfred


@pytest.fixture(scope="module")
def methods(persona: PersonaSpec) -> dict[str, str]:
    return {audit(source).selector: source for source in persona.methods}


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as running:
        yield running


def test_who_he_is(persona: PersonaSpec) -> None:
    assert (persona.name, persona.title, persona.role) == ("alfred", "System Steward", "steward")
    pillars = " ".join(persona.pillars)
    assert all(name in pillars for name in ("Ron Swanson", "Ali G", "LEGO Alfred"))
    assert {"pragmatic_stewardship", "disruptive_innocence"} <= persona.protocols.keys()


def test_his_prompts_have_their_placeholders(persona: PersonaSpec) -> None:
    wanted = {
        "route": ["request"],
        "verdict": ["mission", "findings"],
        "talk": ["memory", "request"],
    }
    for key, placeholders in wanted.items():
        for placeholder in placeholders:
            assert f"{{{placeholder}}}" in persona.prompts[key]
    assert persona.prompts["route"].endswith("{request} ->")


@pytest.mark.parametrize("name", ["alfred", "babs", "brick", "robin"])
def test_routing_shows_each_persona_equally_often(persona: PersonaSpec, name: str) -> None:
    lines = persona.prompts["route"].splitlines()
    assert sum(line.endswith(f"-> {name}") for line in lines) == 8


@pytest.mark.parametrize(
    "topic",
    [
        "Contrapunto",
        "Living Image",
        "Persistence Covenant",
        "not understand",
        "BRICK",
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


def test_tally_outcomes(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(args=(["ok", "failed", "ok"],), result="2 ok, 1 failed."),
        Example(args=([],), result="Nothing happened."),
    ]
    assert trial.run(methods["tally_outcomes"], examples).ok


def test_naive_question_names_its_topic(trial: Trial, methods: dict[str, str]) -> None:
    report = trial.run(
        methods["naive_question"], [Example(args=("the {audit}?",)), Example(args=(" ",))]
    )
    asked, empty = report.cases
    assert "the {audit}" in asked.result
    assert asked.result.endswith("?")
    assert empty.result == "What is it that we are not talking about?"
