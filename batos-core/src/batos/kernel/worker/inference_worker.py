"""The inference worker: the one process that holds models.

It loads them in the background after registering, and never opens the image.
``python -m batos.kernel.worker.inference_worker``.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from batos.config import Loaded, load_config
from batos.errors import BackendError, BatosError
from batos.inference import CompletionRequest, LocalThinker
from batos.kernel.base.context import Handler, JobContext, typed
from batos.kernel.base.desk import Desk
from batos.kernel.worker.confinement import confine_inference_worker, early_plugins
from batos.kernel.worker.runtime import Report, WorkerRuntime, parse_worker_args
from batos.plugins import load_plugins
from batos.plugins.backends import local_thinker
from batos.wire.messages.inference import (
    Complete,
    Completions,
    DescribeRole,
    ModelsStatus,
    Sample,
    ShowModels,
    TextPiece,
)
from batos.wire.messages.request import Plain
from batos.wire.messages.workers import State

__all__ = ["InferenceService", "TextBatcher", "main"]

_LOG = logging.getLogger(__name__)
_TEXT_EVERY_S = 0.05
_PROGRESS_EVERY_S = 0.25
_MAX_PARALLEL = 8

Progress = Callable[[str, float | None], None]


class TextBatcher:
    """Collects pieces of text and passes them on at most twenty times a second.

    Args:
        pass_on: Takes the collected text.
        clock: Seconds.
    """

    def __init__(
        self, pass_on: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pass_on = pass_on
        self._clock = clock
        self._pieces: list[str] = []
        self._passed = float("-inf")

    def add(self, piece: str) -> None:
        """Take a piece in."""
        self._pieces.append(piece)
        if self._clock() - self._passed >= _TEXT_EVERY_S:
            self.flush()

    def flush(self) -> None:
        """Pass on what is collected."""
        if self._pieces:
            text = "".join(self._pieces)
            self._pieces.clear()
            self._passed = self._clock()
            self._pass_on(text)


class InferenceService:
    """Answers what concerns models.

    Args:
        make: Makes the thinker, which tells how loading goes.
    """

    def __init__(self, make: Callable[[Progress], LocalThinker]) -> None:
        self._make = make
        self._thinker: LocalThinker | None = None
        self._fault: BatosError | None = None
        self._report: Report = lambda _state, _text: None
        self._state: tuple[State, str] = ("starting", "starting")
        self._lock = threading.Lock()

    def start(self, report: Report) -> None:
        """Load the models; a failure leaves the worker degraded, and each question its reason."""
        self._report = report
        told = 0.0

        def progress(what: str, share: float | None) -> None:
            nonlocal told
            now = time.monotonic()
            if share is None or share >= 1.0 or now - told >= _PROGRESS_EVERY_S:
                told = now
                text = what if share is None else f"{what} ({share:.0%})"
                self._say(report, "starting", text)

        try:
            self._thinker = self._make(progress)
            self._thinker.load()
        except BatosError as error:
            self._fault = error
            _LOG.warning("no model: %s", error.message)
            self._say(report, "degraded", error.message)
        else:
            self._say(report, "ready", "")

    def stop(self) -> None:
        """Give the models back."""
        if self._thinker is not None:
            self._thinker.close()

    def handlers(self) -> dict[str, Handler]:
        """Return what answers each type of message."""
        return dict(
            (
                typed(Complete, self.complete),
                typed(Sample, self.sample),
                typed(DescribeRole, self.describe),
                typed(ShowModels, self.status),
            )
        )

    def complete(self, asked: Complete, job: JobContext) -> Plain:
        """Answer one request, as a stream of text if asked to."""
        request = CompletionRequest.from_plain(asked.request)
        batcher = TextBatcher(lambda text: job.event(TextPiece(text)))
        with self._asked() as thinker:
            completion = thinker.think(
                asked.role,
                request,
                cancel=job.cancel_token,
                on_text=batcher.add if asked.stream else None,
            )
        batcher.flush()
        return completion.to_plain()

    def sample(self, asked: Sample, job: JobContext) -> Completions:
        """Answer several requests at once."""
        requests = [CompletionRequest.from_plain(each) for each in asked.requests]
        with self._asked() as thinker:
            completions = thinker.sample(asked.role, requests, cancel=job.cancel_token)
        return Completions([each.to_plain() for each in completions])

    def describe(self, asked: DescribeRole, _job: JobContext) -> Plain:
        """Tell who answers for a role."""
        return dict(self._ready().describe(asked.role))

    def status(self, _asked: ShowModels, _job: JobContext) -> ModelsStatus:
        """Tell how the worker and its models are; answered while they load."""
        with self._lock:
            state, text = self._state
        thinker = self._thinker
        models = [each.to_plain() for each in thinker.models()] if thinker is not None else []
        return ModelsStatus(state, text, models)

    def _say(self, report: Report, state: State, text: str) -> None:
        with self._lock:
            self._state = (state, text)
        report(state, text)

    @contextmanager
    def _asked(self) -> Iterator[LocalThinker]:
        """Lend the thinker, and report what it has become by loading a model that was not there."""
        thinker = self._ready()
        try:
            yield thinker
        finally:
            if self._state[0] != "ready":
                models = thinker.models()
                failed = [each.reason for each in models if each.state == "failed"]
                if failed:
                    self._say(self._report, "degraded", failed[0])
                elif all(each.state == "loaded" for each in models):
                    self._say(self._report, "ready", "")

    def _ready(self) -> LocalThinker:
        if self._thinker is None:
            raise self._fault or BackendError(
                "The models are not loaded yet.", hint="'batos status' tells how far they are."
            )
        # A failed load is tried again by the thinker: the file may have come in the meantime.
        return self._thinker


def _maker(loaded: Loaded) -> Callable[[Progress], LocalThinker]:
    """Return what makes the configured thinker."""
    chosen = loaded.config.plugins
    early = early_plugins(loaded)

    def make(progress: Progress) -> LocalThinker:
        plugins = early or load_plugins(chosen.enabled, chosen.disabled)
        return local_thinker(loaded, plugins, progress)

    return make


def main() -> int:
    """Run the worker until the kernel ends it."""
    args, _rest = parse_worker_args()
    loaded = load_config()
    service = InferenceService(_maker(loaded))
    desk = Desk(args.desk)
    walls = confine_inference_worker(loaded)
    handlers = service.handlers()
    runtime = WorkerRuntime(
        args,
        handlers,
        early={ShowModels.TYPE},
        # A model remembers nothing of a request, and a cycle shall not end with its model.
        idempotent=set(handlers),
        desk=desk,
        walls=walls,
        max_parallel=_MAX_PARALLEL,
        start=service.start,
        stop=service.stop,
    )
    return runtime.run()


if __name__ == "__main__":
    sys.exit(main())
