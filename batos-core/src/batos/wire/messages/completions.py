"""``infer.complete``, ``infer.sample``: what is asked of models, and what they answer."""

from __future__ import annotations

from batos.inference.requests import Completion, CompletionRequest
from batos.wire.messages.request import Notice, Request, Response, Text

__all__ = ["Complete", "Completions", "Sample", "TextPiece"]


class Complete(Request[Completion]):
    """Answer one request to a model.

    Attributes:
        role: Who asks: ``steward``, ``coder``, ``heart``, ``curator``.
        request: What is asked.
        stream: Whether the text is told as it comes.
    """

    TYPE = "infer.complete"

    role: Text
    request: CompletionRequest
    stream: bool = False


class TextPiece(Notice):
    """A piece of the text of a completion.

    Attributes:
        text: It.
    """

    TYPE = "infer.text"

    text: str


class Completions(Response):
    """Completions.

    Attributes:
        completions: One for each request, in order.
    """

    completions: list[Completion]


class Sample(Request[Completions]):
    """Answer several requests to a model at once.

    Attributes:
        role: As of ``infer.complete``.
        requests: What is asked.
    """

    TYPE = "infer.sample"

    role: Text
    requests: tuple[CompletionRequest, ...]
