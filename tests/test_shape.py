"""The house stays one in which a person finds things: short modules, few on one floor."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 400
"""Lines of a module: past that a second idea has moved in."""
MOST = 20
"""Modules of a folder: past that nobody finds anything."""
AS_MANY_AS_THERE_ARE = {
    "batos-skills-everyday/src/batos_skills_everyday/skills": "a file for each recipe",
    "benchmarks": "a file for each measurement",
}
MODULES = sorted(
    path.relative_to(ROOT)
    for place in ("batos-*/src", "benchmarks")
    for folder in ROOT.glob(place)
    for path in folder.rglob("*.py")
)
FOLDERS = sorted({path.parent for path in MODULES})


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_is_one_idea(module):
    lines = (ROOT / module).read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, "A second idea has moved in: give it a module of its own."


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_folder_is_one_concept(folder):
    if any(folder.is_relative_to(each) for each in AS_MANY_AS_THERE_ARE):
        return
    modules = [path for path in MODULES if path.parent == folder and path.stem != "__init__"]
    assert len(modules) <= MOST, "Too many on one floor: group them by idea."


@pytest.mark.parametrize("folder", AS_MANY_AS_THERE_ARE)
def test_no_excuse_is_left_over(folder):
    floors = [each for each in FOLDERS if each.is_relative_to(folder)]
    assert any(sum(path.parent == each for path in MODULES) > MOST for each in floors)
