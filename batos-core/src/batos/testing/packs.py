"""Trying a pack of skills: what its author runs before publishing it."""

from __future__ import annotations

from batos.exchange.packs import OpenPack
from batos.exchange.proving import Newcomer, Prover
from batos.guardian.trial.trial import Trial
from batos.plugins import SkillPackSpec

__all__ = ["faults_of_pack"]


def faults_of_pack(pack: SkillPackSpec) -> list[str]:
    """Return what is wrong with a pack, a line for each of its files that has a fault.

    Each file is read, its method is audited, and its examples are run in the trial child. A skill
    stands for itself: it is tried without the others.

    Raises:
        GuardianError: No trial can be run here.
    """
    opened = OpenPack(pack)
    skills = opened.skills
    with Trial() as trial:
        # What tells the time has a call as its example, and nothing to compare with.
        judged = Prover(trial, untested=True).judge(
            [Newcomer(skill, skill.path, (), {}) for skill in skills]
        )
    wrong = [
        f"{skill.path}: {judgement.problem}"
        for skill, judgement in zip(skills, judged, strict=True)
        if judgement.problem
    ]
    return [*map(str, opened.left), *wrong]
