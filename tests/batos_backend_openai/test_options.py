"""Options of the backend."""

import pytest

from batos.errors import ConfigError
from batos_backend_openai.options import PRESETS, OpenAIOptions


@pytest.mark.parametrize("name", [name for name in PRESETS if name])
def test_a_preset_knows_where_its_server_listens(name):
    assert OpenAIOptions.read({"preset": name}).url.endswith("/v1")


def test_an_own_address_is_stronger_than_that_of_the_preset():
    given = OpenAIOptions.read({"preset": "vllm", "base_url": "https://gpu.example/v1/"})
    assert given.url == "https://gpu.example/v1"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "needs an address: set 'base_url', or 'preset' to one of 'llamacpp', 'lmstudio'"),
        ({"base_url": "gpu:8000"}, "must begin with http:// or https://"),
        ({"preset": "vlm"}, "must be one of '', 'llamacpp'"),
        ({"preset": "vllm", "api_key": "sk-1"}, "no option 'api_key'"),
        ({"preset": "vllm", "parallel": 0}, "must be 1 or more"),
    ],
)
def test_a_wrong_option_is_named(given, reason):
    with pytest.raises(ConfigError, match=reason):
        OpenAIOptions.read(given)


def test_a_key_in_the_config_is_pointed_to_where_keys_belong():
    with pytest.raises(ConfigError) as caught:
        OpenAIOptions.read({"preset": "vllm", "api_key": "sk-1"})
    assert "'api_key_" in caught.value.hint
    assert "sk-1" not in caught.value.message


def test_every_option_is_explained():
    assert all(row["meaning"].endswith(".") for row in OpenAIOptions.describe())
