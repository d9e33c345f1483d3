"""Thinking: a role asks, the right backend answers, and what happened is written down."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol

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
    FileBackend,
    Progress,
    no_progress,
)
from batos.inference.collecting import AdapterFit, chains_of, close_stream, collect
from batos.inference.promptlog import PromptLog
from batos.inference.requests import Completion, CompletionRequest
from batos.inference.residency.place import Place
from batos.inference.residency.resident import Residency

__all__ = ["DEFAULT_ROLE", "READER", "LocalThinker", "ModelStatus", "Thinker"]

DEFAULT_ROLE = "default"
"""The role whose backend serves every role that has none of its own."""
READER = "reader"
"""The role that reads what people mean, where rules leave a doubt; no persona has it."""

# Asking again cannot help where the request or the model's file is what is wrong.
_FINAL = (AdapterError, PromptTooLongError, ModelFileError, DeadlineError)


@dataclass(frozen=True, kw_only=True)
class ModelStatus:
    """A model, and how it is.

    Attributes:
        name: Alias of its backend.
        backend: The kind of backend, such as ``llamacpp``.
        model: Name of the model.
        file: Its file; empty where it is none of this machine.
        roles: The roles that it serves, ``default`` among them.
        state: ``waiting`` until it is first needed, ``loading``, ``loaded`` or ``failed``.
        since: When it came into that state, ISO text in UTC.
        reason: Why it has failed or left, in a sentence.
        hint: What to do about that.
        ram: Bytes of memory that it takes; measured when it was loaded.
        vram: The same of graphics cards.
        asked: When it was last asked, ISO text in UTC; empty where it never was.
        running: Answers that it is giving.
    """

    name: str
    backend: str
    model: str
    file: str
    roles: tuple[str, ...]
    state: Literal["waiting", "loading", "loaded", "failed"]
    since: str
    reason: str = ""
    hint: str = ""
    ram: int = 0
    vram: int = 0
    asked: str = ""
    running: int = 0

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "roles": list(self.roles)}


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
            DeadlineError: Time ran out before any text came; with some text, the completion's
                ``finish_reason`` is ``deadline`` instead.
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
            BackendError: The backend could not answer one of them.
        """

    def describe(self, role: str) -> dict[str, str]:
        """Return who answers for a role: ``backend``, ``model`` and further facts."""


class LocalThinker:
    """A thinker over backends in this process. Thread safe.

    Args:
        backends: Backends by alias, or their places; each is loaded when it is first needed.
        roles: Alias of the backend that serves a role; ``default`` serves the rest.
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
        residency: Residency | None = None,
        log: PromptLog | None = None,
        retries: int = 1,
        progress: Progress = no_progress,
    ) -> None:
        for alias in roles.values():
            if alias not in backends:
                raise UnknownNameError("backend", alias, backends)
        self.residency = residency or Residency()
        self._places = {
            alias: each if isinstance(each, Place) else self.residency.place(each)
            for alias, each in backends.items()
        }
        self._roles = dict(roles)
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
        with self._lent(self._alias(role, request), request.deadline_s, cancel) as backend:
            completion = self._ask(backend, request, cancel or CancelToken(), on_text)
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
        completions: list[Completion] = []
        # One model after the other: there may be room for one of them at a time.
        for alias, run in itertools.groupby(requests, lambda each: self._alias(role, each)):
            completions += self._sample(alias, list(run), cancel)
        for request, completion in zip(requests, completions, strict=True):
            self._record(role, request, completion)
        return completions

    def _sample(
        self, alias: str, requests: Sequence[CompletionRequest], cancel: CancelToken | None
    ) -> list[Completion]:
        # One failure ends the others: their answers would be thrown away.
        shared = CancelToken(cancel) if cancel else CancelToken()
        longest = max(each.deadline_s for each in requests)
        with (
            self._lent(alias, longest, cancel) as backend,
            ThreadPoolExecutor(
                backend.capabilities().parallel, thread_name_prefix="sample"
            ) as pool,
        ):
            running = [
                pool.submit(self._ask_chain, backend, chain, shared)
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

    def describe(self, role: str) -> dict[str, str]:
        """Return who answers for a role; see :meth:`Thinker.describe`."""
        place = self._places[self._alias(role, None)]
        return {"backend": place.backend.name, "model": place.backend.model, **place.facts()}

    def models(self) -> list[ModelStatus]:
        """Return the models of all backends, and how they are; also while one is loading."""
        return [
            ModelStatus(
                name=alias,
                backend=place.backend.name,
                model=place.backend.model,
                file=_file_of(place.backend),
                roles=tuple(role for role, used in self._roles.items() if used == alias),
                state=state.name,
                since=state.since,
                reason=state.reason,
                hint=state.hint,
                ram=place.takes.ram,
                vram=place.takes.vram,
                asked=place.asked,
                running=place.running,
            )
            for alias, place in self._places.items()
            for state in [place.state]
        ]

    def _alias(self, role: str, request: CompletionRequest | None) -> str:
        """Return the alias of the backend that a request of a role goes to."""
        if request is not None and request.model is not None:
            if request.model not in self._places:
                raise UnknownNameError("model", request.model, self._places)
            return request.model
        alias = self._roles.get(role) or self._roles.get(DEFAULT_ROLE)
        if alias is None:
            raise UnknownNameError(
                "inference role", role, self._roles, hint="Map it to a backend in the config."
            )
        return alias

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

        return self._with_retries(request, once, lambda: bool(on_text and heard), cancel)[0]

    def _ask_chain(
        self, backend: Backend, chain: Sequence[Sequence[CompletionRequest]], cancel: CancelToken
    ) -> list[Completion]:
        """Ask the groups of a chain one after another, all of them within one deadline."""
        begun = time.monotonic()
        answers: list[Completion] = []
        for group in chain:
            spent = time.monotonic() - begun
            left = [replace(each, deadline_s=max(each.deadline_s - spent, 0.001)) for each in group]
            answers.extend(self._ask_group(backend, left, cancel))
        return answers

    def _ask_group(
        self, backend: Backend, group: Sequence[CompletionRequest], cancel: CancelToken
    ) -> list[Completion]:
        if len(group) == 1 or not isinstance(backend, BatchBackend):
            return [self._ask(backend, each, cancel, None) for each in group]
        batch = backend

        def once(left: CompletionRequest) -> list[Completion]:
            fitted = self._fit(backend, left)
            chunks = batch.complete_many(fitted, len(group), cancel)
            try:
                return collect(backend, chunks, len(group), None, fitted.adapter or "")
            finally:
                close_stream(chunks)

        return self._with_retries(group[0], once, lambda: False, cancel)

    def _with_retries(
        self,
        request: CompletionRequest,
        once: Callable[[CompletionRequest], list[Completion]],
        too_late: Callable[[], bool],
        cancel: CancelToken,
    ) -> list[Completion]:
        """Run an attempt until it answers; the deadline is one for all attempts together."""
        until = time.monotonic() + request.deadline_s
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


def _file_of(backend: Backend) -> str:
    if not isinstance(backend, FileBackend):
        return ""
    return str(backend.model_file())
