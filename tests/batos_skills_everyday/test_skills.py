"""Every skill passes the guardian and its own examples, in a trial child."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from batos.config import load_config
from batos.exchange.packs import OpenPack
from batos.inference import LocalThinker
from batos.living import LivingImage
from batos.plugins import load_plugins
from batos.testing import ScriptedBackend, faults_of_pack

[PACK] = (pack for pack in load_plugins().skill_packs() if pack.name == "everyday")
SKILLS = OpenPack(PACK).skills


def test_every_skill_does_what_its_examples_say() -> None:
    assert faults_of_pack(PACK) == []


def test_every_file_is_named_like_its_skill() -> None:
    names = [path.rpartition("/")[2] for path in PACK.files()]
    assert names == [f"{skill.selector}.py" for skill in SKILLS]


def test_there_are_no_more_than_earn_their_place() -> None:
    assert 200 <= len(SKILLS) <= 300


def test_no_two_skills_have_the_same_mission() -> None:
    missions = [skill.doc.lower() for skill in SKILLS]
    twice = {mission for mission in missions if missions.count(mission) > 1}
    assert twice == set()


def test_without_a_model_the_founding_example_is_learned_from_a_proven_method(
    tmp_path: Path,
) -> None:
    nobody = LocalThinker({"none": ScriptedBackend([])}, {"default": "none"}, retries=0)
    loaded = load_config({}, {"BATOS_HOME": str(tmp_path)})
    with LivingImage.open(loaded=loaded, thinker=nobody, plugins=load_plugins()) as image:
        image.learn("create a method to report the current system time")
        why = image.history.why("genesis.report_current_system_time")
    version = importlib.metadata.version("batos-skills-everyday")
    assert [base["selector"] for base in why["based_on"]] == ["time_of_day"]
    assert [base["package"] for base in why["based_on"]] == [f"batos-skills-everyday {version}"]
