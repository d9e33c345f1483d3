"""A mission is learned by a model that a server has, switched to by one line of configuration."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.system, pytest.mark.model, pytest.mark.long, pytest.mark.timeout(900)]

WISH = "write a method that triples a number and adds one; e.g. 3 gives 10 and 5 gives 16"


def _imported(package, name):
    known = f"batos_tests_{package}_{name}"
    if known not in sys.modules:
        file = Path(__file__).parents[1] / package / f"{name}.py"
        spec = importlib.util.spec_from_file_location(known, file)
        sys.modules[known] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[known])
    return sys.modules[known]


@pytest.fixture
def home(h, born, tmp_path):
    """A home without proven methods, in which a cycle has the time that a busy machine takes."""
    made = h.Home(tmp_path, born=born, scripted=False)
    made.env["BATOS_CYCLE__SECONDS"] = "600"
    yield made
    made.end()


@pytest.fixture
def openai(small_model, tmp_path):
    """llama.cpp's own server, and a backend that asks it."""
    peer = _imported("batos_backend_openai", "peer").Peer(small_model, n_ctx=8192, parallel=4)
    key = tmp_path / "key"
    key.write_text(peer.key)
    key.chmod(0o600)
    options = {"base_url": peer.url, "api_key_file": str(key), "parallel": 4}
    yield {"provider": "openai", "options": options}
    peer.kill()


@pytest.fixture
def ollama(small_model):
    """A server that follows Ollama's documentation, with real tokens, and who asks it."""
    from batos.inference import no_progress
    from batos_backend_llamacpp.backend import LlamaBackend
    from batos_backend_llamacpp.options import LlamaOptions

    tokens = LlamaBackend(LlamaOptions(model=str(small_model), n_ctx=8192, parallel=2))
    tokens.load(no_progress)
    documented = _imported("batos_backend_ollama", "server")
    server = documented.DocumentedOllama(tokens)
    options = {"host": server.url, "num_ctx": 4096}
    yield {"provider": "ollama", "model": documented.NAME, "options": options}
    server.kill()
    tokens.close()


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_mission_is_learned_by_a_model_of_a_server(home, kind, request):
    served = request.getfixturevalue(kind)
    options = served.pop("options")
    lines = [f"{key} = {json.dumps(value)}" for key, value in served.items()]
    lines += ["[backends.served.options]", *(f"{k} = {json.dumps(v)}" for k, v in options.items())]
    lines += ["[roles]", 'reader = "served"', "[plugins]", 'disabled = ["everyday"]']
    home.config_file.write_text("\n".join(["[backends.served]", *lines, ""]), "utf-8")
    tried = home.batos("backends", "test", "served", "--json").json()
    assert all(row["ok"] for row in tried["prompts"]), tried
    assert home.batos("backends", "use", "served").code == 0  # the one line
    assert home.batos("up", "--wait").code == 0
    [row] = [row for row in home.batos("backends", "--json").json() if row["name"] == "served"]
    assert row["running"]["state"] == "loaded"
    answer = home.batos("ask", "--name", "triple", WISH)
    assert answer.code == 0, answer
    assert home.batos("send", "genesis", "triple", "7").json() == 22
    why = home.batos("why", "genesis.triple", "--json")
    assert kind in why.out
