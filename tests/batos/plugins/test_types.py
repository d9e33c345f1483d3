"""A contribution that could not be named or shown is refused when it is made."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from batos.errors import PluginError
from batos.plugins import (
    BackendSpec,
    HealthCheck,
    HealthReport,
    PersonaSpec,
    SkillPackSpec,
    types,
)


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


def test_a_pack_lists_its_skill_files_in_order(tmp_path: Path) -> None:
    for path in ("b.py", "a/c.py", "a/__init__.py", "notes.md", "a/__pycache__/c.pyc"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path, encoding="utf-8")
    pack = SkillPackSpec(name="small", summary="Two", folder=tmp_path)
    assert list(pack.files()) == ["a/c.py", "b.py"]
    assert pack.files()["a/c.py"].read_text(encoding="utf-8") == "a/c.py"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Two Words"}, "is not allowed"),
        ({"summary": " "}, "needs a text"),
        ({"folder": Path("nowhere")}, "has no folder"),
        ({}, "is empty"),
    ],
)
def test_a_pack_without_a_name_or_without_skills_is_refused(
    changes: dict[str, Any], words: str, tmp_path: Path
) -> None:
    given = {"name": "small", "summary": "None", "folder": tmp_path, **changes}
    with pytest.raises(PluginError, match=words):
        SkillPackSpec(**given)


@pytest.mark.parametrize("kind", types.__all__)
def test_contributions_are_frozen(kind: str) -> None:
    assert dataclasses.fields(getattr(types, kind))
    assert getattr(types, kind).__dataclass_params__.frozen
