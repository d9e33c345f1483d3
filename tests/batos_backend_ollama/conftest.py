"""Servers that follow Ollama's documentation, with real tokens."""

import importlib.util
import sys
from pathlib import Path

import pytest

from batos.inference import no_progress
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_ollama.backend import OllamaBackend
from batos_backend_ollama.options import OllamaOptions

WINDOW = 256


@pytest.fixture(scope="session")
def documented():
    """The module of the server."""
    name = "batos_tests_documented_ollama"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("server.py"))
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def tokens(small_model):
    """The embedded backend, which makes the tokens; its slots are larger than any window here."""
    options = {"model": str(small_model), "n_ctx": 2048, "parallel": 2, "threads": 1}
    backend = LlamaBackend(LlamaOptions.read(options))
    backend.load(no_progress)
    yield backend
    backend.close()


@pytest.fixture(scope="session")
def serve(documented, tokens):
    """Starts servers."""
    running = []

    def start(version="0.40.2"):
        running.append(documented.DocumentedOllama(tokens, version))
        return running[-1]

    yield start
    for server in running:
        server.kill()


@pytest.fixture(scope="session")
def backend_at(documented):
    """Makes backends of a server."""

    def make(server, **options):
        given = {"host": server.url, "model": documented.NAME, "num_ctx": WINDOW, **options}
        return OllamaBackend(OllamaOptions.read(given))

    return make


@pytest.fixture
def loaded(backend_at):
    """Makes backends that are loaded, and closes them."""
    made = []

    def make(server, progress=no_progress, **options):
        made.append(backend_at(server, **options))
        made[-1].load(progress)
        return made[-1]

    yield make
    for backend in made:
        backend.close()
