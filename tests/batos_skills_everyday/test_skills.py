"""Every skill passes the guardian and its own examples, in a trial child."""

from __future__ import annotations

from batos.mind.travel.packs import OpenPack
from batos.plugins import load_plugins
from batos.testing import faults_of_pack

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
