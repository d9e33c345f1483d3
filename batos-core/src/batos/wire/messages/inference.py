"""``infer.*``: what the worker answers that holds the models."""

from __future__ import annotations

from batos.wire.messages.request import Answer, Event, Plain, Request, Text

__all__ = [
    "Complete",
    "Completions",
    "DescribeRole",
    "ModelsStatus",
    "Sample",
    "ShowModels",
    "TextPiece",
]


class Complete(Request[Plain]):
    """Answer one request to a model; answers with a completion.

    Attributes:
        role: Who asks: ``steward``, ``coder``, ``heart``, ``curator``.
        request: As :class:`batos.inference.CompletionRequest` describes it.
        stream: Whether the text is told as it comes.
    """

    TYPE = "infer.complete"

    role: Text
    request: Plain
    stream: bool = False


class TextPiece(Event):
    """A piece of the text of a completion.

    Attributes:
        text: It.
    """

    TYPE = "infer.text"

    text: str


class Completions(Answer):
    """Completions.

    Attributes:
        completions: One for each request, in order.
    """

    completions: list[Plain]


class Sample(Request[Completions]):
    """Answer several requests to a model at once.

    Attributes:
        role: As of ``infer.complete``.
        requests: As the one of ``infer.complete``.
    """

    TYPE = "infer.sample"

    role: Text
    requests: tuple[Plain, ...]


class DescribeRole(Request[Plain]):
    """Tell which backend and model serve a role.

    Attributes:
        role: As of ``infer.complete``.
    """

    TYPE = "infer.describe"

    role: Text


class ModelsStatus(Answer):
    """How the worker and its models are.

    Attributes:
        state: starting, ready or degraded.
        text: What that means right now.
        models: Of each its ``backend``, ``model``, ``file``, ``roles``, ``state``, ``since`` and
            ``reason``.
    """

    state: str
    text: str
    models: list[Plain]


class ShowModels(Request[ModelsStatus]):
    """Tell how the worker and its models are; answered while they load."""

    TYPE = "infer.status"
