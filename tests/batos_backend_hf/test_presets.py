"""Models by a short name."""

from typing import get_args

import pytest

from batos_backend_hf.options import Role
from batos_backend_hf.presets import founding, presets


@pytest.mark.parametrize(
    ("role", "model"),
    [
        ("steward", "meta-llama/Meta-Llama-3-8B-Instruct"),
        ("coder", "codellama/CodeLlama-7b-Instruct-hf"),
        ("heart", "mistralai/Mistral-7B-Instruct-v0.2"),
        ("curator", "google/gemma-2b-it"),
    ],
)
def test_the_founding_four_have_the_name_of_their_role(role, model):
    assert founding(role).model == model
    assert list(presets())[: len(get_args(Role))] == list(get_args(Role))


def test_the_others_are_free_and_the_best_comes_first():
    others = list(presets().values())[4:]
    assert {each.licence for each in others} == {"Apache-2.0"}
    scores = [each.score for each in others]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > max(founding(role).score for role in get_args(Role))
