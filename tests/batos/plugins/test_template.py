"""The template is a persona that works, and the how-to tells the truth."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from batos.guardian.audit import audit
from batos.guardian.trial import Trial
from batos.plugins import PluginState, load_persona, parse_recipes

if TYPE_CHECKING:
    from .conftest import Shelf

REPOSITORY = Path(__file__).parents[3]
TEMPLATE = REPOSITORY / "templates" / "persona"
PACKAGE = "batos_persona_example"
PAGE = (REPOSITORY / "docs" / "plugins" / "persona.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_template_loads_as_an_installed_package(shelf: Shelf) -> None:
    project = tomllib.loads((TEMPLATE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [(name, module)] = project["entry-points"]["batos"].items()
    assert module == f"{PACKAGE}.plugin"
    shelf.install(
        project["name"], "", name=name, version=project["version"], requires=project["dependencies"]
    )
    shelf.modules |= {PACKAGE, module}
    # The metadata is as a build would write it; the code is the template's own.
    (shelf.folder / f"{PACKAGE}.py").unlink()
    shutil.copytree(TEMPLATE / "src" / PACKAGE, shelf.folder / PACKAGE)
    [info_folder] = shelf.folder.glob("*.dist-info")
    (info_folder / "entry_points.txt").write_text(f"[batos]\n{name} = {module}\n", encoding="utf-8")
    plugins = shelf.load()
    [info] = plugins.listing()
    assert (info.state, info.reason) == (PluginState.ACTIVE, "")
    [persona] = plugins.personas()
    assert persona.name == name
    assert persona.methods
    assert persona.codex


def test_what_the_template_brings_passes_the_guardian_and_its_own_examples() -> None:
    persona = load_persona(TEMPLATE / "src" / PACKAGE)
    for source in persona.methods:
        audit(source).raise_if_refused()
    with Trial() as trial:
        for recipe in persona.recipes:
            audit(recipe.source).raise_if_refused()
            report = trial.run(recipe.source, recipe.examples)
            assert report.ok, report


def test_the_files_shown_in_the_how_to_can_be_read(tmp_path: Path) -> None:
    [toml] = blocks("toml")
    [codex] = blocks("json")
    (tmp_path / "persona.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "codex.jsonl").write_text(codex, encoding="utf-8")
    assert load_persona(tmp_path).codex[0].prompt == json.loads(codex)["prompt"]
    recipe_text = next(block for block in blocks("python") if block.startswith("def "))
    [recipe] = parse_recipes(recipe_text, "persona.md")
    assert len(recipe.also) == 2
    with Trial() as trial:
        assert trial.run(recipe.source, recipe.examples).ok


def test_the_commands_of_the_how_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = next(block for block in blocks("python") if "load_persona" in block)
    monkeypatch.chdir(TEMPLATE)
    exec(compile(code, "persona.md", "exec"), {})
    assert capsys.readouterr().out == "Keeper of Tools 2 ['drill_size', 'lend_tool']\n"


def test_the_example_error_of_the_how_to_is_a_real_one() -> None:
    assert "workshop.py:9: an argument is not a literal: today()." in PAGE
    docstring = '    """Do.\n\n    More.\n\n    >>> f(today())\n    1\n    """\n'
    text = f'"""Doc."""\n\n\ndef f(self, day):\n{docstring}    return 1\n'
    with pytest.raises(Exception, match=r"w\.py:9: an argument is not a literal: today\(\)\."):
        parse_recipes(text, "w.py")


HOOK_BLOCKS = blocks(
    "python", (REPOSITORY / "docs" / "plugins" / "hooks.md").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("code", HOOK_BLOCKS)
def test_the_examples_on_the_page_of_hooks_are_plugins(
    shelf: Shelf, code: str, tmp_path: Path
) -> None:
    # The persona example reads its package's files; here that package is the template's.
    example = TEMPLATE / "src" / PACKAGE
    code = code.replace("files(__package__)", f"__import__('pathlib').Path({str(example)!r})")
    shelf.install("shown", code)
    [info] = shelf.load().listing()
    assert (info.state, info.reason) == (PluginState.ACTIVE, "")
    assert info.provides
