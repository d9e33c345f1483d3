"""The persona of a suite is found as users find it."""

import pytest

from batos.testing.personas.base import PersonaBase, installed


def test_an_installed_persona_is_found_with_its_company():
    class Suite(PersonaBase):
        name = "robin"

    spec = PersonaBase.spec.__wrapped__.__func__(Suite)
    assert spec.name == "robin"


def test_one_that_is_not_there_is_said_in_a_sentence():
    class Suite(PersonaBase):
        name = "nobody"

    with pytest.raises(pytest.fail.Exception, match=r"brings no persona 'nobody'\. There is none"):
        PersonaBase.spec.__wrapped__.__func__(Suite)


def test_other_plugins_stay_out():
    assert [each.name for each in installed("robin").personas()] == ["robin"]
