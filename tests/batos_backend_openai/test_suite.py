"""The backend passes the kit against llama.cpp's own server: a real peer with real tokens."""

import pytest

from batos.inference import no_progress
from batos.testing import BackendSuite
from batos_backend_openai.backend import OpenAIBackend
from batos_backend_openai.options import OpenAIOptions

pytestmark = [pytest.mark.model, pytest.mark.long]

WRONG = "sk-wrong-0123456789"


class TestAgainstLlamaServer(BackendSuite):
    has_counter = True
    has_server = True
    has_models = True
    has_key = True

    @pytest.fixture(scope="class")
    @classmethod
    def make(cls, tmp_path_factory):
        def make(peer, key="", **more):
            file = tmp_path_factory.mktemp("key") / "key"
            file.write_text(key or peer.key)
            file.chmod(0o600)
            options = {"base_url": peer.url, "preset": "llamacpp", "api_key_file": str(file)}
            more = {"embedding_model": "the one there is", "parallel": 2, **more}
            return OpenAIBackend(OpenAIOptions.read({**options, **more}))

        return make

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls, make, peer):
        return lambda: make(peer)

    @pytest.fixture
    def work_done(self, peer):
        return lambda: peer.metric("n_decode_total")

    @pytest.fixture
    def kill_server(self, make, start_peer):
        def begin():
            peer = start_peer(n_ctx=512, parallel=1)
            backend = make(peer)
            backend.load(no_progress)
            return backend, peer.kill

        return begin

    @pytest.fixture
    def wrong_model(self, make, peer):
        return lambda: make(peer, model="a-model-of-nobody")

    @pytest.fixture
    def wrong_key(self, make, peer):
        return lambda: (make(peer, WRONG), WRONG)
