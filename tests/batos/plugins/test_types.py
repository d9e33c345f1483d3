"""A contribution that could not be named or shown is refused when it is made."""

from __future__ import annotations

import dataclasses

import pytest

from batos.errors import PluginError
from batos.plugins import BackendSpec, HealthCheck, HealthReport, PersonaSpec, types


def persona(**changes: object) -> PersonaSpec:
    given: dict[str, object] = {
        "name": "lucius",
        "title": "Keeper of Tools",
        "role": "coder",
        "identity": "Somebody.",
    }
    return PersonaSpec(**{**given, **changes})  # type: ignore[arg-type]  # wrong values are the point


def test_a_persona_needs_little() -> None:
    assert persona().codex == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "_hidden"},
        {"name": "class"},
        {"name": "two words"},
        {"name": 7},
        {"role": "Big Role"},
        {"title": " "},
        {"identity": None},
        {"prompts": {"not a key": "text"}},
    ],
)
def test_a_persona_that_cannot_become_a_prototype_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PluginError):
        persona(**changes)


@pytest.mark.parametrize("name", ["Upper", "", "two words", "-x", "a--b"])
def test_names_can_be_typed_on_a_command_line(name: str) -> None:
    with pytest.raises(PluginError, match="is not allowed"):
        HealthCheck(name=name, run=lambda: HealthReport(ok=True, message=""))
    with pytest.raises(PluginError, match="is not allowed"):
        BackendSpec(name=name, summary="x", factory=lambda options: None)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("kind", types.__all__)
def test_contributions_are_frozen(kind: str) -> None:
    assert dataclasses.fields(getattr(types, kind))
    assert getattr(types, kind).__dataclass_params__.frozen
