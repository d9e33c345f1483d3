"""Options of the backend."""

import pytest

from batos.errors import ConfigError
from batos_backend_ollama.options import DEFAULT_MODEL, OllamaOptions, server_url


def test_no_options_take_the_server_of_this_machine():
    options = OllamaOptions.read({})
    assert (options.model, options.num_ctx, options.keeps) == (DEFAULT_MODEL, 8192, "5m")
    assert server_url(options.host, {}) == "http://127.0.0.1:11434"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("gpu", "http://gpu:11434"),
        ("gpu:8000", "http://gpu:8000"),
        (":8000", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("http://gpu", "http://gpu:80"),
        ("https://gpu.example/ollama/", "https://gpu.example:443/ollama"),
        ("[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_read_as_ollamas_own_programs_read_it(host, url):
    assert server_url(host, {}) == url
    assert server_url("", {"OLLAMA_HOST": host}) == url
    assert server_url(host, {"OLLAMA_HOST": "elsewhere"}) == url


@pytest.mark.parametrize("host", ["gpu:port", "ftp://gpu", "http://[::1"])
def test_an_address_that_cannot_be_read_is_refused(host):
    with pytest.raises(ConfigError, match="of Ollama"):
        server_url(host, {})


@pytest.mark.parametrize(("given", "kept"), [("24h", "24h"), ("-1", -1), ("0", 0), ("600", 600)])
def test_how_long_a_model_is_kept_is_a_duration_or_seconds(given, kept):
    assert OllamaOptions.read({"keep_alive": given}).keeps == kept


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"num_ctxt": 1}, "no option 'num_ctxt'"),
        ({"num_ctx": 100}, "must be 256 or more"),
        ({"model": ""}, "must be a text that is not empty"),
    ],
)
def test_a_wrong_option_is_named(given, reason):
    with pytest.raises(ConfigError, match=reason):
        OllamaOptions.read(given)


def test_every_option_is_explained():
    assert all(row["meaning"].endswith(".") for row in OllamaOptions.describe())
