"""A new package of a persona is complete, and nothing in it is called as the template is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from batos.errors import UsageError
from batos.plugins import load_persona
from batos.plugins.new_persona import make_persona
from batos.testing import faults_of_persona


def test_it_is_the_template_under_its_own_name(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "owl"
    files = make_persona("night_owl", folder)
    assert sorted(files) == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    told = "".join((folder / each).read_text("utf-8") for each in files) + "".join(files)
    assert "example" not in told.lower()
    assert "class TestNightOwl(PersonaSuite)" in told
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "batos-persona-night-owl"
    assert project["entry-points"]["batos"] == {"night_owl": "batos_persona_night_owl.plugin"}
    persona = load_persona(folder / "src" / "batos_persona_night_owl")
    assert persona.identity.startswith("NIGHT_OWL keeps")
    assert faults_of_persona(persona) == []


@pytest.mark.parametrize("name", ["Owl", "class", "send", "a b", "../x", "é", "", "a_", "a" * 41])
def test_a_name_that_no_persona_can_have_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot name a persona"):
        make_persona(name, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is there already"):
        make_persona("owl", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_of_one_that_ends_in_the_middle_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, *words: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(UsageError, match="No space left"):
        make_persona("owl", tmp_path / "new")
    assert not (tmp_path / "new").exists()
