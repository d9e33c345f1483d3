"""A server that follows Ollama's documentation of its API, with real tokens from llama.cpp.

No package ships Ollama itself. Requests and answers are those of its documentation: NDJSON streams,
the last object with reason and counts, durations in nanoseconds, errors as ``{"error": …}``. What
it does with prompts that do not fit is what its versions do, as people have reported it:

=========== ==========================================================================
``0.40.2``  refuses with ``truncate: false``, with the error of what runs inside it as
            JSON in a text; without, it cuts to half of the window and two tokens
``0.12.6``  refuses with ``truncate: false``, without numbers
``0.12.5``  knows no ``truncate``: cuts a prompt to the window, drops the oldest turns of
            a conversation, and goes on past the window when an answer fills it
``half``    cuts to half of the window whatever it is told
=========== ==========================================================================
"""

import contextlib
import http.client
import json
import select
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from batos.inference import CancelToken, CompletionRequest, TextChunk

NAME = "qwen2.5-coder:0.5b"
VECTORS = "all-minilm:latest"
TRAINED = 32768


class DocumentedOllama:
    """The server; as many as wanted share one model.

    Args:
        llama: The embedded backend, loaded.
        version: What it says it is, and behaves like.

    Attributes:
        asked: The paths and bodies so far.
        faults: What goes wrong with the next answers: ``error``, ``gone`` or ``slow`` after two
            objects, ``memory`` or ``busy`` at once, or a ``done_reason`` in the place of its own.
        there: Names of the models that it has.
    """

    def __init__(self, llama, version="0.40.2"):
        self.llama = llama
        self.version = version
        self.asked = []
        self.faults = []
        self.there = [NAME, VECTORS]
        self.held = {}
        self.holds_at_most = TRAINED
        self._sockets = set()
        server = self

        class Handler(_Handler):
            ollama = server

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def process_request(self, request, address):
                server._sockets.add(request)
                super().process_request(request, address)

            def handle_error(self, *_):
                pass  # a client that goes away is nothing to be printed

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def kill(self):
        """Be gone at once: every connection breaks."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        for each in list(self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    # What runs inside it.

    def inside(self, path, body):
        """Ask llama.cpp's own server, which counts as the model does."""
        native = self.llama._loaded()
        connection = http.client.HTTPConnection(
            urlsplit(native._server.listening_address).netloc, timeout=60
        )
        try:
            headers = {"Authorization": f"Bearer {native._key}", "Content-Type": "application/json"}
            connection.request("POST", path, json.dumps(body), headers)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def tokens(self, text):
        return self.inside("/tokenize", {"content": text, "parse_special": True})["tokens"]

    def text(self, tokens):
        return self.inside("/detokenize", {"tokens": tokens})["content"]

    def rendered(self, messages):
        return self.inside("/apply-template", {"messages": messages})["prompt"]

    @property
    def refuses(self):
        return self.version in ("0.40.2", "0.12.6")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ollama: DocumentedOllama

    def do_GET(self):
        self.ollama.asked.append((self.path, None))
        if self.path == "/api/tags":
            self._json(200, {"models": [self._listed(name) for name in self.ollama.there]})
        elif self.path == "/api/version":
            version = "0.33.2" if self.ollama.version == "half" else self.ollama.version
            self._json(200, {"version": version})
        elif self.path == "/api/ps":
            rows = [
                {**self._listed(name), "size_vram": 0, "context_length": window}
                for name, window in self.ollama.held.items()
            ]
            self._json(200, {"models": rows})
        else:
            self._json(404, {"error": "not found"})

    def _listed(self, name):
        details = {"format": "gguf", "family": "qwen2", "parameter_size": "494M"}
        return {
            "name": name,
            "model": name,
            "modified_at": "2026-01-01T00:00:00Z",
            "size": 397821319,
            "digest": "d" * 64,
            "details": {**details, "quantization_level": "Q4_K_M"},
        }

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(size))
        self.ollama.asked.append((self.path, body))
        name = body["model"]
        if self.path == "/api/pull":
            self._pull(name)
        elif name not in self.ollama.there and f"{name}:latest" not in self.ollama.there:
            self._json(404, {"error": f"model '{name}' not found"})
        elif self.path == "/api/show":
            facts = {"general.architecture": "qwen2", "qwen2.context_length": TRAINED}
            shown = {"modelfile": "", "template": "", "details": self._listed(name)["details"]}
            self._json(200, {**shown, "model_info": facts, "capabilities": ["completion"]})
        elif self.path == "/api/embed":
            self._embed(body)
        elif self.path in ("/api/generate", "/api/chat"):
            self._answer(body)
        else:
            self._json(404, {"error": "not found"})

    def _pull(self, name):
        parts = [{"status": "pulling manifest"}]
        if name.startswith("nobody"):
            parts.append({"error": "pull model manifest: file does not exist"})
        else:
            layer = {"status": "pulling dddd", "digest": "sha256:dddd", "total": 100}
            parts += [layer, {**layer, "completed": 50}, {**layer, "completed": 100}]
            parts += [{"status": "verifying sha256 digest"}, {"status": "success"}]
            self.ollama.there.append(name)
        self._begin()
        for part in parts:
            self._say(part)
        self._end()

    def _embed(self, body):
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        window, counted, vectors = 256, 0, []
        for text in texts:
            tokens = self.ollama.tokens(text)
            if len(tokens) > window:
                if not body.get("truncate", True):
                    self._json(400, {"error": "the input length exceeds the context length"})
                    return
                tokens = tokens[:window]
            counted += len(tokens)
            # Which tokens there are, folded into a few places: a vector as good as any here.
            vector = [0.001] * 64
            for token in tokens:
                vector[token % 64] += 1.0
            vectors.append(vector)
        told = {"model": body["model"], "embeddings": vectors, "total_duration": 1}
        self._json(200, {**told, "load_duration": 1, "prompt_eval_count": counted})

    def _answer(self, body):
        ollama, began = self.ollama, time.monotonic()
        options = body.get("options") or {}
        window = min(options.get("num_ctx", 4096), TRAINED, ollama.holds_at_most)
        fault = ollama.faults.pop(0) if ollama.faults else ""
        if fault == "memory":
            said = "model requires more system memory (5.6 GiB) than is available (2.3 GiB)"
            self._json(500, {"error": said})
            return
        if fault == "busy":
            self._json(503, {"error": "server busy, please try again.  maximum pending requests"})
            return
        if body.get("keep_alive") != 0:
            ollama.held[body["model"]] = window
        is_chat = self.path == "/api/chat"
        if not (body.get("messages") if is_chat else body.get("prompt")):
            text = (
                {"message": {"role": "assistant", "content": ""}} if is_chat else {"response": ""}
            )
            self._json(200, {**self._head(body), **text, "done": True, "done_reason": "load"})
            return
        prompt = self._prompt(body, window, is_chat)
        if prompt is None:
            return
        tokens = ollama.tokens(prompt)
        most = options.get("num_predict", 128)
        if ollama.refuses or body.get("shift") is not False:
            most = min(most, window - len(tokens)) if ollama.refuses else most
        request = CompletionRequest(
            prompt=prompt,
            max_tokens=max(most, 1),
            temperature=options.get("temperature", 0.8),
            top_p=options.get("top_p", 0.9),
            stop=tuple(options.get("stop") or ()) + (("<|im_end|>",) if is_chat else ()),
            seed=options.get("seed"),
            json_schema=body.get("format") or None,
            deadline_s=600,
        )
        self._begin()
        with _Watch(self.connection) as cancel:
            last = None
            for count, chunk in enumerate(ollama.llama.complete(request, cancel)):
                if not isinstance(chunk, TextChunk):
                    last = chunk
                    break
                if count == 2 and fault in ("error", "gone", "slow"):
                    if fault == "error":
                        self._say({"error": "an error was encountered while running the model"})
                        self._end()
                        return
                    if fault == "gone":
                        self.close_connection = True
                        return
                    time.sleep(0.3)
                self._say({**self._head(body), **self._piece(chunk.text, is_chat), "done": False})
        nanos = int((time.monotonic() - began) * 1e9)
        reason = fault if fault not in ("", "slow") else last.finish_reason
        self._say(
            {
                **self._head(body),
                **self._piece("", is_chat),
                "done": True,
                "done_reason": reason,
                "total_duration": nanos,
                "load_duration": 1000,
                "prompt_eval_count": len(tokens),
                "prompt_eval_duration": nanos // 2,
                "eval_count": last.completion_tokens,
                "eval_duration": nanos // 2,
            }
        )
        self._end()

    def _prompt(self, body, window, is_chat):
        """Return what the model reads: whole, or cut as this version does; None when refused."""
        ollama = self.ollama
        messages = list(body.get("messages") or ())
        prompt = ollama.rendered(messages) if is_chat else body["prompt"]
        tokens = ollama.tokens(prompt)
        if len(tokens) < window:
            return prompt
        if ollama.refuses and body.get("truncate") is False:
            self._json(400, {"error": self._too_long(len(tokens), window)})
            return None
        if is_chat:
            while len(messages) > 2 and len(ollama.tokens(ollama.rendered(messages))) >= window:
                del messages[1]
            prompt = ollama.rendered(messages)
            tokens = ollama.tokens(prompt)
        keep = window if ollama.version == "0.12.5" else window // 2 + 2
        return prompt if len(tokens) < window else ollama.text(tokens[-keep:])

    def _too_long(self, tokens, window):
        if self.ollama.version == "0.12.6":
            return "the input length exceeds the context length"
        said = f"request ({tokens} tokens) exceeds the available context size ({window} tokens)"
        told = {"n_prompt_tokens": tokens, "n_ctx": window, "code": 400, "message": said}
        return json.dumps({"error": {**told, "type": "exceed_context_size_error"}})

    def _head(self, body):
        return {"model": body["model"], "created_at": "2026-01-01T00:00:00.000000Z"}

    def _piece(self, text, is_chat):
        return (
            {"message": {"role": "assistant", "content": text}} if is_chat else {"response": text}
        )

    def _json(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _begin(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _say(self, part):
        data = json.dumps(part, ensure_ascii=False).encode() + b"\n"
        # In two pieces: a packet may end in the middle of a line, and of a letter.
        for half in (data[: len(data) // 2], data[len(data) // 2 :]):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
            self.wfile.flush()

    def _end(self):
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


class _Watch:
    """Cancels the work as soon as the client has closed its connection."""

    def __init__(self, connection):
        self._connection = connection
        self._over = threading.Event()
        self._cancel = CancelToken()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self):
        while not self._over.is_set():
            try:
                if select.select([self._connection], [], [], 0.02)[0]:
                    if not self._connection.recv(1, socket.MSG_PEEK):
                        raise OSError
                    return
            except (OSError, ValueError):
                self._cancel.cancel()
                return

    def __enter__(self):
        self._thread.start()
        return self._cancel

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()
