"""Thinking: a role asks, the right backend answers, and what happened is written down."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from batos.errors import (
    AdapterError,
    BackendError,
    DeadlineError,
    ModelFileError,
    PromptTooLongError,
    UnknownNameError,
)
from batos.inference.backend import (
    Backend,
    BatchBackend,
    CancelToken,
    Progress,
    no_progress,
)
from batos.inference.collecting import AdapterFit, chains_of, close_stream, collect
from batos.inference.promptlog import PromptLog
from batos.inference.requests import Completion, CompletionRequest
from batos.inference.residency.place import Place
from batos.inference.residency.resident import Residency
from batos.inference.residency.status import ModelStatus, status_of

__all__ = ["DEFAULT_ROLE", "READER", "LocalThinker", "Thinker"]

DEFAULT_ROLE = "default"
"""The role whose backend serves every role that has none of its own."""
READER = "reader"
"""The role that reads what people mean, where rules leave a doubt; no persona has it."""

# Asking again cannot help where the request or the model's file is what is wrong.
_FINAL = (AdapterError, PromptTooLongError, ModelFileError, DeadlineError)


class Thinker(Protocol):
    """What learning needs of inference; in this process or behind the wire."""

    def begin(self) -> None:
        """Note that something is to be learned for whoever asks in this thread.

        Raises:
            LearningLimitError: Too much is being learned for them already.
        """

    def think(
        self,
        role: str,
        request: CompletionRequest,
        *,
        cancel: CancelToken | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Answer one request.

        Args:
            role: Role that asks, such as ``coder``.
            request: The question.
            cancel: Stops the work when it is cancelled.
            on_text: Called with each piece of the answer as it comes.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: Time ran out before any text came, waiting for the model included; with
                some text, the completion's ``finish_reason`` is ``deadline`` instead.
            BackendError: The backend could not answer.
        """

    def sample(
        self,
        role: str,
        requests: Sequence[CompletionRequest],
        *,
        cancel: CancelToken | None = None,
    ) -> list[Completion]:
        """Answer several requests at the same time, as far as the backend has slots.

        Reading the prompt is most of the cost. Requests that follow each other and differ only
        in ``seed`` may therefore be drawn together from the first one's seed, and a backend that
        can do that gets others with the same prompt one after the other, in the slot that has
        read it. Four samples of an 850-token prompt took 4 s together, 11 s side by side.

        Returns:
            One completion for each request, in order. One whose time ran out has the text it
            got so far and ``finish_reason`` ``deadline``.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: The model was not there in time.
            BackendError: The backend could not answer one of them.
        """

    def describe(self, role: str, persona: str = "") -> dict[str, str]:
        """Return who answers for a role: ``backend``, ``model`` and further facts.

        Args:
            role: The role.
            persona: Which persona asks in it, where one does.
        """


class LocalThinker:
    """A thinker over backends in this process. Thread safe.

    Args:
        backends: Backends by alias, or their places; each is loaded when it is first needed.
        roles: Alias of the backend that serves a role; ``default`` serves the rest.
        personas: Alias of the backend of a persona that has one of its own, whatever its role.
        residency: What gave the places; one without a budget where it is left out.
        log: Where prompts and answers are written.
        retries: How often a request that failed in the backend is asked again.
        progress: Told how loading goes.
    """

    def __init__(
        self,
        backends: Mapping[str, Backend | Place],
        roles: Mapping[str, str],
        *,
        personas: Mapping[str, str] | None = None,
        residency: Residency | None = None,
        log: PromptLog | None = None,
        retries: int = 1,
        progress: Progress = no_progress,
    ) -> None:
        self._roles, self._personas = dict(roles), dict(personas or {})
        for alias in (*self._roles.values(), *self._personas.values()):
            if alias not in backends:
                raise UnknownNameError("backend", alias, backends)
        self.residency = residency or Residency()
        self._places = {
            alias: each if isinstance(each, Place) else self.residency.place(each)
            for alias, each in backends.items()
        }
        self._log = log
        self._retries = retries
        self._progress = progress
        self._fit = AdapterFit()

    @property
    def places(self) -> Mapping[str, Place]:
        """The places of the backends by alias; several may have the same one."""
        return self._places

    def load(self, aliases: Sequence[str] = ()) -> None:
        """Load backends now rather than at the first question.

        Args:
            aliases: Those that are loaded; by default all that have room together, that of the
                default role first.
        """
        first = self._roles.get(DEFAULT_ROLE)
        wanted = aliases or sorted(self._places, key=lambda each: each != first)
        for alias in wanted:
            self.residency.load(self._places[alias], self._progress, displace=bool(aliases))

    def close(self) -> None:
        """Close every backend."""
        self.residency.retire(set(self._places.values()))

    def think(
        self,
        role: str,
        request: CompletionRequest,
        *,
        cancel: CancelToken | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Answer one request; see :meth:`Thinker.think`."""
        begun = time.monotonic()
        with self._lent(self._alias_for(role, request), request.deadline_s, cancel) as backend:
            completion = self._ask(backend, request, begun, cancel or CancelToken(), on_text)
        self._record(role, request, completion)
        if completion.finish_reason == "deadline" and not completion.text:
            raise DeadlineError(
                f"The model gave no answer within {request.deadline_s:g} s.",
                hint="Give it more time, or use a smaller model.",
            )
        return completion

    def begin(self) -> None:
        """Do nothing: whoever has the model in their own process may use it as they like."""

    def sample(
        self,
        role: str,
        requests: Sequence[CompletionRequest],
        *,
        cancel: CancelToken | None = None,
    ) -> list[Completion]:
        """Answer several requests; see :meth:`Thinker.sample`."""
        begun = time.monotonic()
        completions: list[Completion] = []
        # One model after the other: there may be room for one of them at a time.
        for alias, run in itertools.groupby(requests, lambda each: self._alias_for(role, each)):
            completions += self._sample(alias, list(run), begun, cancel)
        for request, completion in zip(requests, completions, strict=True):
            self._record(role, request, completion)
        return completions

    def _sample(
        self,
        alias: str,
        requests: Sequence[CompletionRequest],
        begun: float,
        cancel: CancelToken | None,
    ) -> list[Completion]:
        # One failure ends the others: their answers would be thrown away.
        shared = CancelToken(cancel) if cancel else CancelToken()
        left = begun + max(each.deadline_s for each in requests) - time.monotonic()
        with (
            self._lent(alias, left, cancel) as backend,
            ThreadPoolExecutor(
                backend.capabilities().parallel, thread_name_prefix="sample"
            ) as pool,
        ):
            running = [
                pool.submit(self._ask_chain, backend, chain, begun, shared)
                for chain in chains_of(backend, requests)
            ]
            try:
                return [each for future in running for each in future.result()]
            except BaseException:
                shared.cancel()
                raise

    def lend(self, alias: str = "") -> AbstractContextManager[Backend]:
        """Lend a backend, for what is no completion: that of an alias, or of the default role."""
        chosen = alias or self._roles.get(DEFAULT_ROLE, "")
        if chosen not in self._places:
            raise UnknownNameError("backend in use", chosen, self._places)
        return self._lent(chosen, 120.0, None)  # seconds that it may take to be loaded

    def describe(self, role: str, persona: str = "") -> dict[str, str]:
        """Return who answers for a role; see :meth:`Thinker.describe`."""
        place = self._places[self._alias(role, persona)]
        return {"backend": place.backend.name, "model": place.backend.model, **place.facts()}

    def models(self) -> list[ModelStatus]:
        """Return the models of all backends, and how they are; also while one is loading."""
        return [
            status_of(alias, place, [*_served(self._roles, alias), *_served(self._personas, alias)])
            for alias, place in self._places.items()
        ]

    def _alias_for(self, role: str, request: CompletionRequest) -> str:
        """Return the alias of the backend that a request of a role goes to."""
        if request.model is None:
            return self._alias(role, request.persona)
        if request.model not in self._places:
            raise UnknownNameError("model", request.model, self._places)
        return request.model

    def _alias(self, role: str, persona: str = "") -> str:
        """Return the alias of a persona's own backend, else of that of a role."""
        for alias in (
            self._personas.get(persona),
            self._roles.get(role),
            self._roles.get(DEFAULT_ROLE),
        ):
            if alias:
                return alias
        raise UnknownNameError(
            "inference role", role, self._roles, hint="Map it to a backend in the config."
        )

    def _lent(
        self, alias: str, seconds: float, cancel: CancelToken | None
    ) -> AbstractContextManager[Backend]:
        return self.residency.lent(self._places[alias], self._progress, cancel, seconds)

    def _record(self, role: str, request: CompletionRequest, completion: Completion) -> None:
        if self._log is not None:
            self._log.record(role, request, completion)

    def _ask(
        self,
        backend: Backend,
        request: CompletionRequest,
        begun: float,
        cancel: CancelToken,
        on_text: Callable[[str], None] | None,
    ) -> Completion:
        """Ask, and ask again after a failure unless the listener already heard a part."""
        heard: list[str] = []

        def hear(text: str) -> None:
            heard.append(text)
            if on_text is not None:
                on_text(text)

        def once(left: CompletionRequest) -> list[Completion]:
            fitted = self._fit(backend, left)
            chunks = backend.complete(fitted, cancel)
            try:
                numbered = ((0, chunk) for chunk in chunks)
                return collect(backend, numbered, 1, hear, fitted.adapter or "")
            finally:
                close_stream(chunks)

        return self._with_retries(request, begun, once, lambda: bool(on_text and heard), cancel)[0]

    def _ask_chain(
        self,
        backend: Backend,
        chain: Sequence[Sequence[CompletionRequest]],
        begun: float,
        cancel: CancelToken,
    ) -> list[Completion]:
        """Ask the groups of a chain one after another."""
        return [each for group in chain for each in self._ask_group(backend, group, begun, cancel)]

    def _ask_group(
        self,
        backend: Backend,
        group: Sequence[CompletionRequest],
        begun: float,
        cancel: CancelToken,
    ) -> list[Completion]:
        if len(group) == 1 or not isinstance(backend, BatchBackend):
            return [self._ask(backend, each, begun, cancel, None) for each in group]
        batch = backend

        def once(left: CompletionRequest) -> list[Completion]:
            fitted = self._fit(backend, left)
            chunks = batch.complete_many(fitted, len(group), cancel)
            try:
                return collect(backend, chunks, len(group), None, fitted.adapter or "")
            finally:
                close_stream(chunks)

        return self._with_retries(group[0], begun, once, lambda: False, cancel)

    def _with_retries(
        self,
        request: CompletionRequest,
        begun: float,
        once: Callable[[CompletionRequest], list[Completion]],
        too_late: Callable[[], bool],
        cancel: CancelToken,
    ) -> list[Completion]:
        """Run an attempt until it answers.

        The deadline is one, from when it was asked: for waiting until the model was there, for
        what was asked before in the same place, and for all attempts together.
        """
        until = begun + request.deadline_s
        for attempt in range(self._retries + 1):
            left = until - time.monotonic()
            try:
                cancel.raise_if_cancelled()
                return once(replace(request, deadline_s=max(left, 0.001)))
            except _FINAL:
                raise
            except BackendError:
                if attempt == self._retries or too_late():
                    raise
        raise AssertionError("the last attempt returns or raises")


def _served(table: Mapping[str, str], alias: str) -> list[str]:
    """Return the roles, or the personas, that a backend serves."""
    return [name for name, used in table.items() if used == alias]
