"""Every recipe passes the guardian and its own examples, in a trial child."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

import batos_persona_brick
from batos.guardian.audit import audit
from batos.guardian.trial import Trial
from batos.plugins import RecipeSpec, load_persona

PERSONA = load_persona(files(batos_persona_brick))
FILES = sorted({recipe.origin.rpartition(":")[0] for recipe in PERSONA.recipes})


def recipes_of(file: str) -> list[RecipeSpec]:
    return [recipe for recipe in PERSONA.recipes if recipe.origin.startswith(f"{file}:")]


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as running:
        yield running


def test_there_are_recipes_for_the_everyday_range() -> None:
    assert len(PERSONA.recipes) >= 120


@pytest.mark.parametrize("file", FILES)
def test_recipes_pass_the_guardian(file: str) -> None:
    refused = {
        recipe.selector: verdict.as_feedback()
        for recipe in recipes_of(file)
        if not (verdict := audit(recipe.source, selector=recipe.selector)).accepted
    }
    assert refused == {}


@pytest.mark.parametrize("file", FILES)
def test_recipes_do_what_their_examples_say(file: str, trial: Trial) -> None:
    wrong = {}
    for recipe in recipes_of(file):
        report = trial.run(recipe.source, recipe.examples)
        if not report.ok:
            wrong[recipe.origin] = (report.error, list(report.cases))
    assert wrong == {}


def test_no_two_recipes_have_the_same_mission() -> None:
    missions = [recipe.mission.lower() for recipe in PERSONA.recipes]
    twice = {mission for mission in missions if missions.count(mission) > 1}
    assert twice == set()
