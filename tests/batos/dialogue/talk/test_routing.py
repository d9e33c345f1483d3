"""Who takes a sentence: by name, by its own sentences, or as the steward says."""

from dataclasses import replace

import pytest

from batos.dialogue.talk.routing import addressed, routed
from batos.errors import BackendError, BatosError
from batos.plugins import PluginSet, PluginState

OWL = ("what flies at night?", "who hoots in the wood?")


@pytest.fixture
def opened(home, m):
    """Opens an image with a steward and an owl, in which a model answers."""

    def open_(*answers):
        prompts = {"route": "{personas}\n{examples}\n{request} ->"}
        steward = m.alfred(role="steward", prompts=prompts, takes=("tidy\nup",))
        owl = m.plugin(m.persona("owl", takes=OWL), name="owl")
        return home.open(list(answers), plugins=PluginSet([m.plugin(steward), owl]))

    return open_


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ROBIN, why?", "robin"),
        ("  «Robin»: why?", ""),
        ("  (robin: why?", "robin"),
        ("Is Robin, the heart, at home?", ""),
        ("robins, why?", ""),
        ("robin why?", ""),
    ],
)
def test_who_is_spoken_to_by_name(text, name):
    assert addressed(text, ["alfred", "robin"]) == name
    assert addressed(text, []) == ""


def test_a_name_is_enough(opened):
    route = routed(opened()._host, "OWL, why is it dark?")
    assert (route.persona.name, route.calls, route.is_named) == ("owl", 0, True)


@pytest.mark.parametrize("text", ["What flies at night?", "who hoots out there in the wood?"])
def test_what_is_nearly_its_own_sentence_is_for_it_without_a_model(opened, text):
    route = routed(opened()._host, text)
    assert (route.persona.name, route.calls, route.is_named) == ("owl", 0, False)


def test_a_sentence_of_several_is_left_to_the_steward(opened):
    image = opened("alfred")
    image.shaping.set("alfred.takes", list(OWL))
    assert routed(image._host, OWL[0]).persona.name == "alfred"


def test_the_steward_is_shown_what_each_takes_as_it_is_now(opened, home):
    image = opened("owl", "owl")
    assert routed(image._host, "is the moon full?").persona.name == "owl"
    who, *shown, asked = home.asked[0].splitlines()
    assert (who, asked) == ("ALFRED, OWL", "is the moon full? ->")
    assert sorted(shown) == ["tidy up -> alfred", *(f"{each} -> owl" for each in OWL)]
    image.shaping.set("owl.takes", 7)
    routed(image._host, "is the moon full?")
    assert home.asked[1].splitlines() == [who, "tidy up -> alfred", asked]


@pytest.mark.parametrize("answer", ["nobody", "", BackendError("ill")])
def test_without_a_name_for_an_answer_it_is_the_stewards(opened, answer):
    route = routed(opened(answer)._host, "is the moon full?")
    assert (route.persona.name, route.calls) == ("alfred", 1)


def test_personas_that_are_switched_off_are_told_as_that(home, m):
    plugin = m.plugin(m.alfred())
    home.open(plugins=PluginSet([plugin])).close()
    info = replace(plugin.info, state=PluginState.DISABLED)
    image = home.open(plugins=PluginSet([replace(plugin, info=info, contributions=())]))
    for text in ("who are you?", "is the moon full?"):
        with pytest.raises(BatosError, match="switched off: ALFRED") as raised:
            image.ask(text)
        assert "plugins.disabled" in raised.value.hint
