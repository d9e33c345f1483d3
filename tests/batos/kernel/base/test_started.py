"""What a kernel was started with, and what differs from it."""

import json

import pytest

from batos.config import load_config
from batos.kernel.base.started import differences, settings_of

CONFIG = """\
default_backend = "mine"
[kernel]
threads = 2
[backends.mine]
provider = "openai"
model = "big"
[backends.mine.options]
url = "https://example.org"
api_key = "sk-very-secret"
headers = ["Authorization: Bearer very-secret"]
window = 4096
"""


@pytest.fixture
def load(tmp_path):
    """Reads the configuration of a home, with variables of the environment."""
    file = tmp_path / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text(CONFIG)

    def loaded(*, home=None, **environ):
        return load_config(environ={"BATOS_HOME": str(home or tmp_path), **environ})

    loaded.file = file
    return loaded


def running(loaded):
    return {"salt": "x", "settings": json.loads(json.dumps(settings_of(loaded, "x")))}


def changed(load, change, **environ):
    told = running(load())
    load.file.write_text(change(CONFIG))
    return {each.setting: each for each in differences(told, load(**environ))}


def test_the_same_differs_in_nothing(load):
    assert differences(running(load()), load()) == []


def test_a_kernel_that_tells_nothing_differs_in_nothing_that_is_known(load):
    assert differences({}, load()) == []


@pytest.mark.parametrize(
    ("old", "new", "setting"),
    [
        ("threads = 2", "threads = 8", "kernel.threads"),
        ("threads = 2", "", "kernel.threads"),
        ("window = 4096", "window = 1", "backends.mine.options.window"),
        ('model = "big"', 'model = "small"', "backends.mine.model"),
        ('provider = "openai"', 'provider = "hf"', "backends.mine.provider"),
        ("very-secret", "other", "backends.mine.options.api_key"),
        ("Bearer very-secret", "Bearer other", "backends.mine.options.headers"),
        ("https://example.org", "https://example.com", "backends.mine.options.url"),
        ("window = 4096", "", "backends.mine.options.window"),
        ("window = 4096", "window = 4096\nmore = 1", "backends.mine.options.more"),
        ("[kernel]", "[roles]\ncoder = 'mine'\n[kernel]", "roles.coder"),
        ("[kernel]", "[plugins]\ndisabled = ['robin']\n[kernel]", "plugins.disabled"),
        ("[kernel]", "[personas.robin]\nbackend = 'mine'\n[kernel]", "personas.robin.backend"),
    ],
)
def test_every_setting_of_the_file_counts(load, old, new, setting):
    found = changed(load, lambda text: text.replace(old, new, 1))
    assert setting in found


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("BATOS_KERNEL__PORT", "0", "kernel.port"),
        ("BATOS_GUARDIAN__CONFINE", "false", "guardian.confine"),
        ("BATOS_DEFAULT_BACKEND", "embedded", "default_backend"),
        ("BATOS_CACHE", "/elsewhere", "paths.cache"),
        ("BATOS_IMAGE__URI", "sqlite:///tmp/x.db", "image.uri"),
    ],
)
def test_every_variable_counts_and_is_named_as_the_origin(load, name, value, setting):
    found = changed(load, lambda text: text, **{name: value})
    assert list(found) == [setting]
    assert found[setting].origin == "environment"
    assert str(found[setting]).endswith("(environment)")


def test_which_plugins_are_loaded_counts(load, monkeypatch):
    told = running(load())
    monkeypatch.setenv("BATOS_NO_PLUGINS", "1")
    assert [each.setting for each in differences(told, load())] == ["BATOS_NO_PLUGINS"]


def test_a_difference_says_both_values(load):
    found = changed(load, lambda text: text.replace("threads = 2", "threads = 8"))
    assert str(found["kernel.threads"]) == f"kernel.threads: 2, here 8 ({load.file})"


def test_no_secret_is_told(load, monkeypatch):
    uri = "postgres://amy:pass-word@db/batos?sslpassword=other-word"
    loaded = load(BATOS_IMAGE__URI=uri)
    told = json.dumps(running(loaded))
    for secret in ("very-secret", "pass-word", "other-word", "example.org"):
        assert secret not in told
    assert '"backends.mine.options.window": 4096' in told
    other = load(BATOS_IMAGE__URI=uri.replace("pass-word", "new-word"))
    (difference,) = differences(running(loaded), other)
    assert difference.setting == "image.uri password"
    assert "another text" in str(difference)


def test_another_home_is_told_by_its_folders(load, tmp_path):
    told = running(load())
    found = {each.setting for each in differences(told, load(home=tmp_path / "other"))}
    assert {"paths.config", "paths.data", "image.uri"} <= found
