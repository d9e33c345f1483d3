"""The image worker: the one process that has the image open.

It runs messages and cycles; it loads no model. ``python -m batos.kernel.image_worker``.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from batos.config import Loaded, load_config
from batos.errors import UnknownNameError, UsageError
from batos.kernel.blame import Blame
from batos.kernel.confinement import confine_image_worker, early_plugins
from batos.kernel.context import JobContext
from batos.kernel.desk import Desk
from batos.kernel.remote_thinker import RemoteThinker
from batos.kernel.worker import Report, WorkerRuntime, parse_worker_args
from batos.mind.brief import MissionBrief
from batos.mind.delivery import Delivery, failure
from batos.mind.living import LivingImage
from batos.objects import Example, is_slot_name
from batos.plugins import PluginSet
from batos.wire.values import from_wire, to_wire

__all__ = ["ImageService", "main"]

_LOG = logging.getLogger(__name__)
_EVENT = "cycle.event"
_BREATH_S = 0.005
"""Seconds between a few audits in the background, which are for those who wait for an answer."""
_READING = frozenset(
    "object.show object.list mission.cycles image.personas image.status image.quarantine".split()
)
"""What may be asked of a second worker when the first one has died."""


class ImageService:
    """Answers the messages that concern the image.

    Args:
        loaded: The configuration; read from the user's file when left out.
        plugins: What is installed; found when left out.
        desk: Where running methods are noted.
        blamed: Methods that ended workers.
    """

    def __init__(
        self,
        loaded: Loaded | None = None,
        plugins: PluginSet | None = None,
        desk: Desk | None = None,
        blamed: Sequence[Blame] = (),
    ) -> None:
        self._loaded = loaded
        self._plugins = plugins
        self._desk = desk
        self._blamed = blamed
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
            plugins=self._plugins,
            watch=self._desk,
            blamed=[blame.to_plain() for blame in self._blamed],
            on_step=lambda step: (
                report("starting", f"genesis: {step.summary}") if step.done != "kept" else None
            ),
        )
        for work in (self._image.warm, self._recheck):
            thread = threading.Thread(target=work, name=work.__name__.strip("_"), daemon=True)
            self._behind.append(thread)
            thread.start()

    def _recheck(self) -> None:
        """Judge the stored methods again if the rules have changed."""
        if not self.image.rules_changed:
            return
        report = self.image.recheck(lambda: self._ending.wait(_BREATH_S))
        _LOG.info(
            "rules %s: %d methods judged, %d in quarantine, %d lifted",
            report.rules,
            report.methods,
            len(report.quarantined),
            len(report.lifted),
        )

    def stop(self) -> None:
        """Close the image."""
        self._ending.set()
        for thread in self._behind:
            thread.join()  # it reads the image, which must not be closed under it
        if self._image is not None:
            self._image.close()

    @property
    def image(self) -> LivingImage:
        """The open image."""
        assert self._image is not None, "requests come only after start"
        return self._image

    def send(self, _type: str, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
        """``object.send``: deliver a message."""
        with self._thinker.on_behalf_of(job):
            delivery = self.image.deliver(
                _address(body.get("receiver", "genesis")),
                _text(body, "selector"),
                tuple(from_wire(_list(body, "args"))),
                from_wire(_map(body, "kwargs")),
                learn=body.get("learn"),
                listener=lambda event: job.event(_EVENT, to_wire(dict(event))),
                cancel=job.cancel_token,
            )
        return _delivered(delivery)

    def ask(self, _type: str, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
        """``mission.ask``: take a request in plain language."""
        examples = tuple(_example(each) for each in _list(body, "examples"))
        with self._thinker.on_behalf_of(job):
            answer = self.image.ask(
                _text(body, "text"),
                receiver=str(body.get("receiver") or "genesis"),
                examples=examples,
                selector=_name(body, "selector"),
                listener=lambda event: job.event(_EVENT, to_wire(dict(event))),
                cancel=job.cancel_token,
            )
        plain: dict[str, Any] = to_wire(answer.to_plain())
        return plain

    def submit(self, _type: str, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
        """``mission.submit``: carry out a mission brief."""
        brief = MissionBrief.from_plain(from_wire(_map(body, "brief")))
        with self._thinker.on_behalf_of(job):
            outcome = self.image.learn(
                brief,
                listener=lambda event: job.event(_EVENT, to_wire(dict(event))),
                cancel=job.cancel_token,
            )
        plain: dict[str, Any] = to_wire(outcome.to_plain())
        return plain

    def founding(self, _type: str, body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
        """``founding.initiate_cognitive_cycle``: the message form of the founding documents."""
        mission = _map(body, "mission_brief")
        args = tuple(from_wire(_list(mission, "args")))
        kwargs = dict(from_wire(_map(mission, "kwargs")))
        receiver = _address(body.get("target_oid", "genesis"))
        selector = _text(mission, "selector")
        intent = kwargs.pop("intent", "") if set(kwargs) == {"intent"} else ""
        with self._thinker.on_behalf_of(job):
            if isinstance(intent, str) and intent and not self._understood(receiver, selector):
                text = intent if "method" in intent else f"write a method to {intent}"
                answer = self.image.ask(
                    text,
                    receiver=str(receiver),
                    selector=selector,
                    cancel=job.cancel_token,
                )
                if answer.outcome is not None and not answer.outcome.complete:
                    raise failure(answer.outcome)
            delivery = self.image.deliver(
                receiver, selector, args, kwargs, learn=True, cancel=job.cancel_token
            )
        return {"result": _delivered(delivery)["value"]}

    def _understood(self, receiver: str | int, selector: str) -> bool:
        try:
            self.image.check_selector(receiver, selector)
        except UnknownNameError:
            return False
        return True

    def show(self, _type: str, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``object.show``: everything about an object, a method or a cycle."""
        plain: dict[str, Any] = to_wire(self.image.show(_text(body, "address")))
        return plain

    def objects(self, _type: str, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``object.list``: a line for each named object."""
        return {"objects": to_wire(self.image.objects())}

    def cycles(self, _type: str, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``mission.cycles``: the latest cycles."""
        limit = body.get("limit", 20)
        if not isinstance(limit, int) or limit < 1:
            raise UsageError("The limit must be a whole number of at least 1.")
        return {"cycles": to_wire(self.image.cycles(limit))}

    def personas(self, _type: str, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``image.personas``: who lives in the image."""
        return {"personas": to_wire(self.image.personas())}

    def quarantine(self, _type: str, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``image.quarantine``: the methods that are not run, and why."""
        return {"methods": to_wire(self.image.quarantine())}

    def lift(self, _type: str, body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``image.lift``: let a method be run again that passes the rules of today."""
        plain: dict[str, Any] = to_wire(self.image.lift(_text(body, "address")))
        return plain

    def recheck(self, _type: str, _body: Mapping[str, Any], job: JobContext) -> dict[str, Any]:
        """``image.recheck``: judge every stored method by the rules of today."""
        report = self.image.recheck(lambda: job.cancelled)
        plain: dict[str, Any] = to_wire(report.to_plain())
        return plain

    def status(self, _type: str, _body: Mapping[str, Any], _job: JobContext) -> dict[str, Any]:
        """``image.status``: how large the image is and what it has seen."""
        plain: dict[str, Any] = to_wire(self.image.status())
        return plain


def _delivered(delivery: Delivery) -> dict[str, Any]:
    return {
        "value": to_wire(delivery.value),
        "learned": [to_wire(outcome.to_plain()) for outcome in delivery.learned],
        "model_calls": delivery.model_calls,
    }


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise UsageError(f"The field {name!r} must be a text.")
    return value


def _list(body: Mapping[str, Any], name: str) -> list[Any]:
    value = body.get(name) or []
    if not isinstance(value, list):
        raise UsageError(f"The field {name!r} must be a list.")
    return value


def _map(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name) or {}
    if not isinstance(value, dict):
        raise UsageError(f"The field {name!r} must be a map.")
    return value


def _name(body: Mapping[str, Any], name: str) -> str:
    """Return the name that the person chose for a method, or an empty text."""
    value = body.get(name) or ""
    if not isinstance(value, str) or (value and not is_slot_name(value)):
        raise UsageError(
            f"{value!r} cannot name a method.",
            hint="A name starts with a letter and has letters, digits and underscores only.",
        )
    return value


def _address(value: object) -> str | int:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise UsageError("An object is addressed by its name or its oid.")
    return value


def _example(plain: object) -> Example:
    if not isinstance(plain, dict):
        raise UsageError("An example must be a map.")
    try:
        return Example.from_plain(from_wire(plain))
    except TypeError as error:
        raise UsageError(f"An example is not valid: {error}.") from None


def main() -> int:
    """Run the worker until the kernel ends it."""
    args, _rest = parse_worker_args()
    loaded = load_config()
    plugins = early_plugins(loaded)
    desk = Desk(args.desk)
    walls = confine_image_worker(loaded)
    service = ImageService(loaded, plugins, desk, args.blamed)
    runtime = WorkerRuntime(
        args,
        {
            "object.send": service.send,
            "object.show": service.show,
            "object.list": service.objects,
            "mission.ask": service.ask,
            "mission.submit": service.submit,
            "mission.cycles": service.cycles,
            "image.personas": service.personas,
            "image.status": service.status,
            "image.quarantine": service.quarantine,
            "image.lift": service.lift,
            "image.recheck": service.recheck,
            "founding.initiate_cognitive_cycle": service.founding,
        },
        quick={"object.send", "object.show", "object.list"},
        idempotent=_READING,
        desk=desk,
        walls=walls,
        max_parallel=loaded.config.kernel.threads,
        start=service.start,
        stop=service.stop,
    )
    return runtime.run()


if __name__ == "__main__":
    sys.exit(main())
