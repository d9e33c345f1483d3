"""The image worker: a process that has the image open.

There is one of them, or several where the image is on a storage that many processes share. It
runs messages and cycles; it loads no model. ``python -m batos.kernel.worker.image_worker``.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from batos.config import Loaded, load_config
from batos.errors import BatosError, CancelledError, PromptTooLongError
from batos.kernel.base.blame import Blame
from batos.kernel.base.context import Handler, JobContext, OwnWork
from batos.kernel.base.desk import Desk
from batos.kernel.base.settings import IMAGE_WORKER
from batos.kernel.handlers import ROUTES, Route
from batos.kernel.worker.confinement import confine_image_worker, early_plugins
from batos.kernel.worker.remote_thinker import RemoteEmbedding, RemoteThinker
from batos.kernel.worker.runtime import Report, WorkerRuntime, parse_worker_args
from batos.living import LivingImage
from batos.memory.intake import Onlooker
from batos.plugins import PluginSet
from batos.wire.codec import Body
from batos.wire.messages.heartbeat import BeatNow
from batos.wire.messages.inference import DescribeRole

__all__ = ["ImageService", "main"]

_LOG = logging.getLogger(__name__)
_BREATH_S = 0.005
"""Seconds between a few audits in the background, which are for those who wait for an answer."""
_LOADING_S = 900.0
"""Seconds that interrupted cycles wait for a model that loads."""
_OTHERS_S = 60.0
"""Seconds between two looks at cycles that other workers may have left."""
_TALK_LOOK_S = 0.5
"""Seconds between two looks at whether the worker ends, where nobody says anything."""
_BEAT_LOOK_S = 20.0
"""Seconds between two looks at whether a heartbeat is due."""


class ImageService:
    """Answers the messages that concern the image.

    Args:
        loaded: The configuration; read from the user's file when left out.
        plugins: What is installed; found when left out.
        desk: Where running methods are noted.
        blamed: Methods that ended workers.
        judges: Whether it judges the stored methods when the rules have changed; one of several
            workers is enough.

    Attributes:
        own_work: Gives a context for what the worker does by itself; without one, interrupted
            cycles go on only when somebody asks for their methods.
    """

    def __init__(
        self,
        loaded: Loaded | None = None,
        plugins: PluginSet | None = None,
        desk: Desk | None = None,
        blamed: Sequence[Blame] = (),
        *,
        judges: bool = True,
    ) -> None:
        self._loaded = loaded
        self._plugins = plugins
        self._desk = desk
        self._blamed = blamed
        self._judges = judges
        self.own_work: Callable[[], OwnWork] | None = None
        self._own: list[OwnWork] = []
        self._thinker = RemoteThinker()
        self._image: LivingImage | None = None
        self._ending = threading.Event()
        self._behind: list[threading.Thread] = []

    def start(self, report: Report) -> None:
        """Open the image and run what genesis has not done yet.

        Raises:
            BatosError: The image cannot be opened; the kernel tells whoever waits.
        """
        report("starting", "opening the image")
        self._image = LivingImage.open(
            loaded=self._loaded or load_config(),
            thinker=self._thinker,
            embedding=RemoteEmbedding(self._thinker),
            plugins=self._plugins,
            watch=self._desk,
            blamed=[blame.to_plain() for blame in self._blamed],
            on_step=lambda step: (
                report("starting", f"genesis: {step.summary}") if step.done != "kept" else None
            ),
        )
        try:
            self._image.models.lay_out()
            self._image.adapters.held.lay_out()
        except BatosError as error:
            _LOG.warning("%s", error.message)
        behind = (self._image.warm, self._recheck, self._resume, self._take_in)
        for work in (*behind, self._embed, self._beat, self._read_ahead):
            thread = threading.Thread(target=work, name=work.__name__.strip("_"), daemon=True)
            self._behind.append(thread)
            thread.start()

    def _recheck(self) -> None:
        """Judge the stored methods again if the rules have changed."""
        if not (self._judges and self.image.rules_changed):
            return
        report = self.image.recheck(lambda: self._ending.wait(_BREATH_S))
        _LOG.info(
            "rules %s: %d methods judged, %d in quarantine, %d lifted",
            report.rules,
            report.methods,
            len(report.quarantined),
            len(report.lifted),
        )

    def _take_in(self) -> None:
        """Take in the adapters that lie ready and are not in the image yet."""
        if not self._judges:
            return
        loaded = self._loaded or load_config()
        for each in self.image.adapters.take_in(loaded.paths.adapters_dir):
            if each.state == "taken":
                _LOG.info("the adapter %s is taken into the image", each.name)
            elif each.state == "refused":
                _LOG.warning("the adapter %s is not taken in: %s", each.name, each.problem)

    def _resume(self) -> None:
        """Go on with the cycles that a killed worker has left in the middle.

        Where other workers share the image, theirs may be left at any time.
        """
        if self.own_work is None:
            return
        own = self._owned(self.own_work)
        while not self._ending.is_set():
            try:
                if self.image.interrupted:
                    self._await_model(own)
                    with self._thinker.on_behalf_of(own):
                        for outcome in self.image.resume_interrupted():
                            _LOG.info("cycle %s went on: %s", outcome.cycle, outcome.status)
            except BatosError as error:
                _LOG.warning("interrupted cycles do not go on: %s", error.message)
            if self.image.exclusive or self._ending.wait(_OTHERS_S):
                return

    def _beat(self) -> None:
        """Have the image look after itself when that is due and nobody is at work.

        It is asked of the kernel, in the lane for batches: whatever people ask comes first, and
        what runs of it is seen and stopped as everything else is.
        """
        if self.own_work is None or not self._judges:
            return
        own = self._owned(self.own_work)
        while not self._ending.wait(_BEAT_LOOK_S):
            try:
                if self.image.heartbeat.due():
                    report = own.request(BeatNow(user="heartbeat", trigger="interval"))
                    _LOG.info("heartbeat %s: %s", report["id"], report["state"])
            except BatosError as error:
                _LOG.warning("the heartbeat did not come to its end: %s", error.message)

    def _embed(self) -> None:
        """Give documents their vectors that came without, a few at a time: no cycle waits for it.

        Where there is no embedder they are found by their words.
        """
        if self.own_work is None or not self._judges:
            return
        own = self._owned(self.own_work)
        while not self._ending.wait(_OTHERS_S):
            try:
                with self._thinker.on_behalf_of(own):
                    self.image.memory.catch_up(Onlooker(stopped=self._ending.is_set))
            except BatosError as error:
                _LOG.debug("documents get no vectors: %s", error.message)

    def _read_ahead(self) -> None:
        """Have the model read what stands before the next sentence, while nobody is at work.

        Only a backend is asked that may be taken without being named: it is of this machine, and
        what it reads costs nobody anything. Who comes meanwhile stops it; what was read is kept.
        """
        loaded = self._loaded or load_config()
        if self.own_work is None or not self._judges or not loaded.config.inference.read_ahead:
            return
        own, talk = self._owned(self.own_work), self.image.orchestrator
        self._await_model(own)
        talk.heard.set()
        while not self._ending.is_set():
            if talk.heard.wait(_TALK_LOOK_S):
                talk.heard.clear()
                try:
                    self._read_beginnings(own)
                except BatosError as error:
                    _LOG.debug("this is not read ahead: %s", error.message)

    def _read_beginnings(self, own: OwnWork) -> None:
        """Have all that stands before a sentence read, until somebody has said the next one."""
        talk, way = self.image.orchestrator, self.image.heartbeat.way
        free = {each.name for each in self.image.plugins.backends() if each.look is not None}
        for beginning in talk.beginnings():
            persona = beginning.persona
            served = own.request(DescribeRole(persona.role, persona.name), timeout=_LOADING_S)
            ways = list(beginning.ways) if served.facts.get("backend") in free else []
            while ways and not (self._ending.is_set() or talk.heard.is_set()):
                way.wait(own.cancel_token)
                try:
                    with way.lent(own.cancel_token) as token, self._thinker.on_behalf_of(own):
                        self._thinker.think(persona.role, ways[0], cancel=token)
                except CancelledError:
                    continue  # somebody has come
                except PromptTooLongError:
                    ways.pop(0)
                else:
                    break

    def _owned(self, make: Callable[[], OwnWork]) -> OwnWork:
        """Return a context for own work, which is cancelled when the worker stops."""
        own = make()
        self._own.append(own)
        return own

    def _await_model(self, own: OwnWork) -> None:
        """Wait while the model loads: the time of a cycle is for thinking."""
        try:
            own.request(DescribeRole("default"), timeout=_LOADING_S)
        except BatosError as error:
            _LOG.info("interrupted cycles go on without a model: %s", error.message)

    def stop(self) -> None:
        """Close the image; a cycle that goes on behind is left for the next time."""
        self._ending.set()
        if self._image is not None:
            self._image.suspend()
        for own in self._own:
            own.cancel()
        for thread in self._behind:
            thread.join()  # it reads the image, which must not be closed under it
        if self._image is not None:
            self._image.close()

    @property
    def image(self) -> LivingImage:
        """The open image."""
        assert self._image is not None, "requests come only after start"
        return self._image

    def handler(self, route: Route[Any, Any]) -> Handler:
        """Return what answers the messages of a route."""

        def answer(_type: str, body: Mapping[str, Any], job: JobContext) -> Body:
            if route.long:
                job.step_aside()
            way = contextlib.nullcontext() if route.behind else self.image.heartbeat.way.taken()
            with way, self._thinker.on_behalf_of(job):
                return cast(Body, route.run(self.image, body, job))

        return answer


def main() -> int:
    """Run the worker until the kernel ends it."""
    args, _rest = parse_worker_args()
    loaded = load_config()
    plugins = early_plugins(loaded)
    desk = Desk(args.desk)
    walls = confine_image_worker(loaded)
    first = args.name == IMAGE_WORKER
    service = ImageService(loaded, plugins, desk, args.blamed, judges=first)
    runtime = WorkerRuntime(
        args,
        {route.type: service.handler(route) for route in ROUTES},
        quick={route.type for route in ROUTES if route.quick},
        idempotent={route.type for route in ROUTES if route.idempotent},
        shards={route.type: route.shard for route in ROUTES if route.shard},
        topics={route.type: route.topic for route in ROUTES if route.topic},
        desk=desk,
        walls=walls,
        max_parallel=loaded.config.kernel.threads,
        start=service.start,
        stop=service.stop,
    )
    service.own_work = runtime.own_work
    return runtime.run()


if __name__ == "__main__":
    sys.exit(main())
