"""Prototypes as data."""

import pytest

from batos.errors import SlotError, UnknownNameError, UsageError
from batos.learning.cycle.views import FAILED_VIEW, Settings, persona_view, state_view
from batos.learning.model.machine import FINAL, STATES


def change(image, name, slot, value):
    image.session.change(lambda root: setattr(root.find(name), slot, value), note="test")


def test_states_are_read_as_they_are_born(home):
    with home.open().session.read() as root:
        for state in STATES:
            view = state_view(root, state.name)
            assert (view.handler, view.moves) == (state.handler, dict(state.moves))
            assert state.settings.items() <= view.slots.items()


def test_slots_are_inherited_from_the_machine(home):
    image = home.open()
    change(image, "state_machine", "mood", "calm")
    with image.session.read() as root:
        assert state_view(root, "IDLE").slots["mood"] == "calm"


def test_moves_must_be_a_dict(home):
    image = home.open()
    change(image, "state_idle", "moves", "IDLE")
    with image.session.read() as root, pytest.raises(SlotError, match="'moves' of state IDLE"):
        state_view(root, "IDLE")


def test_unknown_states_and_personas(home):
    with home.open().session.read() as root:
        with pytest.raises(UnknownNameError):
            state_view(root, "DREAMING")
        with pytest.raises(UnknownNameError):
            persona_view(root, "nobody")


def test_a_persona(home):
    with home.open().session.read() as root:
        view = persona_view(root, "brick")
    assert (view.name, view.role, view.identity) == ("brick", "coder", "brick is small.")
    assert set(view.prompts) == {"method", "repair", "talk", "class_system", "class_task"}


def test_prompts_say_what_a_persona_is_now(home, m):
    talk = "{title}, {tone}:\n{pillars}\n{protocols}\n{request}"
    owl = m.persona(
        "owl",
        tone="dry",
        pillars=("Night", "Patience"),
        protocols={"calm": "Be calm."},
        prompts={"talk": talk},
    )
    image = home.open(plugins=m.small_plugins(m.plugin(owl, name="owl")))
    with image.session.read() as root:
        said = persona_view(root, "owl").prompts["talk"]
    assert said == "The owl, dry:\nNight\nPatience\ncalm: Be calm.\n{request}"
    change(image, "owl", "tone", "warm")
    change(image, "owl", "pillars", 7)
    with image.session.read() as root:
        assert persona_view(root, "owl").prompts["talk"].startswith("The owl, warm:\n7\n")


def test_a_place_that_nobody_ever_had_is_an_expected_error(home):
    with home.open().session.read() as root:
        assert state_view(root, "SYNTHESIZING").serving() == "brick"
        assert state_view(root, "VALIDATING").serving("judge") == "robin"
        with pytest.raises(
            UsageError, match="Nobody has the place 'persona' in the state DEL"
        ) as caught:
            state_view(root, "DELEGATING").serving()
    assert "batos set state_delegating.persona NAME" in caught.value.hint


def test_an_object_that_is_no_persona_has_the_default_role(home):
    with home.open().session.read() as root:
        assert persona_view(root, "genesis").role == "default"


def test_a_setting_that_is_missing_is_an_expected_error():
    settings = Settings(a=1)
    assert settings["a"] == 1
    assert settings.get("b") is None
    with pytest.raises(UsageError, match="'b'"):
        settings["b"]


def test_failed_is_always_there():
    assert FAILED_VIEW.name in FINAL
    assert FAILED_VIEW.slots["purpose"]
