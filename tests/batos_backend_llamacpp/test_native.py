"""The native server lets nobody in."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from batos.errors import ModelFileError
from batos_backend_llamacpp.native import NativeServer
from batos_backend_llamacpp.options import LlamaOptions

pytestmark = pytest.mark.model


def test_its_port_is_loopback_and_asks_for_a_key(llama):
    address = llama._server._server.listening_address
    assert urlsplit(address).hostname == "127.0.0.1"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("/props", "/v1/models", "/v1/completions"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            opener.open(address + path, timeout=10)
        caught.value.close()
        assert caught.value.code == 401
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(address + "/", timeout=10)
    caught.value.close()


def test_a_file_it_cannot_load_is_a_model_file_error(tmp_path):
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelFileError, match="cannot load"):
        NativeServer(path, LlamaOptions())
