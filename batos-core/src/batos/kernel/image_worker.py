"""The image worker: the one process that has the image open.

It runs messages and cycles; it loads no model. ``python -m batos.kernel.image_worker``.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from typing import Any

from batos.config import load_config
from batos.errors import UnknownNameError, UsageError
from batos.kernel.context import JobContext
from batos.kernel.remote_thinker import RemoteThinker
from batos.kernel.worker import Report, WorkerRuntime, parse_worker_args
from batos.mind.brief import MissionBrief
from batos.mind.delivery import Delivery, failure
from batos.mind.living import LivingImage
from batos.objects import Example, is_slot_name
from batos.wire.values import from_wire, to_wire

__all__ = ["ImageService", "main"]

_EVENT = "cycle.event"


class ImageService:
    """Answers the messages that concern the image."""

    def __init__(self) -> None:
        self._thinker = RemoteThinker()
        self._image: LivingImage | None = None
        self._warming: threading.Thread | None = None

    def start(self, report: Report) -> None:
        """Open the image and run what genesis has not done yet.

        Raises:
            BatosError: The image cannot be opened; the kernel tells whoever waits.
        """
        report("starting", "opening the image")
        self._image = LivingImage.open(
            loaded=load_config(),
            thinker=self._thinker,
            on_step=lambda step: (
                report("starting", f"genesis: {step.summary}") if step.done != "kept" else None
            ),
        )
        self._warming = threading.Thread(target=self._image.warm, name="warm", daemon=True)
        self._warming.start()

    def stop(self) -> None:
        """Close the image."""
        if self._warming is not None:
            # It reads the image, which must not be closed under it.
            self._warming.join()
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
    service = ImageService()
    threads = load_config().config.kernel.threads
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
            "founding.initiate_cognitive_cycle": service.founding,
        },
        quick={"object.send", "object.show", "object.list"},
        max_parallel=threads,
        start=service.start,
        stop=service.stop,
    )
    return runtime.run()


if __name__ == "__main__":
    sys.exit(main())
