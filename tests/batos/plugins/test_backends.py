"""From the configuration to the backends."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from batos.errors import ConfigError, ModelFileError, PluginError
from batos.image.models import links_folder
from batos.inference import READER, Budget, CompletionRequest, ModelChoice, no_progress
from batos.plugins import BackendSpec, PluginSet
from batos.plugins.backends import (
    ThinkerMaker,
    build_backends,
    local_thinker,
    persona_table,
    role_table,
    used_backends,
)
from batos.testing import EchoBackend, ScriptedBackend


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
    assert role_table(settings, plugins) == {"default": "mine", "coder": "big"}
    assert persona_table(settings, plugins) == {"alfred": "huge"}
    assert used_backends(settings, plugins) == ["big", "huge", "mine"]
    assert set(build_backends(settings, plugins)) == {"big", "huge", "mine"}


def test_each_persona_of_one_role_has_a_backend_of_its_own(home, m):
    def factory(options):
        return ScriptedBackend(lambda _request: options["model"])

    spec = BackendSpec(name="echo", summary="Says its name.", factory=factory)
    plugins = PluginSet([m.plugin(m.alfred(), m.brick(), spec)])
    choices = {"alfred": "big", "robin": "huge"}
    given = {
        f"backends.{name}.{key}": value
        for name in choices.values()
        for key, value in (("provider", "echo"), ("model", name))
    }
    owns = {f"personas.{name}.backend": alias for name, alias in choices.items()}
    mind = local_thinker(loaded(home, **given, **owns), plugins)
    asked = CompletionRequest(prompt="Who?")
    said = {
        name: mind.think("default", replace(asked, persona=name)).text
        for name in ("alfred", "robin", "brick", "")
    }
    assert said == {"alfred": "big", "robin": "huge", "brick": "m1", "": "m1"}
    served = {each.name: each.roles for each in mind.models()}
    assert served == {"big": ("alfred",), "huge": ("robin",), "mine": ("default", "coder")}


class Shelved(EchoBackend):
    """A backend whose model is a file that is here, or not."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def model_file(self):
        return self.file

    def check_files(self):
        if not self.file.exists():
            raise ModelFileError("It is not here.")


def test_the_reader_is_the_embedded_backend_where_its_model_is_here(home, m, plugins, tmp_path):
    file = tmp_path / "model"
    spec = BackendSpec(name="llamacpp", summary="Files.", factory=lambda _options: Shelved(file))
    shelved = PluginSet([m.plugin(spec, name="files"), m.plugin(*plugins.backends(), name="mine")])
    assert role_table(loaded(home), plugins).get(READER) is None
    assert role_table(loaded(home), shelved).get(READER) is None
    file.touch()
    assert role_table(loaded(home), shelved)[READER] == "embedded"
    assert set(build_backends(loaded(home), shelved)) == {"embedded", "mine"}
    said = loaded(home, **{"roles.reader": "mine"})
    assert role_table(said, shelved)[READER] == "mine"


def test_the_reader_needs_no_role_of_its_own_where_all_is_embedded(home, plugins):
    everything = loaded(home, default_backend="embedded")
    assert READER not in role_table(everything, plugins)
    file_of_a_persona = loaded(home, **{"personas.brick.backend": "embedded"})
    assert role_table(file_of_a_persona, plugins)[READER] == "embedded"


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


class Shelf:
    """Knows one model, which is here or not."""

    def __init__(self, state):
        self.state = state

    def taken(self):
        return ModelChoice("coder", "")

    def entries(self):
        return [SimpleNamespace(name="coder", state=self.state)]


def test_a_model_of_the_image_is_named_or_taken_where_none_is_here(home, m, made):
    def factory(options):
        made.append(options.get("model", ""))
        return EchoBackend()

    state = ["missing"]
    spec = BackendSpec(
        name="llamacpp", summary="Files.", factory=factory, shelf=lambda _options: Shelf(state[0])
    )
    plugins = PluginSet([m.plugin(spec, name="files")])
    plain = loaded(home, default_backend="embedded")
    named = loaded(home, default_backend="embedded", **{"backends.embedded.model": "image:tiny"})
    folder = links_folder(plain.image_uri) / "tiny"
    build_backends(plain, plugins)
    folder.mkdir(parents=True)
    build_backends(plain, plugins)
    build_backends(named, plugins)
    state[0] = "here"
    build_backends(plain, plugins)
    assert made == ["", str(folder), str(folder), ""]


def test_what_is_configured_alike_is_one_model_in_every_thinker(home, plugins):
    alike = {f"backends.twin.{key}": ECHO[f"backends.mine.{key}"] for key in ("provider", "model")}
    other = {"backends.other.provider": "echo", "personas.alfred.backend": "other"}
    settings = loaded(
        home,
        **{**alike, "backends.twin.options.depth": 3, "roles.coder": "twin"},
        **other,
        **{"inference.memory_mb": 7},
    )
    maker = ThinkerMaker()
    first = maker.make(settings, plugins, no_progress)
    places = first.places
    assert places["mine"] is places["twin"]
    assert places["mine"] is not places["other"]
    assert first.residency.budget == Budget(ram=7 << 20)
    again = maker.make(loaded(home), plugins, no_progress)
    assert again.places["mine"] is places["mine"]
    assert again.residency.budget == Budget()
