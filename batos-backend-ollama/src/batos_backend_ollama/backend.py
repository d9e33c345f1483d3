"""The backend: requests of BAT OS answered by an Ollama server."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from batos.errors import BackendError, BatosError
from batos.inference.backend import CancelToken, Capabilities, Progress
from batos.inference.choices import as_schema, choices_of, taken_off
from batos.inference.counting import asked_tokens, check_fits
from batos.inference.limits import Limits
from batos.inference.remote import RemoteBackend, RemoteStream, open_line
from batos.inference.requests import Chunk, CompletionRequest
from batos_backend_ollama.answer import AnswerStream
from batos_backend_ollama.link import Link, Served
from batos_backend_ollama.options import OllamaOptions, server_url
from batos_backend_ollama.refusals import WINDOW_HINT, check_more, refusal

__all__ = ["OllamaBackend"]

_LOG = logging.getLogger(__name__)
_LOAD_S = 600.0
"""Seconds that a server has to take a model into its memory."""
_PULL_S = 24 * 3600.0
_LIST_S = 120.0


class OllamaBackend(RemoteBackend[Link, Served]):
    """One model of one server. Thread safe.

    Args:
        options: Which server, which model, which window.
    """

    name = "ollama"
    server = "Ollama"
    window_hint = WINDOW_HINT

    def __init__(self, options: OllamaOptions | None = None) -> None:
        self._options = options or OllamaOptions()
        super().__init__(Served(self._options.num_ctx, False, {}))

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._options.model

    @property
    def _window(self) -> int:
        return self._served.window

    @property
    def _embedding_model(self) -> str:
        return self._options.embedding_model

    def capabilities(self) -> Capabilities:
        """Return what the backend can do; the window is the server's own word once loaded."""
        return Capabilities(
            embeddings=bool(self._embedding_model),
            choices=True,
            schema=True,
            seeds=True,
            chat=True,
            context_window=self._window,
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
            found = loop.run(link.models(), Limits(CancelToken(), _LIST_S, self._closing))
        except Exception as error:
            raise self._told(error, link) from error
        return found or []

    def _connect(self, progress: Progress) -> None:
        """Have the server load the model, and look what window it really has."""
        url = server_url(self._options.host)
        if warning := open_line(url):
            self._warn(warning, progress)
        progress(f"Asking Ollama at {url}", None)
        served = self._ask(
            lambda: Link(self._options),
            lambda link: link.ready(progress),
            _PULL_S if self._options.pull else _LOAD_S,
            f"Ollama at {url} did not load {self.model!r} in time.",
        )
        for each in served.warnings:
            self._warn(each, progress)
        progress(f"Ready: {self.model} at {url}, {served.window} tokens", 1.0)

    def _warn(self, warning: str, progress: Progress) -> None:
        _LOG.warning("%s", warning)
        progress(warning, None)

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
        answer = AnswerStream(request, limits, served.window)
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
                raise self._told(error, link, asked) from error
            finally:
                stream.close()
        yield from answer.ending()

    def _told(self, error: BaseException, link: Link | None, asked: int = 0) -> BaseException:
        if isinstance(error, BatosError) or not isinstance(error, Exception):
            return error
        url = link.url if link is not None else server_url(self._options.host)
        return refusal(error, url, self.model, asked, self._window)
