"""The company fills what a persona leaves, and no more."""

import pytest

from batos.errors import BackendError
from batos.inference import CompletionRequest
from batos.plugins import PersonaSpec
from batos.testing.personas.company import SAID, SELECTOR, Model, company_of


def persona(**fields):
    given = {"name": "owl", "title": "Owl", "role": "curator", "identity": "OWL."}
    return PersonaSpec(**{**given, **fields})


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({}, {"steward", "writer", "judge"}),
        ({"role": "steward"}, {"writer", "judge"}),
        ({"serves": {"SYNTHESIZING": "persona"}}, {"steward", "judge"}),
        ({"serves": {"VALIDATING": "judge"}}, {"steward", "writer"}),
        ({"serves": {"VALIDATING": "persona"}}, {"steward", "writer", "judge"}),
        ({"prompts": {"first_voice": "Open."}}, {"steward", "writer", "judge", "voice"}),
    ],
)
def test_it_fills_the_places_that_are_left(fields, names):
    found = company_of(persona(**fields)).personas
    assert {each.name.removeprefix("kit_") for each in found} == names


def test_the_model_answers_each_in_its_kind():
    model = Model("owl")
    assert model(CompletionRequest(prompt="who?", grammar='root ::= "owl" | "robin"')) == "owl"
    judged = CompletionRequest(prompt="may it?", grammar='root ::= "allow" | "veto"')
    assert model(judged) == "allow"
    model.verdict = "veto"
    assert model(judged) == "veto"
    assert model(CompletionRequest(prompt=f"Write `def {SELECTOR}(text):`")).startswith("def ")
    assert model(CompletionRequest(prompt="Well?")) == SAID
    with pytest.raises(BackendError):
        model(CompletionRequest(prompt="Well?", json_schema={"type": "object"}))
