"""The backend: requests of BAT OS answered by transformers in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from batos.errors import BackendError, BatosError, CancelledError
from batos.inference import CancelToken, Capabilities, Chunk, CompletionRequest, Footprint, Progress
from batos.inference.counting import too_long
from batos.inference.limits import Limits
from batos.inference.prompts import PLAIN_STOPS
from batos_backend_hf.answer import Answer
from batos_backend_hf.options import HfOptions
from batos_backend_hf.sources.source import folder_here, model_name, to_folder

if TYPE_CHECKING:
    from batos_backend_hf.engine import Engine

__all__ = ["HfBackend"]

_CLOSE_S = 30.0
"""How long what runs has to stop; it stops at its next layer."""
_EMBED_S = 120.0
_LOOK_EVERY_S = 0.05
_WINDOW_HINT = "Shorten the prompt, or raise the backend's n_ctx option."


class HfBackend:
    """One model of transformers, which answers one request after the other. Thread safe.

    Args:
        options: What to load and how.
    """

    name = "hf"

    def __init__(self, options: HfOptions | None = None) -> None:
        self._options = options or HfOptions()
        self._loading = threading.Lock()
        self._closing = threading.Event()
        self._turn = threading.Lock()
        self._engine: Engine | None = None

    @property
    def model(self) -> str:
        """Name of the model: its id on the hub, or that of its folder or file."""
        return model_name(self._options)

    def capabilities(self) -> Capabilities:
        """Return what the backend can do; the window and the template are known once loaded."""
        engine = self._engine
        return Capabilities(
            adapters=True,
            embeddings=True,
            grammar=True,
            schema=True,
            seeds=True,
            chat=engine is not None and engine.has_template,
            context_window=engine.window if engine is not None else self._options.n_ctx,
            parallel=self._options.parallel,
        )

    def details(self) -> dict[str, str]:
        """Return facts about the loaded model, for provenance."""
        return dict(self._engine.facts) if self._engine is not None else {}

    def footprint(self) -> Footprint:
        """Return what the weights take; before they are loaded, what their files tell of that.

        Nothing where the model is not here yet.
        """
        if self._engine is not None:
            return self._engine.footprint
        from batos_backend_hf.libraries import require_libraries

        try:
            require_libraries(self._options)
            folder = folder_here(self._options)
        except BatosError:
            return Footprint()  # loading it will tell
        if folder is None:
            return Footprint()
        from batos_backend_hf.weights import device_of, footprint_on, weight_bytes

        try:
            size = weight_bytes(folder, self._options.weights)
        except Exception:  # of damaged files loading tells
            return Footprint()
        return footprint_on(device_of(self._options), size)

    @property
    def layers_computed(self) -> int:
        """Layers of the model that were computed so far: grows while anything is worked on."""
        return self._engine.layers if self._engine is not None else 0

    def load(self, progress: Progress) -> None:
        """Get the model's folder, and load it.

        Raises:
            ModelFileError: The model is not there, or is none.
            UnknownNameError: There is no preset of that name.
            BackendError: A library is missing, there is no room, or the backend is closed.
        """
        with self._loading:
            if self._closing.is_set():
                raise BackendError(f"Backend {self.name!r} is closed.")
            if self._engine is not None:
                return
            from batos_backend_hf.libraries import require_libraries

            require_libraries(self._options)
            folder = to_folder(self._options, progress)
            progress(f"Loading {self.model}", None)
            from batos_backend_hf.engine import Engine

            self._engine = Engine(folder, self._options, _told_names(self._options))
            progress(f"Loaded {self.model}", 1.0)

    def close(self) -> None:
        """Stop running requests, then free the model."""
        self._closing.set()
        with self._loading:
            if self._engine is not None and self._turn.acquire(timeout=_CLOSE_S):
                self._engine = None
                self._turn.release()
                from batos_backend_hf.memory import give_back

                give_back()

    def complete(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Answer a request; see :meth:`batos.inference.backend.Backend.complete`."""
        for _, chunk in self.complete_many(request, 1, cancel):
            yield chunk

    def complete_many(
        self, request: CompletionRequest, count: int, cancel: CancelToken
    ) -> Iterator[tuple[int, Chunk]]:
        """Draw samples of one request together, reading its prompt once.

        Raises:
            PromptTooLongError: The prompt does not fit.
            AdapterError: Its adapter is not there, is damaged, or was made for another model.
            BackendError: The model failed, or the grammar cannot be read.
        """
        limits = Limits(cancel, request.deadline_s, self._closing)
        if not 1 <= count <= self._options.parallel:
            raise BackendError(f"{count} samples are more than {self._options.parallel} at once.")
        engine = self._loaded()
        if request.prompt is None and not engine.has_template:
            request = replace(request, stop=(*request.stop, *PLAIN_STOPS))
        ids = engine.ids(request)
        if len(ids) >= engine.window:
            raise too_long(len(ids), engine.window, _WINDOW_HINT)
        answer = Answer(count, len(ids), limits)
        if not self._take_turn(limits):
            yield from answer.endings()
            return

        def work() -> None:
            try:
                engine.answer(request, ids, count, answer)
            except BatosError as error:
                answer.fail(error)
            except Exception as error:
                answer.fail(BackendError(f"The model failed: {error}"))
            finally:
                answer.no_more()
                self._turn.release()

        threading.Thread(target=work, name="hf-request", daemon=True).start()
        try:
            yield from answer.chunks()
        finally:
            answer.leave()

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> list[list[float]]:
        """Return one vector for each text: the mean of what the last layer holds of it.

        Raises:
            PromptTooLongError: A text does not fit.
            CancelledError: It was cancelled.
            BackendError: The model failed.
        """
        limits = Limits(cancel, _EMBED_S, self._closing)
        engine = self._loaded()
        read = [engine.ids(CompletionRequest(prompt=text)) for text in texts]
        for ids in read:
            if len(ids) > engine.window:
                raise too_long(len(ids), engine.window, _WINDOW_HINT)
        with self._whole_turn(limits):
            return [engine.vector(ids, limits) for ids in read]

    @contextmanager
    def _whole_turn(self, limits: Limits) -> Iterator[None]:
        if not self._take_turn(limits):
            raise CancelledError("The vectors were cancelled.")
        try:
            yield
        finally:
            self._turn.release()

    def _take_turn(self, limits: Limits) -> bool:
        """Wait for the model and take it; return whether it was got before the limits."""
        while limits.ended_early() is None:
            if self._turn.acquire(timeout=_LOOK_EVERY_S):
                return True
        return False

    def _loaded(self) -> Engine:
        engine = self._engine
        if engine is None or self._closing.is_set():
            raise BackendError(f"Backend {self.name!r} has no model loaded.")
        return engine


def _told_names(options: HfOptions) -> list[str]:
    """Return what is known of the model's name: what a folder is called says nothing."""
    name = model_name(options)
    is_told = name.count("/") == 1 or options.model.endswith(".gguf")
    return [name] if is_told else []
