"""Options of the backend, as they come from a config file."""

from pathlib import Path

import pytest

from batos.errors import ConfigError
from batos_backend_llamacpp.options import LlamaOptions, usable_cores


def test_no_options_give_the_embedded_model_in_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("BATOS_CACHE", str(tmp_path))
    options = LlamaOptions.read({})
    assert options == LlamaOptions()
    assert options.models_dir == tmp_path / "models"


def test_options_are_taken_as_given():
    given = {"model": Path("m.gguf"), "n_ctx": 4096, "parallel": 2, "threads": 3}
    given |= {"cache_dir": "c", "n_gpu_layers": 0}
    options = LlamaOptions.read(given)
    assert (options.model, options.n_ctx, options.parallel) == ("m.gguf", 4096, 2)
    assert (options.thread_count, options.n_gpu_layers) == (3, 0)
    assert options.models_dir == Path("c/models")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"n_cxt": 1}, "no option 'n_cxt'"),
        ({"n_ctx": "8192"}, "must be a whole number"),
        ({"parallel": True}, "must be a whole number"),
        ({"model": 7}, "must be a text"),
        ({"parallel": 0}, "must be 1 or more"),
        ({"threads": -1}, "must be 0 or more"),
        ({"n_ctx": 1000, "parallel": 8}, "125 tokens"),
    ],
)
def test_a_wrong_option_is_named(given, reason):
    with pytest.raises(ConfigError, match=reason):
        LlamaOptions.read(given)


def test_a_misspelt_option_gets_a_near_match():
    with pytest.raises(ConfigError) as caught:
        LlamaOptions.read({"n_cxt": 1})
    assert "'n_ctx'" in caught.value.hint


def test_every_option_is_explained():
    rows = LlamaOptions.describe()
    assert [row["name"] for row in rows] == list(LlamaOptions.model_fields)
    assert all(row["meaning"].endswith(".") for row in rows)


def test_there_is_a_core_to_compute_with():
    assert 1 <= LlamaOptions().thread_count <= 16
    assert usable_cores() >= 1
