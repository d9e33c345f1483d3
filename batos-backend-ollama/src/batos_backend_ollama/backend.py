"""The backend: requests of BAT OS answered by an Ollama server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence

from batos.errors import BackendError, BatosError, CancelledError, DeadlineError
from batos.inference.backend import CancelToken, Capabilities, Progress
from batos.inference.choices import as_schema, choices_of, taken_off
from batos.inference.counting import asked_tokens, check_fits, check_whole, fewest_tokens
from batos.inference.limits import Limits
from batos.inference.remote import RemoteLoop, RemoteStream, open_line
from batos.inference.requests import Chunk, CompletionRequest
from batos_backend_ollama.answer import Answer
from batos_backend_ollama.link import Link, Served
from batos_backend_ollama.options import OllamaOptions, server_url
from batos_backend_ollama.refusals import WINDOW_HINT, check_more, refusal

__all__ = ["OllamaBackend"]

_LOG = logging.getLogger(__name__)
_LOAD_S = 600.0
"""Seconds that a server has to take a model into its memory."""
_PULL_S = 24 * 3600.0
_EMBED_S = 120.0


class OllamaBackend:
    """One model of one server. Thread safe.

    Args:
        options: Which server, which model, which window.
    """

    name = "ollama"

    def __init__(self, options: OllamaOptions | None = None) -> None:
        self._options = options or OllamaOptions()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._loop: RemoteLoop | None = None
        self._link: Link | None = None
        self._served = Served(self._options.num_ctx, False, {})

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._options.model

    def capabilities(self) -> Capabilities:
        """Return what the backend can do; the window is the server's own word once loaded."""
        return Capabilities(
            embeddings=bool(self._options.embedding_model),
            choices=True,
            schema=True,
            seeds=True,
            chat=True,
            context_window=self._served.window,
            parallel=self._options.parallel,
        )

    def details(self) -> dict[str, str]:
        """Return facts about the loaded model, for provenance."""
        return dict(self._served.facts)

    def models(self) -> list[str]:
        """Return the names of the models that the server has.

        Raises:
            BackendError: The backend is not loaded, or the server cannot be asked.
        """
        loop, link = self._loaded()
        try:
            found = loop.run(link.models(), Limits(CancelToken(), _EMBED_S, self._closing))
        except Exception as error:
            raise self._told(error, link.url, 0) from error
        return found or []

    def load(self, progress: Progress) -> None:
        """Have the server load the model, and look what window it really has.

        Raises:
            ModelFileError: It has no such model, and is not to fetch it.
            ConfigError: The address cannot be read.
            BackendError: The server cannot be reached or has no room for the model, or the
                backend is closed.
        """
        with self._lock:
            if self._closing.is_set():
                raise BackendError(f"Backend {self.name!r} is closed.")
            if self._link is not None:
                return
            url = server_url(self._options.host)
            if warning := open_line(url):
                self._warn(warning, progress)
            progress(f"Asking Ollama at {url}", None)
            loop, link = RemoteLoop("ollama-loop"), None
            seconds = _PULL_S if self._options.pull else _LOAD_S
            try:
                link = Link(self._options)
                served = loop.run(
                    link.ready(progress), Limits(CancelToken(), seconds, self._closing)
                )
            except BaseException as error:
                loop.close(link.close() if link is not None else _nothing())
                raise self._told(error, url, 0) from error
            if served is None:
                loop.close(link.close())
                raise BackendError(f"Ollama at {url} did not load {self.model!r} in time.")
            self._served, self._loop, self._link = served, loop, link
            for each in served.warnings:
                self._warn(each, progress)
            progress(f"Ready: {self.model} at {url}, {served.window} tokens", 1.0)

    def _warn(self, warning: str, progress: Progress) -> None:
        _LOG.warning("%s", warning)
        progress(warning, None)

    def close(self) -> None:
        """Stop running requests and close every connection."""
        self._closing.set()
        with self._lock:
            if self._loop is not None and self._link is not None:
                self._loop.close(self._link.close())

    def complete(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Answer a request; see :meth:`batos.inference.backend.Backend.complete`.

        Raises:
            PromptTooLongError: The prompt does not fit, or the server has cut it.
            BackendError: The server cannot answer, or cannot bind the answer.
        """
        choices = choices_of(request.grammar or "")
        if choices is None:
            yield from self._answer(request, cancel)
            return
        said = self._answer(as_schema(request, choices), cancel)
        for _, chunk in taken_off(((0, each) for each in said), choices):
            yield chunk

    def _answer(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        limits = Limits(cancel, request.deadline_s, self._closing)
        loop, link = self._loaded()
        if request.grammar is not None:
            raise BackendError(
                "Ollama takes no grammars.", hint="It binds answers to JSON schemas."
            )
        served = self._served
        asked = asked_tokens(request)
        check_fits(asked, served.window, WINDOW_HINT)
        answer = Answer(request, limits, served.window)
        if limits.ended_early() is None:
            stream = RemoteStream(loop, lambda: link.begin(request, served), limits)
            try:
                for part in stream:
                    yield from answer.parse(part)
                    if answer.over:
                        break
                if answer.is_doubtful:
                    more = loop.run(link.count_more(request, served), limits)
                    check_more(answer.counted, more, served.window)
            except Exception as error:
                raise self._told(error, link.url, asked) from error
            finally:
                stream.close()
        yield from answer.ending()

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> list[list[float]]:
        """Return one vector for each text.

        Raises:
            PromptTooLongError: A text does not fit, or the server has cut it.
            CancelledError: It was cancelled.
            BackendError: No model for vectors is configured, or the server cannot make them.
        """
        if not self._options.embedding_model:
            raise BackendError(
                "No model for vectors is configured.", hint="Set the option 'embedding_model'."
            )
        loop, link = self._loaded()
        if not texts:
            return []
        limits = Limits(cancel, _EMBED_S, self._closing)
        asked = sum(map(fewest_tokens, texts))
        try:
            made = loop.run(link.embed(list(texts)), limits)
        except Exception as error:
            raise self._told(error, link.url, asked) from error
        if made is None:
            if limits.ended_early() == "deadline":
                raise DeadlineError(f"Ollama made no vectors within {_EMBED_S:g} s.")
            raise CancelledError("The vectors were cancelled.")
        vectors, counted = made
        if 0 < counted < asked:
            check_whole(asked, counted, self._served.window, WINDOW_HINT)
        if len(vectors) != len(texts):
            raise BackendError(f"Ollama made {len(vectors)} vectors of {len(texts)} texts.")
        return vectors

    def _loaded(self) -> tuple[RemoteLoop, Link]:
        if self._loop is None or self._link is None or self._closing.is_set():
            raise BackendError(f"Backend {self.name!r} is not loaded.")
        return self._loop, self._link

    def _told(self, error: BaseException, url: str, asked: int) -> BaseException:
        """Return an error of ours for one of the client library."""
        if isinstance(error, BatosError) or not isinstance(error, Exception):
            return error
        return refusal(error, url, self.model, asked, self._served.window)


async def _nothing() -> None:
    """Do nothing, where nothing is to be closed."""
