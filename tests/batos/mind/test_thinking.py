"""From the configuration to the backends."""

import json

import pytest

from batos.errors import ConfigError, PluginError
from batos.inference import CompletionRequest
from batos.mind.thinking import build_backends, local_thinker, role_table
from batos.plugins import BackendSpec, PluginSet
from batos.testing import EchoBackend


@pytest.fixture
def made():
    return []


@pytest.fixture
def plugins(m, made):
    def factory(options):
        made.append(dict(options))
        return EchoBackend()

    spec = BackendSpec(name="echo", summary="Says it back.", factory=factory)
    return PluginSet([m.plugin(m.alfred(), m.brick()), m.plugin(spec, name="echoes")])


ECHO = {
    "default_backend": "mine",
    "backends.mine.provider": "echo",
    "backends.mine.model": "m1",
    "backends.mine.options.depth": 3,
}


def loaded(home, **settings):
    from batos.config import load_config

    return load_config({**ECHO, **settings}, {"BATOS_HOME": str(home.folder)})


def test_only_what_is_used_is_built(home, plugins, made):
    settings = loaded(home, **{"backends.other.provider": "missing"})
    backends = build_backends(settings, plugins)
    assert set(backends) == {"mine"}
    assert made == [{"cache_dir": str(settings.paths.cache_dir), "depth": 3, "model": "m1"}]


def test_roles_and_personas_choose(home, plugins):
    settings = loaded(
        home,
        **{
            "backends.big.provider": "echo",
            "backends.huge.provider": "echo",
            "roles.coder": "big",
            "personas.alfred.backend": "huge",
        },
    )
    assert role_table(settings, plugins) == {"default": "huge", "coder": "big"}
    assert set(build_backends(settings, plugins)) == {"big", "huge", "mine"}


def test_a_provider_that_is_not_installed(home, plugins):
    with pytest.raises(PluginError, match="'ecco'") as caught:
        build_backends(loaded(home, **{"backends.mine.provider": "ecco"}), plugins)
    assert "'echo'" in caught.value.hint
    with pytest.raises(PluginError) as caught:
        build_backends(loaded(home, **{"backends.mine.provider": "zz9"}), plugins)
    assert "pip install batos-backend-zz9" in caught.value.hint


def test_a_backend_that_is_not_configured(home, plugins):
    with pytest.raises(ConfigError, match="'mime'") as caught:
        build_backends(loaded(home, default_backend="mime"), plugins)
    assert "'mine'" in caught.value.hint


def test_the_thinker_answers_and_keeps_a_log(home, plugins):
    told = []
    thinker = local_thinker(loaded(home), plugins, lambda text, _share: told.append(text))
    answer = thinker.think("coder", CompletionRequest(prompt="say this"))
    assert answer.text == "say this"
    assert told == ["Loaded echo"]
    log = home.folder / "state" / "logs" / "prompts.jsonl"
    assert json.loads(log.read_text("utf-8").splitlines()[0])
