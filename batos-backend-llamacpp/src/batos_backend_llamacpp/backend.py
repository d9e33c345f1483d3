"""The backend: requests of BAT OS answered by llama.cpp in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from batos.errors import BackendError, PromptTooLongError
from batos.inference.backend import CancelToken, Capabilities, Progress
from batos.inference.files.adapter import Adapter
from batos.inference.prompts import PLAIN_STOPS, render_messages
from batos.inference.requests import Chunk, CompletionRequest
from batos_backend_llamacpp.adapters.rack import Rack
from batos_backend_llamacpp.answer import AnswerStream
from batos_backend_llamacpp.catalogue import find_model
from batos_backend_llamacpp.gguf import GgufInfo, read_gguf
from batos_backend_llamacpp.native import NativeServer
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_llamacpp.shelf import LlamaShelf
from batos_backend_llamacpp.slots import SlotPool

__all__ = ["LlamaBackend"]

_CLOSE_S = 30.0
"""How long running requests have to stop; each stops at its next token or batch."""


class LlamaBackend:
    """One GGUF model behind parallel slots. Thread safe.

    Args:
        options: What to load and how.
    """

    name = "llamacpp"

    def __init__(self, options: LlamaOptions | None = None) -> None:
        self._options = options or LlamaOptions()
        self._lock = threading.Lock()
        self._pool = SlotPool(self._options.parallel)
        self._server: NativeServer | None = None
        self._path = Path()
        self._rack: Rack | None = None
        self._info: GgufInfo | None = None
        self._shelf = LlamaShelf(self._options)
        self._model = ""
        self._closing = threading.Event()

    @property
    def model(self) -> str:
        """Name of the model: that of the catalogue, or the file's without its ending."""
        return self._model or self._name()

    def _name(self) -> str:
        """Return the name of the model that would be loaded now."""
        taken = self._shelf.taken()
        if taken is not None:
            return taken.name
        path = Path(self._options.model)
        return path.stem if path.suffix == ".gguf" else path.name

    @property
    def busy_slots(self) -> int:
        """Slots at work now."""
        return self._pool.busy

    def capabilities(self) -> Capabilities:
        """Return what the backend can do; the window is llama.cpp's own word once loaded."""
        window = self._options.n_ctx // self._options.parallel
        return Capabilities(
            embeddings=self._options.embeddings,
            adapters=True,
            grammar=True,
            schema=True,
            seeds=True,
            chat=self._info is not None and self._info.chat_template,
            context_window=self._server.slot_window if self._server else window,
            parallel=self._options.parallel,
        )

    def model_file(self) -> Path:
        """Return the model's file, as it is or as it will be once it is fetched."""
        taken = self._shelf.taken()
        if taken is not None:
            return self._shelf.entry(taken.name).file
        path = Path(self._options.model).expanduser()
        # Of a folder its only model is meant, or the first part of one that is in parts.
        found = sorted(path.rglob("*.gguf")) if path.is_dir() else []
        return found[0] if found else path

    def check_files(self) -> None:
        """Look whether the model's file is there, by its size and its head; load nothing.

        Raises:
            ModelFileError: It is missing, or it is no model.
        """
        read_gguf(self._find())

    def _find(self) -> Path:
        """Return the model's file.

        Raises:
            ModelFileError: It is not here.
        """
        taken = self._shelf.taken()
        if taken is not None:
            return self._shelf.find(taken.name)
        path = self.model_file()
        if path.suffix != ".gguf" and len(path.parts) == 1 and not path.exists():
            find_model(self._options.model)  # a name, and none of the catalogue
        return path

    def details(self) -> dict[str, str]:
        """Return facts about the loaded model, for provenance."""
        if self._info is None:
            return {}
        facts = {
            "quantisation": self._info.quantisation,
            "architecture": self._info.architecture,
            "model_name": self._info.name,
        }
        return {key: value for key, value in facts.items() if value}

    def metrics(self) -> dict[str, float]:
        """Return llama.cpp's counters, such as ``tokens_predicted_total``."""
        with self._lock:
            return self._loaded().metrics()

    def load(self, progress: Progress) -> None:
        """Check the file and load it; it is never fetched here.

        Raises:
            ModelFileError: The file is missing or damaged.
            BackendError: The native library cannot be used, there is no room, or the backend is
                closed.
        """
        with self._lock:
            if self._closing.is_set():
                raise BackendError(f"Backend {self.name!r} is closed.")
            if self._server is not None:
                return
            path, self._model = self._find(), self._name()
            self._info = read_gguf(path)
            progress(f"Loading {path.name}", None)
            self._rack = Rack(path, self._options.adapters_dir, self._options.adapter_cache)
            self._serve(path)
            progress(f"Loaded {path.name}", 1.0)

    def _serve(self, path: Path) -> None:
        """Have the model answer, with every adapter that is there and fits."""
        assert self._rack is not None
        self._path = path
        self._server = NativeServer(path, self._options, self._rack.all_that_fit())

    def close(self) -> None:
        """Stop running requests, then free the model."""
        self._closing.set()
        # The native server may go only when no request is inside it any more.
        if self._pool.wait_idle(_CLOSE_S):
            with self._lock:
                self._server = None

    def complete(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Answer a request; see :meth:`batos.inference.backend.Backend.complete`."""
        for _, chunk in self.complete_many(request, 1, cancel):
            yield chunk

    def complete_many(
        self, request: CompletionRequest, count: int, cancel: CancelToken
    ) -> Iterator[tuple[int, Chunk]]:
        """Draw samples of one request, reading its prompt once.

        Raises:
            PromptTooLongError: The prompt does not fit a slot.
            BackendError: llama.cpp refused the request.
        """
        if not 1 <= count <= self._pool.size:
            raise BackendError(f"{count} samples do not fit {self._pool.size} slots.")
        answer = AnswerStream(request, count, cancel, self._closing)
        server = self._taken(count, request.adapter, lambda: answer.ended_early() is not None)
        if server is None:
            yield from answer.endings()
            return
        payload = self._payload(request, count)
        if server.racked.files:
            payload["lora"] = server.racked.scales(request.adapter)

        def work() -> None:
            try:
                server.stream(payload, answer.hear)
            except Exception as error:
                answer.fail(error)
            finally:
                answer.no_more()
                self._pool.put_back(count)

        threading.Thread(target=work, name="llamacpp-request", daemon=True).start()
        try:
            yield from self._read(answer)
        finally:
            answer.stop()

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> list[list[float]]:
        """Return a vector for each text; see :class:`batos.inference.EmbeddingBackend`.

        Raises:
            PromptTooLongError: A text does not fit a slot.
            CancelledError: It was cancelled.
            BackendError: It is not to make vectors, or llama.cpp refused a text.
        """
        if not self._options.embeddings:
            raise BackendError(
                f"Backend {self.name!r} is not to make vectors.",
                hint="Set its option embeddings to true.",
            )
        return [self._vector(text, cancel) for text in texts]

    def _vector(self, text: str, cancel: CancelToken) -> list[float]:
        server = self._taken(1, None, lambda: cancel.cancelled or self._closing.is_set())
        if server is None:
            cancel.raise_if_cancelled()
            raise BackendError(f"Backend {self.name!r} is closed.")
        try:
            cancel.raise_if_cancelled()
            answer = server.embed(text)
        finally:
            self._pool.put_back(1)
        if "error" in answer:
            raise self._refusal(answer["error"])
        return [float(each) for each in answer["data"][0]["embedding"]]

    def _read(self, answer: AnswerStream) -> Iterator[tuple[int, Chunk]]:
        for raw in answer.raw_chunks():
            if "error" in raw:
                raise self._refusal(raw["error"])
            yield from answer.parse(raw)
        yield from answer.endings()

    def _loaded(self) -> NativeServer:
        server = self._server
        if server is None or self._closing.is_set():
            raise BackendError(f"Backend {self.name!r} has no model loaded.")
        return server

    def _taken(
        self, count: int, adapter: str | None, give_up: Callable[[], bool]
    ) -> NativeServer | None:
        """Take slots and return the server that they are of; None for whoever gave up.

        Raises:
            AdapterError: There is no such adapter, or it does not fit the model.
            BackendError: There is no model.
        """
        while True:
            racked = self._loaded().racked
            wanted = self._rack.find(adapter) if adapter and self._rack else None
            is_here = wanted is None or racked.has(wanted) or self._begin_anew(wanted, give_up)
            if not is_here or not self._pool.take(count, give_up):
                return None
            server = self._server
            # Meanwhile it may have been begun anew, when the adapter had gone or was another.
            if server is not None and (wanted is None or server.racked.has(wanted)):
                return server
            self._pool.put_back(count)

    def _begin_anew(self, wanted: Adapter, give_up: Callable[[], bool]) -> bool:
        """Load the model with the adapters of now; return False for whoever gave up.

        llama.cpp takes adapters when it starts. What runs is answered to its end before, and the
        model is not in the memory twice.

        Raises:
            AdapterError: The wanted one does not fit the model.
            BackendError: The model cannot be loaded again.
        """
        assert self._rack is not None
        self._rack.file(wanted)  # the error where it does not fit
        if not self._pool.take(self._pool.size, give_up):
            return False
        try:
            with self._lock:
                before = self._loaded()
                if before.racked.has(wanted):  # another one that waited for it was sooner
                    return True
                before.close()
                try:
                    self._serve(self._path)
                except BackendError:
                    self._server = None
                    self._server = NativeServer(self._path, self._options, before.racked)
                    raise
        finally:
            self._pool.put_back(self._pool.size)
        return True

    def _payload(self, request: CompletionRequest, count: int) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "top_p": request.top_p,
            "stop": list(request.stop),
            "seed": -1 if request.seed is None else request.seed % 2**31,
            "cache_prompt": True,
        }
        if count > 1:
            payload["n"] = count
        if request.prompt is not None:
            payload["prompt"] = request.prompt
        elif self._info is not None and self._info.chat_template:
            payload["messages"] = [
                {"role": each.role, "content": each.content} for each in request.messages
            ]
        else:
            payload["prompt"] = render_messages(request.messages)
            payload["stop"] += PLAIN_STOPS
        if request.grammar is not None:
            payload["grammar"] = request.grammar
        if request.json_schema is not None:
            payload["json_schema"] = dict(request.json_schema)
        return payload

    def _refusal(self, error: Mapping[str, Any]) -> BackendError:
        """Return llama.cpp's refusal as an error of ours."""
        if error.get("type") == "exceed_context_size_error":
            tokens, window = error.get("n_prompt_tokens"), error.get("n_ctx")
            return PromptTooLongError(
                f"The prompt has {tokens} tokens and the model's window holds {window}.",
                hint="Shorten the prompt, or raise the backend's n_ctx option "
                f"(it is shared by {self._pool.size} slots).",
                details={"prompt_tokens": tokens, "context_window": window},
            )
        return BackendError(f"llama.cpp refused the request: {error.get('message', error)}")
