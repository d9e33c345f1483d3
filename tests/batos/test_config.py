"""The configuration: who wins, where each value came from, and what a mistake is told."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from batos.config import BackendConfig, Config, Loaded, Paths, load_config
from batos.errors import ConfigError, ExitCode

Load = Callable[..., Loaded]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The configuration file, not yet written."""
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir()
    return path


@pytest.fixture
def load(tmp_path: Path, file: Path) -> Load:
    """Load a configuration from a file's text, the environment and the command line."""

    def load_(
        text: str | None = None, env: Mapping[str, str] | None = None, **flags: Any
    ) -> Loaded:
        if text is not None:
            file.write_text(text, "utf-8")
        given = {key.replace("__", "."): value for key, value in flags.items()}
        return load_config(given, {"BATOS_HOME": str(tmp_path), **(env or {})})

    return load_


# --- who wins --------------------------------------------------------------------------------


def test_without_anything_all_values_are_defaults(load: Load) -> None:
    loaded = load()
    assert loaded.config == Config()
    assert {origin for _, _, origin in loaded.values()} == {"default"}


def test_flag_before_environment_before_file_before_default(load: Load, file: Path) -> None:
    text = "[kernel]\nport = 1\nthreads = 1\nhost = 'file'\n"
    env = {"BATOS_KERNEL__PORT": "2", "BATOS_KERNEL__THREADS": "2"}
    loaded = load(text, env, kernel__port=3)
    kernel = loaded.config.kernel
    assert (kernel.port, kernel.threads, kernel.host, kernel.drain_s) == (3, 2, "file", 30.0)
    origins = {key: (value, origin) for key, value, origin in loaded.values()}
    assert origins["kernel.port"] == (3, "command line")
    assert origins["kernel.threads"] == (2, "environment")
    assert origins["kernel.host"] == ("file", str(file))
    assert origins["kernel.drain_s"] == (30.0, "default")


def test_a_flag_that_was_not_given_counts_for_nothing(load: Load) -> None:
    assert load("[kernel]\nport = 1\n", kernel__port=None).config.kernel.port == 1


def test_values_of_the_environment_are_json_or_else_text(load: Load) -> None:
    env = {
        "BATOS_PLUGINS__DISABLED": '["one", "two"]',
        "BATOS_CYCLE__VETO": "false",
        "BATOS_IMAGE__URI": "zeo://localhost:1",
        "BATOS_DEFAULT_BACKEND": "embedded",
        "BATOS_BACKENDS__SMALL": '{"provider": "llamacpp", "options": {"threads": 2}}',
    }
    loaded = load(env=env)
    config = loaded.config
    assert config.plugins.disabled == ["one", "two"]
    assert config.cycle.veto is False
    assert config.image.uri == loaded.image_uri == "zeo://localhost:1"
    assert config.backends["small"].options == {"threads": 2}
    assert loaded.origins["backends.small.provider"] == "environment"
    assert loaded.origins["default_backend"] == "environment"


def test_variables_for_something_else_are_left_alone(load: Load) -> None:
    env = {"BATOS_CACHE": "/c", "BATOS_NO_PLUGINS": "1", "BATOSKERNEL__PORT": "x", "HOME": "/x"}
    assert load(env=env).config == Config()


def test_tables_of_several_layers_are_merged(load: Load) -> None:
    text = "[backends.big]\nprovider = 'llamacpp'\noptions = {a = 1, b = 1}\n"
    env = {"BATOS_BACKENDS__BIG__OPTIONS__B": "2", "BATOS_BACKENDS__BIG__MODEL": "m.gguf"}
    big = load(text, env).config.backends["big"]
    assert big == BackendConfig(provider="llamacpp", model="m.gguf", options={"a": 1, "b": 2})


def test_names_may_hold_dots(load: Load) -> None:
    text = """
        default_backend = "qwen-3.270m"
        [backends."qwen-3.270m"]
        provider = "llamacpp"
        options = { "n.threads" = 2 }
    """
    config = load(text).config
    assert config.backend_for("coder") == "qwen-3.270m"
    assert config.backends["qwen-3.270m"].options == {"n.threads": 2}


def test_a_file_that_an_editor_began_with_a_mark_is_read(load: Load, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf[kernel]\nport = 7\n")
    assert load().config.kernel.port == 7


# --- backends --------------------------------------------------------------------------------


def test_the_embedded_backend_stays_beside_others(load: Load) -> None:
    config = load("[backends.big]\nprovider = 'hf'\n").config
    assert config.backends["embedded"].provider == "llamacpp"
    assert config.backends["big"].provider == "hf"
    assert config.backend_for("coder") == "embedded"


def test_the_embedded_backend_can_be_refined_or_replaced(load: Load) -> None:
    refined = load("[backends.embedded]\nmodel = 'other.gguf'\n").config.backends["embedded"]
    assert (refined.provider, refined.model) == ("llamacpp", "other.gguf")
    replaced = load("[backends.embedded]\nprovider = 'echo'\n").config.backends["embedded"]
    assert replaced.provider == "echo"


def test_the_backend_of_a_role_and_of_a_persona(load: Load) -> None:
    config = load(
        """
        default_backend = "a"
        roles = { coder = "b" }
        [personas.brick]
        backend = "c"
        [personas.robin]
        [backends]
        a = { provider = "x" }
        b = { provider = "x" }
        c = { provider = "x" }
        """
    ).config
    assert config.backend_for("steward") == "a"
    assert config.backend_for("coder") == "b"
    assert config.backend_for("coder", "robin") == "b"
    assert config.backend_for("coder", "BRICK") == "c"
    assert config.backend_for("coder", "nobody") == "b"


def test_a_backend_that_is_not_defined_is_told_with_a_near_match(load: Load) -> None:
    with pytest.raises(ConfigError, match="'embeded'") as caught:
        load("default_backend = 'embeded'").config.backend_for("coder")
    assert caught.value.hint == "Did you mean 'embedded'?"
    with pytest.raises(ConfigError) as caught:
        load("roles = { coder = 'zzz' }").config.backend_for("coder")
    assert "[backends.zzz]" in caught.value.hint


# --- mistakes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ("[kernel]\nprot = 1\n", "kernel.prot", "'port'"),
        ("[kernal]\nport = 1\n", "kernal", "'kernel'"),
        ("[cycle]\ncandidate = 1\n", "cycle.candidate", "'candidates'"),
        ("[backends.x]\nprovider = 'y'\nmodle = 'z'\n", "backends.x.modle", "'model'"),
        ("[personas.brick]\nbackends = 'z'\n", "personas.brick.backends", "'backend'"),
        ("zzz = 1\n", "zzz", "Known here: approval"),
        ("[kernel.port]\nx = 1\n", "kernel.port", ""),
    ],
)
def test_an_unknown_setting_is_told_with_a_near_match(
    load: Load, file: Path, text: str, key: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert repr(key) in caught.value.message
    assert str(file) in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[kernel]\nport = 'many'\n", "kernel.port", "integer"),
        ("[kernel]\nport = 70000\n", "kernel.port", "65535"),
        ("[kernel]\nport = -1\n", "kernel.port", "0"),
        ("[cycle]\nseconds = 0\n", "cycle.seconds", "greater than 0"),
        ("[cycle]\nveto = 'perhaps'\n", "cycle.veto", "boolean"),
        ("kernel = 5\n", "kernel", "a table is wanted"),
        ("roles = 'x'\n", "roles", "a table is wanted"),
        ("backends = 'x'\n", "backends", "a table is wanted"),
        ("[backends]\nembedded = 5\n", "backends.embedded", "a table is wanted"),
        ("[backends]\nbig = 'x'\n", "backends.big", "a table is wanted"),
        ("[image]\nuri = ['x']\n", "image.uri", "string"),
        ("[plugins]\nenabled = 'brick'\n", "plugins.enabled", "list"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_place(
    load: Load, file: Path, text: str, key: str, reason: str
) -> None:
    with pytest.raises(ConfigError, match="not valid") as caught:
        load(text)
    assert repr(key) in caught.value.message
    assert str(file) in caught.value.message
    assert reason in caught.value.message


def test_a_missing_setting_is_told_with_the_place_of_its_neighbours(load: Load) -> None:
    with pytest.raises(ConfigError, match=r"'backends.x.provider' is missing \(environment\)"):
        load(env={"BATOS_BACKENDS__X__MODEL": "m"})


def test_a_mistake_outside_the_file_is_not_blamed_on_it(load: Load) -> None:
    with pytest.raises(ConfigError, match=r"\(environment\)"):
        load("[kernel]\nport = 1\n", {"BATOS_KERNEL__PORT": "many"})
    with pytest.raises(ConfigError, match=r"'kernel.prot' \(command line\)"):
        load(kernel__prot=1)
    with pytest.raises(ConfigError, match=r"\(environment\)"):
        load(env={"BATOS_KERNEL__PROT": "1"})


@pytest.mark.parametrize("key", ["a..b", ".", "", "kernel.", "kernel..port"])
def test_a_key_that_is_no_key_is_told(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError):
        load_config({key: 1}, {"BATOS_HOME": str(tmp_path)})


def test_a_setting_inside_a_value_is_told(tmp_path: Path) -> None:
    flags = {"kernel.port": 1, "kernel.port.deep": 1}
    with pytest.raises(ConfigError, match="inside a value"):
        load_config(flags, {"BATOS_HOME": str(tmp_path)})


@pytest.mark.parametrize("text", ["[kernel\n", "port 1", "a = 1\na = 2\n", "x = " + "[" * 5000])
def test_what_is_no_toml_is_told(load: Load, file: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="not valid TOML") as caught:
        load(text)
    assert str(file) in caught.value.message
    assert caught.value.hint
    assert len(caught.value.message) < 1000


def test_a_file_that_is_no_text_is_told(load: Load, file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load()


def test_a_folder_in_the_place_of_the_file_is_told(load: Load, file: Path) -> None:
    file.mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_that_may_not_be_read_is_told(load: Load, file: Path) -> None:
    file.write_text("")
    file.chmod(0)
    with pytest.raises(ConfigError, match="Permission denied"):
        load()


def test_a_configuration_cannot_be_changed(load: Load) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().config.kernel.port = 1  # type: ignore[misc]


# --- folders ---------------------------------------------------------------------------------


def test_home_moves_everything(tmp_path: Path) -> None:
    paths = Paths.find({"BATOS_HOME": str(tmp_path)})
    folders = {field.name: getattr(paths, field.name) for field in dataclasses.fields(paths)}
    assert {folder.parent for folder in folders.values()} == {tmp_path}
    assert len(set(folders.values())) == len(folders)
    assert paths.config_file == tmp_path / "config" / "config.toml"
    assert paths.image_file == tmp_path / "data" / "live_image.fs"
    assert paths.log_dir.parent == paths.state_dir


def test_the_cache_can_be_moved(tmp_path: Path) -> None:
    assert Paths.find({"BATOS_CACHE": str(tmp_path)}).cache_dir == tmp_path
    assert Paths.find({"BATOS_CACHE": "~/c"}).cache_dir == Path.home() / "c"
    both = {"BATOS_HOME": "/home", "BATOS_CACHE": str(tmp_path)}
    assert Paths.find(both).cache_dir == tmp_path


def test_homes_are_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.find({"BATOS_HOME": "here"}).data_dir == tmp_path / "here" / "data"
    assert Paths.find({"BATOS_HOME": "~/b"}).data_dir == Path.home() / "b" / "data"
    assert Paths.find({"BATOS_HOME": ""}) == Paths.find({})


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is Linux's")
def test_without_a_session_of_its_own_the_runtime_folder_is_not_in_tmp() -> None:
    assert Paths.find({}).runtime_dir == Paths.find({}).state_dir / "run"


def test_the_process_s_own_environment_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BATOS_HOME", str(tmp_path))
    monkeypatch.setenv("BATOS_KERNEL__PORT", "77")
    loaded = load_config()
    assert loaded.config.kernel.port == 77
    assert loaded.paths.data_dir == tmp_path / "data"
    assert loaded.image_uri == (tmp_path / "data" / "live_image.fs").as_uri()


def test_folders_are_made_for_the_user_alone(tmp_path: Path) -> None:
    paths = Paths.find({"BATOS_HOME": str(tmp_path / "home"), "BATOS_CACHE": str(tmp_path / "c")})
    paths.make()
    paths.make()
    for folder in (paths.data_dir, paths.log_dir, paths.runtime_dir, paths.cache_dir):
        assert folder.is_dir()
        assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ConfigError, match="cannot be created") as caught:
        Paths.find({"BATOS_HOME": str(tmp_path / "home")}).make()
    assert "BATOS_HOME" in caught.value.hint
