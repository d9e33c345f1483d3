"""The backend: requests of BAT OS answered by a server that speaks ``/v1``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from batos.errors import BackendError, BatosError
from batos.inference.backend import CancelToken, Capabilities, Progress
from batos.inference.choices import as_schema, choices_of, taken_off
from batos.inference.counting import asked_tokens, check_fits
from batos.inference.limits import Limits
from batos.inference.remote import RemoteBackend, RemoteStream, open_line
from batos.inference.requests import Chunk, CompletionRequest
from batos_backend_openai.answer import AnswerStream
from batos_backend_openai.link import DEFAULT_WINDOW, Link, Served
from batos_backend_openai.options import OpenAIOptions
from batos_backend_openai.refusals import WINDOW_HINT, refusal

__all__ = ["OpenAIBackend"]

_LOG = logging.getLogger(__name__)
_LOAD_S = 60.0
"""Seconds that a server has to tell what models it has."""


class OpenAIBackend(RemoteBackend[Link, Served]):
    """One model of one server. Thread safe.

    Args:
        options: Which server, which model, which key.
    """

    name = "openai"
    server = "The server"
    window_hint = WINDOW_HINT

    def __init__(self, options: OpenAIOptions) -> None:
        self._options = options
        super().__init__(Served(options.model, 0))
        self._draws_several = options.known.samples

    @property
    def model(self) -> str:
        """Name of the model; before it is loaded what stands for the server's first one."""
        return self._served.model or f"the first of {self._options.url}"

    def capabilities(self) -> Capabilities:
        """Return what the backend can do; the window is the server's own word once loaded."""
        return Capabilities(
            embeddings=bool(self._embedding_model),
            grammar=self._options.known.grammar,
            choices=self._options.json_schema,
            schema=self._options.json_schema,
            seeds=self._options.seeds,
            chat=True,
            context_window=self._window,
            parallel=self._options.parallel,
        )

    @property
    def _window(self) -> int:
        return self._options.context_window or self._served.window or DEFAULT_WINDOW

    @property
    def _embedding_model(self) -> str:
        return self._options.embedding_model

    def details(self) -> dict[str, str]:
        """Return facts about the model, for provenance."""
        return {"server": self._options.url}

    def _connect(self, progress: Progress) -> None:
        """Ask the server whether it has the model, and what window."""
        url = self._options.url
        for warning in filter(None, (open_line(url), self._options.known.warning)):
            _LOG.warning("%s", warning)
            progress(warning, None)
        progress(f"Asking {url}", None)
        served = self._ask(
            lambda: Link(self._options),
            Link.served,
            _LOAD_S,
            f"The server at {url} does not tell what models it has.",
        )
        if not (served.window or self._options.context_window):
            progress(
                f"The server tells no window; {DEFAULT_WINDOW} tokens are taken. Set "
                "context_window to what it has.",
                None,
            )
        progress(f"Ready: {served.model} at {url}", 1.0)

    def complete(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Answer a request; see :meth:`batos.inference.backend.Backend.complete`."""
        for _, chunk in self.complete_many(request, 1, cancel):
            yield chunk

    def complete_many(
        self, request: CompletionRequest, count: int, cancel: CancelToken
    ) -> Iterator[tuple[int, Chunk]]:
        """Draw samples of one request, in one call where the server can do that.

        Raises:
            PromptTooLongError: The prompt does not fit, or the server has cut it.
            BackendError: The server cannot answer, or cannot bind the answer.
        """
        if not 1 <= count <= self._options.parallel:
            raise BackendError(f"{count} samples are more than {self._options.parallel} at once.")
        choices = choices_of(request.grammar or "")
        if choices is not None and not self._options.known.grammar:
            chosen = self._samples(as_schema(request, choices), count, cancel)
            yield from taken_off(chosen, choices)
        else:
            yield from self._samples(request, count, cancel)

    def _samples(
        self, request: CompletionRequest, count: int, cancel: CancelToken
    ) -> Iterator[tuple[int, Chunk]]:
        limits = Limits(cancel, request.deadline_s, self._closing)
        self._loaded()
        self._check(request)
        numbers = list(range(count))
        if count > 1 and self._draws_several:
            answer = AnswerStream(request, numbers, limits, self._window)
            yield from self._draw(request, answer, count, limits)
            numbers = answer.missing if limits.ended_early() is None else []
            self._draws_several = not numbers
        for number in numbers:
            seed = None if request.seed is None else request.seed + number
            one = replace(request, seed=seed)
            yield from self._draw(one, AnswerStream(one, [number], limits, self._window), 1, limits)

    def _draw(
        self, request: CompletionRequest, answer: AnswerStream, count: int, limits: Limits
    ) -> Iterator[tuple[int, Chunk]]:
        loop, link = self._loaded()
        if limits.ended_early() is None:
            model = self._served.model
            stream = RemoteStream(loop, lambda: link.begin(request, model, count), limits)
            try:
                for raw in stream:
                    yield from answer.parse(raw)
                    if answer.over:
                        break
            except Exception as error:
                raise self._told(error, link) from error
            finally:
                stream.close()
        yield from answer.endings()

    def _check(self, request: CompletionRequest) -> None:
        """Refuse what the server would leave unbound, and what surely does not fit."""
        capabilities = self.capabilities()
        if request.grammar is not None and not capabilities.grammar:
            raise BackendError(
                "This server takes no grammars.",
                hint="llama.cpp's server does: preset = 'llamacpp'.",
            )
        if request.json_schema is not None and not capabilities.schema:
            raise BackendError("This server does not bind answers to JSON schemas.")
        check_fits(asked_tokens(request), self._window, WINDOW_HINT)

    def _told(self, error: BaseException, link: Link | None, asked: int = 0) -> BaseException:
        del asked  # a server tells it by itself
        if isinstance(error, BatosError) or not isinstance(error, Exception) or link is None:
            return error
        return refusal(error, self._options, link.key, self._window)
