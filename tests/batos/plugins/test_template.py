"""The templates work, and the how-tos tell the truth."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from batos.errors import PluginError
from batos.exchange.skillfile import read_skill
from batos.guardian.audit.audit import audit
from batos.plugins import PluginSet, PluginState, load_persona
from batos.plugins.methods import parse_methods
from batos.plugins.new_persona import TEMPLATE
from batos.testing import faults_of_pack

if TYPE_CHECKING:
    from .conftest import Shelf

REPOSITORY = Path(__file__).parents[3]
PACKAGE = "batos_persona_example"
SKILLS = REPOSITORY / "templates" / "skills"
PAGE = (REPOSITORY / "docs" / "plugins" / "persona.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def installed(shelf: Shelf, template: Path) -> PluginSet:
    """Return what an installed template contributes."""
    project = tomllib.loads((template / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [(name, module)] = project["entry-points"]["batos"].items()
    package = project["name"].replace("-", "_")
    assert module == f"{package}.plugin"
    shelf.install(
        project["name"], "", name=name, version=project["version"], requires=project["dependencies"]
    )
    shelf.modules |= {package, module}
    # The metadata is as a build would write it; the code is the template's own.
    (shelf.folder / f"{package}.py").unlink()
    shutil.copytree(template / "src" / package, shelf.folder / package)
    [info_folder] = shelf.folder.glob("*.dist-info")
    (info_folder / "entry_points.txt").write_text(f"[batos]\n{name} = {module}\n", encoding="utf-8")
    plugins = shelf.load()
    [info] = plugins.listing()
    assert (info.state, info.reason) == (PluginState.ACTIVE, "")
    return plugins


def test_the_template_loads_as_an_installed_package(shelf: Shelf) -> None:
    [persona] = installed(shelf, TEMPLATE).personas()
    assert persona.name == "example"
    assert persona.methods
    assert persona.codex


def test_the_template_of_skills_loads_and_holds_what_it_promises(shelf: Shelf) -> None:
    [pack] = installed(shelf, SKILLS).skill_packs()
    assert list(pack.files()) == ["drill_size.py", "lend_tool.py"]
    assert faults_of_pack(pack) == []


def test_the_skill_shown_in_the_how_to_is_the_one_of_the_template() -> None:
    page = (REPOSITORY / "docs" / "plugins" / "skills.md").read_text(encoding="utf-8")
    shown = next(block for block in blocks("python", page) if block.startswith("# ///"))
    [file] = SKILLS.glob("src/*/skills/lend_tool.py")
    assert shown == file.read_text(encoding="utf-8")
    assert read_skill(shown.encode(), "lend_tool.py").also


def test_what_the_template_brings_passes_the_guardian() -> None:
    methods = load_persona(TEMPLATE / "src" / PACKAGE).methods
    assert methods
    for source in methods:
        audit(source).raise_if_refused()


def test_the_files_shown_in_the_how_to_can_be_read(tmp_path: Path) -> None:
    toml, *_ = blocks("toml")
    [codex] = blocks("json")
    (tmp_path / "persona.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "codex.jsonl").write_text(codex, encoding="utf-8")
    assert load_persona(tmp_path).codex[0].prompt == json.loads(codex)["prompt"]


def test_the_commands_of_the_how_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = next(block for block in blocks("python") if "load_persona" in block)
    monkeypatch.chdir(TEMPLATE)
    exec(compile(code, "persona.md", "exec"), {})
    assert capsys.readouterr().out == "Keeper of Tools 2\n"


def test_the_example_error_of_the_how_to_is_a_real_one() -> None:
    assert "bench.py:9: only plain functions may stand here." in PAGE
    with pytest.raises(PluginError, match=r"b\.py:9: only plain functions may stand here\."):
        parse_methods("\n" * 8 + "import math\n", "b.py")


HOOK_BLOCKS = blocks(
    "python", (REPOSITORY / "docs" / "plugins" / "hooks.md").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("code", HOOK_BLOCKS)
def test_the_examples_on_the_page_of_hooks_are_plugins(
    shelf: Shelf, code: str, tmp_path: Path
) -> None:
    # What reads its package's files finds those of the template here.
    template = SKILLS if "batos_skill_packs" in code else TEMPLATE
    [example] = template.glob("src/*")
    code = code.replace("files(__package__)", f"__import__('pathlib').Path({str(example)!r})")
    shelf.install("shown", code)
    [info] = shelf.load().listing()
    assert (info.state, info.reason) == (PluginState.ACTIVE, "")
    assert info.provides
