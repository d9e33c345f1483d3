"""Whether a server is there that could be taken, and its model for code."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from batos_backend_ollama.looking import look


@pytest.fixture
def serve():
    """Starts a server that has some models; returns the options to find it."""
    running = []

    def start(answer):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                assert self.path == "/api/tags"
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_words):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return {"host": f"127.0.0.1:{server.server_port}"}

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def tags(**sizes):
    models = [{"name": name.replace("_", ":"), "size": size} for name, size in sizes.items()]
    return json.dumps({"models": models}).encode()


def test_the_largest_model_for_code_is_taken(serve):
    sizes = {"llama3_70b": 40, "starcoder2_3b": 2, "deepseek-coder_6b": 4, "nomic-embed-code": 9}
    found = look(serve(tags(**sizes)))
    assert (found.usable, found.model, found.rank) == (True, "deepseek-coder:6b", 30)
    assert "deepseek-coder:6b" in found.reason


def test_the_default_goes_before_a_larger_one(serve):
    found = look(serve(tags(**{"qwen2.5-coder_7b": 4, "codellama_34b": 20})))
    assert found.model == "qwen2.5-coder:7b"


def test_the_configured_one_or_none(serve):
    server = serve(tags(mistral_latest=4, codellama_7b=4))
    assert look({**server, "model": "mistral"}).model == "mistral:latest"
    found = look({**server, "model": "gemma"})
    assert (found.usable, "'gemma'" in found.reason) == (False, True)


@pytest.mark.parametrize("answer", [tags(llama3_8b=4), b"hello", b"{}", b'{"models": [1]}', b"[]"])
def test_a_server_without_one_is_passed_over(serve, answer):
    assert not look(serve(answer)).usable


def test_nobody_answers():
    found = look({"host": "127.0.0.1:9"})
    assert (found.usable, "No Ollama answers" in found.reason) == (False, True)
