"""A tiny model in parts, an index that is a folder, and a hub on this machine."""

import hashlib
import os
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from batos_backend_llamacpp.catalogue import CatalogueModel, HubSource, IndexSource

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PARTS = tuple(os.urandom(size) for size in (400_000, 300_000, 7))
CONTENT = b"".join(PARTS)


@pytest.fixture
def tiny():
    """A model of the catalogue, but for its size."""
    return CatalogueModel(
        name="tiny-0.1b",
        file="tiny-0.1b.gguf",
        bytes=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        licence="Apache-2.0",
        context_window=512,
        memory=1,
        sources=(
            HubSource(repository="makers/tiny", revision=COMMIT),
            IndexSource(package="tiny-part{}", version="1.0", parts=len(PARTS)),
        ),
    )


class Index:
    """A folder of packages that pip takes for an index."""

    def __init__(self, folder):
        self._folder = folder
        folder.mkdir()
        for number in range(1, len(PARTS) + 1):
            self.put(number)

    def path(self, number):
        return self._folder / f"tiny_part{number}-1.0-py3-none-any.whl"

    def put(self, number, content=None):
        name = f"tiny_part{number}"
        info = f"{name}-1.0.dist-info"
        files = {
            f"{name}/data/part{number:02}.bin": PARTS[number - 1] if content is None else content,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/RECORD": "",
        }
        with zipfile.ZipFile(self.path(number), "w") as wheel:
            for path, text in files.items():
                wheel.writestr(path, text)

    def remove(self, number):
        self.path(number).unlink()


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The only index that pip knows; the hub is away."""
    made = Index(tmp_path / "index")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    return made


class Hub:
    """A model hub with one file.

    Attributes:
        status: What it answers.
        gives: Bytes after which it breaks off each answer.
        content: The file.
        asked: The byte from which each download began.
    """

    def __init__(self):
        self.status = 200
        self.gives = len(CONTENT)
        self.content = CONTENT
        self.asked = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self):
                self._head(0)

            def do_GET(self):
                found = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
                begin = int(found[1]) if found else 0
                hub.asked.append(begin)
                self._head(begin)
                if hub.status == 200:
                    self.wfile.write(hub.content[begin : max(begin, hub.gives)])
                self.close_connection = True

            def _head(self, begin):
                known = self.path == f"/makers/tiny/resolve/{COMMIT}/tiny-0.1b.gguf"
                status = hub.status if known else 404
                self.send_response(206 if begin and status == 200 else status)
                self.send_header("ETag", '"one"')
                self.send_header("X-Repo-Commit", COMMIT)
                self.send_header("Accept-Ranges", "bytes")
                size = len(hub.content)
                if begin:
                    self.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
                self.send_header("Content-Length", str(size - begin if status == 200 else 0))
                self.end_headers()

            def log_message(self, *words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def hub(index, monkeypatch):
    """A hub that answers; the index is there as well."""
    made = Hub()
    monkeypatch.setenv("HF_ENDPOINT", made.url)
    yield made
    made.end()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "models"


@pytest.fixture
def content():
    return CONTENT
