"""A real peer, and a server that misbehaves as it is told."""

import importlib.util
import json
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from batos_backend_openai.backend import OpenAIBackend
from batos_backend_openai.options import OpenAIOptions


def _peer_class():
    name = "batos_tests_openai_peer"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("peer.py"))
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name].Peer


@pytest.fixture(scope="session")
def start_peer(small_model):
    """Starts llama.cpp's server in a process of its own."""
    running = []

    def start(**options):
        running.append(_peer_class()(small_model, **options))
        return running[-1]

    yield start
    for peer in running:
        peer.kill()


@pytest.fixture(scope="session")
def peer(start_peer):
    """One that all tests share."""
    return start_peer(n_ctx=512, parallel=2, vectors=True)


@pytest.fixture
def key_file(tmp_path):
    """Writes a key into a private file."""

    def write(key, mode=0o600):
        path = tmp_path / "key"
        path.write_text(f"{key}\n")
        path.chmod(mode)
        return str(path)

    return write


def usage(prompt, completion):
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": 0}


def piece(text, reason=None, index=0, **more):
    """Return a chunk of a stream, as the documentation of the protocol has it."""
    return {
        "id": "1",
        "object": "text_completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": index, "text": text, "finish_reason": reason, "logprobs": None}],
        **more,
    }


class RudeServer:
    """Answers each request by the next of its script, over a real socket.

    A part of the script is a status with a JSON body and headers, or a list of chunks: what is no
    dict of them is sent as it is, and ``None`` breaks the connection.

    Attributes:
        asked: The paths and bodies so far.
    """

    def __init__(self):
        self.script = deque()
        self.asked = []
        self.models = [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.asked.append((self.path, None))
                if server.models is None:
                    self._json(404, {"error": {"message": "no such route"}}, {})
                else:
                    self._json(200, {"object": "list", "data": server.models}, {})

            def do_POST(self):
                size = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(size))
                server.asked.append((self.path, body))
                part = server.script.popleft()
                if isinstance(part, list):
                    self._stream(part)
                else:
                    self._json(*part)

            def _json(self, status, body, headers):
                data = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _stream(self, chunks):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for chunk in chunks:
                    if chunk is None:
                        self.close_connection = True
                        return
                    text = chunk if isinstance(chunk, str) else json.dumps(chunk)
                    data = f"data: {text}\n\n".encode()
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def rude():
    made = RudeServer()
    yield made
    made.close()


@pytest.fixture
def backend_of(rude):
    """Makes backends that ask the rude server, loaded."""
    made = []

    def make(**options):
        backend = OpenAIBackend(OpenAIOptions.read({"base_url": rude.url, **options}))
        made.append(backend)
        backend.load(lambda what, share: None)
        return backend

    yield make
    for backend in made:
        backend.close()


@pytest.fixture(scope="session")
def say():
    """Makes chunks of a stream: ``say.piece`` and ``say.usage``."""

    class Said:
        pass

    Said.piece, Said.usage = staticmethod(piece), staticmethod(usage)
    return Said
