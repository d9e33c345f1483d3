"""A thinker and an embedder whose models live in another worker."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from batos.errors import BackendError, BatosError, DeadlineError, WireError
from batos.inference import CancelToken, Completion, CompletionRequest
from batos.kernel.base.context import JobContext
from batos.memory import VectorSpace
from batos.wire.messages.completions import Complete, Sample, TextPiece
from batos.wire.messages.inference import DescribeRole, Embed, ShowEmbedder, Swapped
from batos.wire.messages.kernel import MayLearn
from batos.wire.messages.request import Request

if TYPE_CHECKING:
    from batos.memory.embedding import Matrix
    from batos.wire.client import EventCallback

__all__ = ["RemoteEmbedding", "RemoteThinker"]

A = TypeVar("A")

_GRACE_S = 5.0
_EMBED_S = 300.0
"""Seconds that some dozens of texts may take on a busy machine, the loading of a model included."""


class RemoteThinker:
    """Asks the inference worker, on behalf of the job that runs in the calling thread."""

    def __init__(self) -> None:
        self._job: ContextVar[JobContext | None] = ContextVar("job", default=None)

    @contextlib.contextmanager
    def on_behalf_of(self, job: JobContext) -> Iterator[None]:
        """Make the questions of this thread belong to a job while the block runs."""
        token = self._job.set(job)
        try:
            yield
        finally:
            self._job.reset(token)

    def begin(self) -> None:
        """Ask the kernel, which knows all that is learned for a client, whether it may be more.

        Raises:
            LearningLimitError: It may not.
        """
        self.job.request(MayLearn(), timeout=_GRACE_S)

    def think(
        self,
        role: str,
        request: CompletionRequest,
        *,
        cancel: CancelToken | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Ask one question (see :class:`batos.inference.Thinker`)."""

        def heard(kind: str, body: dict[str, Any]) -> None:
            if kind == TextPiece.TYPE and on_text is not None:
                on_text(str(body.get("text", "")))

        asked = Complete(role, request, on_text is not None)
        return self._ask(asked, request.deadline_s, heard, cancel)

    def sample(
        self,
        role: str,
        requests: Sequence[CompletionRequest],
        *,
        cancel: CancelToken | None = None,
    ) -> list[Completion]:
        """Ask several questions at once (see :class:`batos.inference.Thinker`)."""
        longest = max(request.deadline_s for request in requests)
        asked = Sample(role, tuple(requests))
        return self._ask(asked, longest, cancel=cancel).completions

    def describe(self, role: str, persona: str = "") -> dict[str, str]:
        """Return which backend and model serve a role, as far as that can be had."""
        try:
            return self.job.request(DescribeRole(role, persona), timeout=_GRACE_S).facts
        except BatosError:
            return {}

    def _ask(
        self,
        asked: Request[A],
        seconds: float,
        heard: EventCallback | None = None,
        cancel: CancelToken | None = None,
    ) -> A:
        """Ask the worker that holds the models; whoever asked this one hears of swaps.

        Raises:
            DeadlineError: It has not answered in time, as while it loads a large model.
            BackendError: It has died, or is not up; or what it answered.
            BatosError: What was answered, as its own class.
        """
        job = self.job

        def on_event(kind: str, body: dict[str, Any]) -> None:
            if kind == Swapped.TYPE:
                job.tell(kind, body)
            elif heard is not None:
                heard(kind, body)

        try:
            return job.request(asked, on_event=on_event, timeout=seconds + _GRACE_S, cancel=cancel)
        except DeadlineError as error:
            raise DeadlineError(
                f"The model gave no answer within {seconds:g} s.",
                hint="'batos status' says whether it is still loading; cycle.seconds in the "
                "configuration gives it more time.",
            ) from error
        except WireError as error:  # whoever asks a model need not know where it lives
            raise BackendError(error.message, hint=error.hint, details=error.details) from error

    @property
    def job(self) -> JobContext:
        """The job that runs in the calling thread.

        Raises:
            BackendError: There is none.
        """
        job = self._job.get()
        if job is None:
            raise BackendError("Nobody asked for this thought.")
        return job


class RemoteEmbedding:
    """Has texts embedded by the inference worker, on behalf of the job of the calling thread.

    Args:
        thinker: Knows that job.
    """

    def __init__(self, thinker: RemoteThinker) -> None:
        self._thinker = thinker

    def space(self) -> VectorSpace:
        """Return what it makes vectors of (see :class:`batos.memory.Embedding`)."""
        facts = self._thinker.job.request(ShowEmbedder(), timeout=_EMBED_S)
        return VectorSpace(embedder=facts.embedder, model=facts.model, dimension=facts.dimension)

    def vectors(self, texts: Sequence[str], cancel: CancelToken) -> Matrix:
        """Return the vectors of texts (see :class:`batos.memory.Embedding`)."""
        import numpy as np

        # The question belongs to the job as well, and is cancelled with it.
        cancel.raise_if_cancelled()
        told = self._thinker.job.request(Embed(tuple(texts)), timeout=_EMBED_S)
        rows: Matrix = np.frombuffer(told.rows, dtype="<f4").reshape(len(texts), told.dimension)
        return rows
