"""BABS is found, is herself, and her methods work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batos.guardian.audit import audit
from batos.guardian.trial import Trial
from batos.objects.example import Example
from batos.plugins import PersonaSpec, load_plugins


@pytest.fixture(scope="module")
def persona() -> PersonaSpec:
    [babs] = list(load_plugins(["babs"], environ={}).personas())
    return babs


@pytest.fixture(scope="module")
def methods(persona: PersonaSpec) -> dict[str, str]:
    return {audit(source).selector: source for source in persona.methods}


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as running:
        yield running


def test_who_she_is(persona: PersonaSpec) -> None:
    assert (persona.name, persona.title, persona.role) == ("babs", "Memory Curator", "curator")
    pillars = " ".join(persona.pillars)
    assert all(name in pillars for name in ("LEGO Batgirl", "Iceman", "Ford Prefect"))
    assert {"retrieval_first", "improbable_truths"} <= persona.protocols.keys()


def test_her_prompts_have_their_placeholders(persona: PersonaSpec) -> None:
    wanted = {
        "queries": ["mission"],
        "summary": ["memory", "request"],
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
        "BRICK",
        "ROBIN",
    ],
)
def test_her_codex_covers(persona: PersonaSpec, topic: str) -> None:
    assert len(persona.codex) >= 12
    assert any(topic in entry.prompt for entry in persona.codex)


def test_every_method_passes_the_guardian(persona: PersonaSpec) -> None:
    assert persona.methods
    for source in persona.methods:
        audit(source).raise_if_refused()


def test_keywords(trial: Trial, methods: dict[str, str]) -> None:
    examples = [
        Example(args=("The tide and the moon: the tide follows.", 2), result=["tide", "moon"]),
        Example(args=("Größe of a Größe",), result=["größe"]),
        Example(args=("",), result=[]),
    ]
    assert trial.run(methods["keywords"], examples).ok


def test_notes_are_kept_and_found(trial: Trial, methods: dict[str, str]) -> None:
    [kept] = trial.run(
        methods["keep_note"], [Example(args=("The tide turns.", "a book"), result=1)]
    ).cases
    assert (kept.outcome, kept.changed) == ("ok", ("notes",))
    assert kept.state_after is not None
    [note] = kept.state_after["notes"]
    assert (note["fact"], note["source"]) == ("The tide turns.", "a book")
    state = {"notes": [note]}
    examples = [
        Example(args=("turns TIDE",), state=state, result=["The tide turns."]),
        Example(args=("moon",), state=state, result=[]),
        Example(args=("moon",), result=[]),
    ]
    assert trial.run(methods["find_notes"], examples).ok
