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
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

import msgspec

from batos.config import Loaded, load_config
from batos.errors import BackendError, BatosError
from batos.inference import Backend, Completion, LocalThinker, Residency, Swap, free_memory
from batos.inference.succession import Succession
from batos.kernel.base.context import Handler, JobContext, typed
from batos.kernel.base.desk import Desk
from batos.kernel.base.started import models_of
from batos.kernel.worker.confinement import confine_inference_worker, early_plugins
from batos.kernel.worker.runtime import Report, WorkerRuntime, parse_worker_args
from batos.memory import LocalEmbedding
from batos.plugins import PluginSet, load_plugins
from batos.plugins.backends import ThinkerMaker
from batos.plugins.embedders import local_embedding
from batos.wire.messages.completions import Complete, Completions, Sample, TextPiece
from batos.wire.messages.inference import (
    BackendsTaken,
    DescribeRole,
    Embed,
    EmbedderFacts,
    LoadStep,
    ModelLine,
    ModelMemory,
    ModelsStatus,
    RoleServed,
    ShowEmbedder,
    ShowModels,
    Swapped,
    TakeBackends,
    Vectors,
)
from batos.wire.messages.kernel import SettingsDigest
from batos.wire.messages.workers import State

__all__ = ["InferenceService", "TextBatcher", "main"]

_LOG = logging.getLogger(__name__)
_TEXT_EVERY_S = 0.05
_PROGRESS_EVERY_S = 0.25
_MAX_PARALLEL = 8

Progress = Callable[[str, float | None], None]
Lend = Callable[[str], AbstractContextManager[Backend]]


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
        make: Makes a thinker as the configuration says by then; it tells how loading goes.
        settings: Returns the settings that the thinker was made by.
        embedding: Makes what makes vectors, given what lends a backend; without it nothing does.
    """

    def __init__(
        self,
        make: Callable[[Progress], LocalThinker],
        settings: Callable[[], SettingsDigest] = SettingsDigest,
        embedding: Callable[[Lend], LocalEmbedding] | None = None,
    ) -> None:
        self._embedding = embedding(self._lend) if embedding is not None else None
        self._make = make
        self._settings = settings
        self._taken: SettingsDigest = {}
        self._succession: Succession | None = None
        self._fault: BatosError | None = None
        self._report: Report = lambda _state, _text: None
        self._state: tuple[State, str] = ("starting", "starting")
        self._asking: ContextVar[JobContext | None] = ContextVar("asking", default=None)
        self._lock = threading.Lock()
        self._taking = threading.Lock()

    def start(self, report: Report) -> None:
        """Load the models; a failure leaves the worker degraded, and each question its reason."""
        self._report = report
        told = 0.0

        def progress(what: str, share: float | None) -> None:
            nonlocal told
            now = time.monotonic()
            if share is None or share >= 1.0 or now - told >= _PROGRESS_EVERY_S:
                told = now
                self._say(self._state[0], _step(what, share))

        try:
            thinker = self._made(progress)
            self._succession = Succession(thinker)
            thinker.load()
        except BatosError as error:
            self._fault = error
            _LOG.warning("no model: %s", error.message)
            self._say("degraded", error.message)
        else:
            self._say("ready", "")

    def stop(self) -> None:
        """Give the models back."""
        if self._embedding is not None:
            self._embedding.close()
        if self._succession is not None:
            self._succession.close()

    def handlers(self) -> dict[str, Handler]:
        """Return what answers each type of message."""
        return dict(
            (
                typed(Complete, self.complete),
                typed(Sample, self.sample),
                typed(DescribeRole, self.describe),
                typed(ShowModels, self.status),
                typed(ShowEmbedder, self.embedder),
                typed(Embed, self.embed),
                typed(TakeBackends, self.take),
            )
        )

    def complete(self, asked: Complete, job: JobContext) -> Completion:
        """Answer one request, as a stream of text if asked to."""
        batcher = TextBatcher(lambda text: job.event(TextPiece(text)))
        with self._asked(job) as thinker:
            completion = thinker.think(
                asked.role,
                asked.request,
                cancel=job.cancel_token,
                on_text=batcher.add if asked.stream else None,
            )
        batcher.flush()
        return completion

    def sample(self, asked: Sample, job: JobContext) -> Completions:
        """Answer several requests at once."""
        with self._asked(job) as thinker:
            completions = thinker.sample(asked.role, asked.requests, cancel=job.cancel_token)
        return Completions(completions)

    def describe(self, asked: DescribeRole, _job: JobContext) -> RoleServed:
        """Tell who answers for a role."""
        return RoleServed(self._ready().now.describe(asked.role, asked.persona))

    def embedder(self, _asked: ShowEmbedder, job: JobContext) -> EmbedderFacts:
        """Tell which embedder is configured."""
        job.step_aside()
        return EmbedderFacts(**self._embedder().space().to_plain())

    def embed(self, asked: Embed, job: JobContext) -> Vectors:
        """Make vectors of texts."""
        job.step_aside()
        with self._on_behalf_of(job):
            rows = self._embedder().vectors(asked.texts, job.cancel_token)
        return Vectors(rows.astype("<f4").tobytes(), rows.shape[1])

    def _embedder(self) -> LocalEmbedding:
        if self._embedding is None:
            raise BackendError("This worker makes no vectors.")
        return self._embedding

    @contextmanager
    def _lend(self, alias: str) -> Iterator[Backend]:
        with self._ready().lent() as thinker, thinker.lend(alias) as backend:
            yield backend

    def status(self, _asked: ShowModels, _job: JobContext) -> ModelsStatus:
        """Tell how the worker and its models are; answered while they load."""
        with self._lock:
            state, text = self._state
        found = self._succession
        if found is None:
            return ModelsStatus(state, text, [], self._taken)
        models = msgspec.convert([each.to_plain() for each in found.now.models()], list[ModelLine])
        return ModelsStatus(state, text, models, self._taken, _memory(found.now.residency))

    def take(self, _asked: TakeBackends, job: JobContext) -> BackendsTaken:
        """Answer as the configuration says by now; what runs ends on the backend that it has."""
        job.step_aside()
        begun = time.monotonic()

        def progress(what: str, share: float | None) -> None:
            job.event(LoadStep(_step(what, share)), key="step")

        with self._taking:
            job.cancel_token.raise_if_cancelled()
            if self._succession is None:
                thinker = self._made(progress)
                thinker.load()
                self._succession = Succession(thinker)
                loaded, left = list(thinker.places), list[str]()
            else:
                with self._on_behalf_of(job):
                    after = self._made(progress)
                    loaded, left = self._succession.follow(after, job.cancel_token)
            self._taken = self._settings()
        self._settle(self._succession.now)
        seconds = time.monotonic() - begun
        _LOG.info("backends: %s loaded, %s left, %.1f s", loaded, left, seconds)
        return BackendsTaken(loaded, left, seconds)

    def _say(self, state: State, text: str) -> None:
        with self._lock:
            self._state = (state, text)
        self._report(state, text)

    def _made(self, progress: Progress) -> LocalThinker:
        thinker = self._make(progress)
        thinker.residency.told = self._swapped
        return thinker

    def _swapped(self, swap: Swap) -> None:
        """Tell of a swap whoever has asked for the model."""
        left = ", ".join(swap.left)
        came = "is not there after all" if swap.problem else "loaded"
        _LOG.info("swap: %s %s, %s left, %.1f s", swap.loaded, came, left, swap.seconds)
        job = self._asking.get()
        if job is not None:
            job.event(_told(swap))

    @contextmanager
    def _on_behalf_of(self, job: JobContext) -> Iterator[None]:
        token = self._asking.set(job)
        try:
            yield
        finally:
            self._asking.reset(token)

    @contextmanager
    def _asked(self, job: JobContext) -> Iterator[LocalThinker]:
        """Lend the thinker, and report what it has become by loading a model that was not there."""
        with self._on_behalf_of(job), self._ready().lent() as thinker:
            try:
                yield thinker
            finally:
                if self._state != ("ready", ""):
                    self._settle(thinker)

    def _settle(self, thinker: LocalThinker) -> None:
        """Report how the worker is by how its models are."""
        models = thinker.models()
        failed = [each.reason for each in models if each.state == "failed"]
        if failed:
            self._say("degraded", failed[0])
        elif not any(each.state == "loading" for each in models):
            self._say("ready", "")

    def _ready(self) -> Succession:
        if self._succession is None:
            raise self._fault or BackendError(
                "The models are not loaded yet.", hint="'batos status' tells how far they are."
            )
        # A failed load is tried again by the thinker: the file may have come in the meantime.
        return self._succession


def _told(swap: Swap) -> Swapped:
    return Swapped(
        loaded=swap.loaded,
        left=swap.left,
        seconds=swap.seconds,
        ram=swap.takes.ram,
        vram=swap.takes.vram,
        at=swap.at,
        problem=swap.problem,
    )


def _memory(residency: Residency) -> ModelMemory:
    taken, budget = residency.taken, residency.budget
    return ModelMemory(
        ram=taken.ram,
        vram=taken.vram,
        ram_budget=(budget.ram or 0) if budget else 0,
        vram_budget=(budget.vram or 0) if budget else 0,
        ram_free=free_memory(),
        swaps=tuple(_told(each) for each in residency.swaps),
    )


def _step(what: str, share: float | None) -> str:
    return what if share is None else f"{what} ({share:.0%})"


class _Configured:
    """Makes thinkers as the configuration has them, read again each time but the first.

    Args:
        loaded: The configuration of the start.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._maker = ThinkerMaker()
        self._early = early_plugins(loaded)
        self._is_made = False

    def make(self, progress: Progress) -> LocalThinker:
        """Return the thinker that is configured now."""
        if self._is_made:
            self._loaded = load_config()
        self._is_made = True
        plugins = self._early or self._installed()
        self._early = None
        return self._maker.make(self._loaded, plugins, progress)

    def embedding(self, lend: Lend) -> LocalEmbedding:
        """Return what makes vectors, as the configuration of the start has it."""
        return local_embedding(self._loaded, self._early or self._installed(), lend)

    def settings(self) -> SettingsDigest:
        """Return the settings that the last one was made by, without secrets."""
        return models_of(self._loaded)

    def _installed(self) -> PluginSet:
        chosen = self._loaded.config.plugins
        return load_plugins(chosen.enabled, chosen.disabled)


def main() -> int:
    """Run the worker until the kernel ends it."""
    args, _rest = parse_worker_args()
    loaded = load_config()
    configured = _Configured(loaded)
    service = InferenceService(configured.make, configured.settings, configured.embedding)
    desk = Desk(args.desk)
    walls = confine_inference_worker(loaded)
    handlers = service.handlers()
    runtime = WorkerRuntime(
        args,
        handlers,
        # Vectors are made while a language model still loads.
        early={ShowModels.TYPE, ShowEmbedder.TYPE, Embed.TYPE},
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
