"""The kit against a server that follows Ollama's documentation: no real one, but real tokens."""

import pytest

from batos.inference import no_progress
from batos.testing import BackendSuite

pytestmark = [pytest.mark.model, pytest.mark.long]


class TestAgainstADocumentedServer(BackendSuite):
    has_counter = True
    has_server = True
    has_models = True
    has_limits = True

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls, serve):
        return serve()

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls, backend_at, documented, server):
        return lambda: backend_at(server, parallel=2, embedding_model=documented.VECTORS)

    @pytest.fixture
    def work_done(self, tokens):
        return lambda: tokens.metrics()["n_decode_total"]

    @pytest.fixture
    def kill_server(self, backend_at, serve):
        def begin():
            server = serve()
            backend = backend_at(server)
            backend.load(no_progress)
            return backend, server.kill

        return begin

    @pytest.fixture
    def wrong_model(self, backend_at, server):
        return lambda: backend_at(server, model="qwen2.5-coder:0.6b")

    @pytest.fixture
    def starved(self, backend_at, serve):
        def begin():
            server = serve()
            server.faults.append("memory")
            return backend_at(server)

        return begin
