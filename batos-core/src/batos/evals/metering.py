"""A thinker and a trial that many missions share, and that tell what one of them used."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from batos.guardian.trial.reports import Survey, TrialLimits, TrialReport
from batos.guardian.trial.trial import Trial
from batos.inference import CancelToken, Completion, CompletionRequest, Thinker
from batos.objects import Example

__all__ = ["Asked", "MeteredThinker", "MeteredTrial", "Use"]


@dataclass(frozen=True)
class Asked:
    """A question to the model, and its answer."""

    request: CompletionRequest
    completion: Completion


@dataclass
class Use:
    """What a mission used.

    Attributes:
        asked: Every completion.
        model_seconds: Seconds in which it waited for the model.
        trial_seconds: Seconds in trials.
    """

    asked: list[Asked] = field(default_factory=list)
    model_seconds: float = 0.0
    trial_seconds: float = 0.0

    @property
    def prompt_tokens(self) -> int:
        """Tokens that were read, or found in the cache of prompts."""
        return sum(each.completion.prompt_tokens for each in self.asked)

    @property
    def completion_tokens(self) -> int:
        """Tokens that were written."""
        return sum(each.completion.completion_tokens for each in self.asked)

    @contextlib.contextmanager
    def timed(self, what: Literal["model_seconds", "trial_seconds"]) -> Iterator[None]:
        """Count the seconds of what is done meanwhile."""
        begun = time.monotonic()
        try:
            yield
        finally:
            setattr(self, what, getattr(self, what) + time.monotonic() - begun)


class MeteredThinker:
    """A thinker that stays open when the image is closed that it was lent to.

    Args:
        thinker: The one that answers.
        seed: Moves the seeds of all requests.

    Attributes:
        use: What is counted now.
    """

    def __init__(self, thinker: Thinker, seed: int = 0) -> None:
        self._thinker = thinker
        self._seed = seed
        self.use = Use()

    def begin(self) -> None:
        """Note that something is to be learned; see :class:`Thinker`."""
        self._thinker.begin()

    def think(
        self,
        role: str,
        request: CompletionRequest,
        *,
        cancel: CancelToken | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Answer one request; see :class:`Thinker`."""
        moved = self._moved(request)
        with self.use.timed("model_seconds"):
            completion = self._thinker.think(role, moved, cancel=cancel, on_text=on_text)
        self.use.asked.append(Asked(moved, completion))
        return completion

    def sample(
        self,
        role: str,
        requests: Sequence[CompletionRequest],
        *,
        cancel: CancelToken | None = None,
    ) -> list[Completion]:
        """Answer several requests; see :class:`Thinker`."""
        moved = list(map(self._moved, requests))
        with self.use.timed("model_seconds"):
            completions = self._thinker.sample(role, moved, cancel=cancel)
        self.use.asked += map(Asked, moved, completions)
        return completions

    def describe(self, role: str, persona: str = "") -> dict[str, str]:
        """Return who answers for a role; see :class:`Thinker`."""
        return self._thinker.describe(role, persona)

    def _moved(self, request: CompletionRequest) -> CompletionRequest:
        if not self._seed or request.seed is None:
            return request
        # Far from the seeds of the samples beside it, and within 32 bits.
        return replace(request, seed=(request.seed + 1_000_003 * self._seed) % (1 << 31))


class MeteredTrial(Trial):
    """A trial that stays open when the image is closed that it was lent to.

    Args:
        limits: What each trial may use.

    Attributes:
        use: What is counted now.
    """

    def __init__(self, limits: TrialLimits | None = None) -> None:
        super().__init__(limits)
        self.use = Use()

    def close(self) -> None:
        """Do nothing: the next mission goes on with it."""

    def end(self) -> None:
        """End the child process."""
        super().close()

    def run(self, source: str, examples: Sequence[Example], **circumstances: Any) -> TrialReport:
        """Run a method on examples; see :class:`Trial`."""
        with self.use.timed("trial_seconds"):
            return super().run(source, examples, **circumstances)

    def survey(self, sources: Sequence[str], examples: Sequence[Example], **ends: Any) -> Survey:
        """Find out which of many methods make all examples true; see :class:`Trial`."""
        with self.use.timed("trial_seconds"):
            return super().survey(sources, examples, **ends)
