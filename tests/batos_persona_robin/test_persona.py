"""ROBIN is found, is herself, and her methods work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batos.guardian.audit import audit
from batos.guardian.trial import Trial
from batos.objects.example import Example
from batos.plugins import PersonaSpec, load_plugins


@pytest.fixture(scope="module")
def persona() -> PersonaSpec:
    [robin] = list(load_plugins(["robin"], environ={}).personas())
    return robin


@pytest.fixture(scope="module")
def methods(persona: PersonaSpec) -> dict[str, str]:
    return {audit(source).selector: source for source in persona.methods}


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as running:
        yield running


def test_who_she_is(persona: PersonaSpec) -> None:
    assert (persona.name, persona.title, persona.role) == ("robin", "Embodied Heart", "heart")
    pillars = " ".join(persona.pillars)
    assert all(name in pillars for name in ("Alan Watts", "Winnie the Pooh", "LEGO Robin"))
    assert {"veto", "watercourse_way"} <= persona.protocols.keys()


def test_her_prompts_have_their_placeholders(persona: PersonaSpec) -> None:
    wanted = {"veto": ["mission"], "talk": ["memory", "request"]}
    for key, placeholders in wanted.items():
        for placeholder in placeholders:
            assert f"{{{placeholder}}}" in persona.prompts[key]


@pytest.mark.parametrize(
    "topic",
    [
        "Contrapunto",
        "Living Image",
        "Persistence Covenant",
        "nobody here can do",
        "ALFRED",
        "BRICK",
        "BABS",
    ],
)
def test_her_codex_covers(persona: PersonaSpec, topic: str) -> None:
    assert len(persona.codex) >= 12
    assert any(topic in entry.prompt for entry in persona.codex)


def test_every_method_passes_the_guardian(persona: PersonaSpec) -> None:
    assert persona.methods
    for source in persona.methods:
        audit(source).raise_if_refused()


def test_the_veto_is_asked_with_more_that_is_allowed_than_not(persona: PersonaSpec) -> None:
    veto = persona.prompts["veto"]
    assert veto.endswith("Verdict:")
    assert veto.count(": allow") > veto.count(": veto") > 3


def test_weigh(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(args=(["joy", "rest"], []), result="yes: joy, rest"),
        Example(args=(["joy"], ["a lie"]), result="no: a lie"),
        Example(args=(["joy", "rest"], ["noise"]), result="wait: let the water clear first"),
    ]
    assert trial.run(methods["weigh"], examples).ok


def test_ask_why_goes_as_deep_as_it_is_told(trial: Trial, methods: dict[str, str]) -> None:
    report = trial.run(
        methods["ask_why"],
        [Example(args=("I must win.",)), Example(args=("x", 99)), Example(args=("x", -1))],
    )
    assert [len(case.result) for case in report.cases] == [3, 5, 0]
    assert "I must win?" in report.cases[0].result[0]
