"""``image.*``: the image as a whole, its quarantine, and its care while it is in use."""

from __future__ import annotations

import msgspec

from batos.wire.messages.request import Answer, Event, Plain, Request, Text

__all__ = [
    "CheckImage",
    "ImageFacts",
    "ImageProgress",
    "ImageStatus",
    "LiftMethod",
    "ListPersonas",
    "ListQuarantine",
    "PackImage",
    "Personas",
    "PlanPack",
    "Quarantine",
    "RecheckMethods",
]


class Personas(Answer):
    """Who lives in the image.

    Attributes:
        personas: A line for each.
    """

    personas: list[Plain]


class Quarantine(Answer):
    """Methods that are not run.

    Attributes:
        methods: A line for each, with the reason.
    """

    methods: list[Plain]


class ListPersonas(Request[Personas]):
    """List who lives in the image."""

    TYPE = "image.personas"


class ImageStatus(Request[Plain]):
    """Tell how large the image is and what it has seen."""

    TYPE = "image.status"


class ListQuarantine(Request[Quarantine]):
    """List the methods that are not run, and why."""

    TYPE = "image.quarantine"


class LiftMethod(Request[Plain]):
    """Let a method be run again that passes the rules of today; answers with its line.

    Attributes:
        address: ``OBJECT.SELECTOR``.
    """

    TYPE = "image.lift"

    address: Text


class RecheckMethods(Request[Plain]):
    """Judge every stored method by the rules of today, and tell what that has found."""

    TYPE = "image.recheck"


class ImageFacts(Request[Plain]):
    """Tell how the image is kept: size, past, last pack and backup."""

    TYPE = "image.facts"


class CheckImage(Request[Plain]):
    """Tell whether the image is ``sound``, the ``findings`` and ``counts``."""

    TYPE = "image.check"


class ImageProgress(Event):
    """How far a check or a pack is.

    Attributes:
        text: What is done now.
    """

    TYPE = "image.progress"

    text: str


class PlanPack(Request[Plain]):
    """Tell what a pack would do: what it ends to be ``undoable``, and what would be ``lost``.

    Attributes:
        keep_days: Days of the past that are kept; left out, as many as are usual.
    """

    TYPE = "image.pack_plan"

    keep_days: float | msgspec.UnsetType = msgspec.UNSET


class PackImage(Request[Plain]):
    """Drop what is older and no longer part of the image: ``before``, ``after``, ``lost``.

    Attributes:
        keep_days: As of ``image.pack_plan``.
        drop_history: Whether what can be undone today may be lost.
        keep_old: Whether the file of before is kept.
    """

    TYPE = "image.pack"

    keep_days: float | msgspec.UnsetType = msgspec.UNSET
    drop_history: bool = False
    keep_old: bool = False
