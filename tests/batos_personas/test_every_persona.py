"""Every persona that comes along is found, is who she is, and her methods pass the guardian."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from batos.guardian.audit.audit import audit
from batos.plugins import PersonaSpec

NAMES = ("alfred", "babs", "brick", "robin")
TOPICS = ("Contrapunto", "Living Image", "Persistence Covenant")


@dataclass(frozen=True)
class Wanted:
    """What must be so of one.

    Attributes:
        not_understood: How her codex names a message that nobody understands.
    """

    title: str
    role: str
    pillars: tuple[str, ...]
    protocols: frozenset[str]
    prompts: dict[str, tuple[str, ...]]
    not_understood: str = "doesNotUnderstand"


TALK: dict[str, tuple[str, ...]] = {"talk": ()}
WANTED = {
    "alfred": Wanted(
        title="System Steward",
        role="steward",
        pillars=("Ron Swanson", "Ali G", "LEGO Alfred"),
        protocols=frozenset({"pragmatic_stewardship", "disruptive_innocence"}),
        prompts={
            **TALK,
            "route": ("request", "examples"),
            "command": (),
        },
        not_understood="not understand",
    ),
    "babs": Wanted(
        title="Memory Curator",
        role="curator",
        pillars=("LEGO Batgirl", "Iceman", "Ford Prefect"),
        protocols=frozenset({"retrieval_first", "improbable_truths"}),
        prompts={
            **TALK,
            "recall": ("facts", "request"),
        },
    ),
    "brick": Wanted(
        title="Deconstruction Engine",
        role="coder",
        pillars=("Brick Tamland", "Guide to the Galaxy", "LEGO Batman"),
        protocols=frozenset({"way_of_the_unexpected_brick"}),
        prompts={
            **TALK,
            "system": ("offered", "object", "worked"),
            "method": ("task", "examples", "slots", "used", "related", "head"),
            "repair": ("feedback", "head"),
        },
    ),
    "robin": Wanted(
        title="Embodied Heart",
        role="heart",
        pillars=("Alan Watts", "Winnie the Pooh", "LEGO Robin"),
        protocols=frozenset({"veto", "watercourse_way"}),
        prompts={**TALK, "veto": ("mission",), "harm": ("mission",)},
        not_understood="nobody here can do",
    ),
}


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def wanted(name: str) -> Wanted:
    return WANTED[name]


def test_who_it_is(persona: PersonaSpec, name: str, wanted: Wanted) -> None:
    assert (persona.name, persona.title, persona.role) == (name, wanted.title, wanted.role)
    pillars = " ".join(persona.pillars)
    assert all(pillar in pillars for pillar in wanted.pillars)
    assert wanted.protocols <= persona.protocols.keys()


def test_prompts_have_their_placeholders(persona: PersonaSpec, wanted: Wanted) -> None:
    for key, placeholders in wanted.prompts.items():
        for placeholder in placeholders:
            assert f"{{{placeholder}}}" in persona.prompts[key]


def test_the_codex_covers_the_system_and_the_others(
    persona: PersonaSpec, name: str, wanted: Wanted
) -> None:
    assert len(persona.codex) >= 12
    others = (other.upper() for other in NAMES if other != name)
    for topic in (*TOPICS, wanted.not_understood, *others):
        assert any(topic in entry.prompt for entry in persona.codex), topic


def test_every_method_passes_the_guardian(persona: PersonaSpec) -> None:
    assert persona.methods
    for source in persona.methods:
        audit(source).raise_if_refused()
