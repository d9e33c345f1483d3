"""What ``auto`` takes, and why."""

import pytest

from batos.config import load_config
from batos.errors import ConfigError
from batos.inference import Availability
from batos.plugins import BackendSpec, PluginSet
from batos.plugins.backends import local_thinker, role_table
from batos.plugins.choosing import auto_choice, settled
from batos.testing import EchoBackend

SERVER = Availability(usable=True, reason="It runs.", model="coder:7b", rank=30)
CARD = Availability(usable=True, reason="There is a card.", rank=20)
HERE = Availability(usable=True, reason="It is part of this.", rank=10)
GONE = Availability(usable=False, reason="Nobody answers.")


def loaded(home, **settings):
    return load_config({"default_backend": "auto", **settings}, {"BATOS_HOME": str(home.folder)})


@pytest.fixture
def plugins(m):
    """Makes plugins whose backends are there or not; options that are seen are kept."""
    seen = {}

    def spec(name, found):
        def look(options):
            seen[name] = dict(options)
            if isinstance(found, Exception):
                raise found
            return found

        return BackendSpec(
            name=name,
            summary="A kind.",
            factory=lambda _: EchoBackend(),
            look=look if found else None,
        )

    def make(**found):
        kinds = [m.plugin(spec(name, each), name=name) for name, each in found.items()]
        return PluginSet([m.plugin(m.alfred(), m.brick()), *kinds])

    make.seen = seen
    return make


def test_the_best_that_is_there_is_taken(home, plugins):
    found = plugins(llamacpp=HERE, ollama=SERVER, hf=CARD)
    choice = auto_choice(loaded(home), found)
    assert (choice.name, choice.provider, choice.model) == ("ollama", "ollama", "coder:7b")
    assert choice.reason == "It runs."
    assert choice.passed == ("It is part of this.", "There is a card.")
    assert auto_choice(loaded(home), plugins(llamacpp=HERE, ollama=GONE, hf=CARD)).name == "hf"


def test_what_is_not_there_is_passed_over_and_says_why(home, plugins):
    choice = auto_choice(loaded(home), plugins(llamacpp=HERE, ollama=GONE))
    assert (choice.name, choice.passed) == ("embedded", ("Nobody answers.",))


def test_options_that_cannot_be_read_pass_a_backend_over(home, plugins):
    broken = ConfigError("It has no option 'hots'.")
    choice = auto_choice(loaded(home), plugins(llamacpp=HERE, ollama=broken))
    assert (choice.name, choice.passed) == ("embedded", ("It has no option 'hots'.",))


def test_without_anything_the_embedded_one_is_left(home, plugins):
    assert auto_choice(loaded(home), plugins(other=None)).name == "embedded"


def test_a_configured_one_goes_before_its_kind_and_with_its_options(home, plugins):
    found = plugins(llamacpp=HERE, ollama=SERVER)
    settings = loaded(
        home,
        **{
            "backends.big.provider": "ollama",
            "backends.big.options.host": "far",
            "backends.big.model": "m",
        },
    )
    assert auto_choice(settings, found).name == "big"
    assert plugins.seen["ollama"]["host"] == "far"
    assert settled(settings, found).config.backends["big"].model == "m"


def test_it_stands_wherever_the_name_of_a_backend_can(home, plugins):
    found = plugins(llamacpp=HERE, ollama=SERVER)
    settings = loaded(
        home,
        default_backend="embedded",
        **{"roles.coder": "auto", "personas.alfred.backend": "auto"},
    )
    config = settled(settings, found).config
    assert (config.default_backend, config.roles["coder"]) == ("embedded", "ollama")
    assert config.personas["alfred"].backend == "ollama"
    assert config.backends["ollama"].model == "coder:7b"
    assert role_table(settings, found)["coder"] == "ollama"


def test_nothing_is_looked_for_where_nobody_says_auto(home, plugins):
    found = plugins(llamacpp=HERE)
    settings = loaded(home, default_backend="embedded")
    assert settled(settings, found) is settings
    own = loaded(home, **{"backends.auto.provider": "llamacpp"})
    assert settled(own, found) is own
    assert plugins.seen == {}


def test_the_thinker_has_what_was_chosen(home, plugins):
    thinker = local_thinker(loaded(home), plugins(llamacpp=HERE, ollama=SERVER))
    assert list(thinker.places) == ["ollama"]
