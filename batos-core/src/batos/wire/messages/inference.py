"""``infer.*``: what the worker answers that holds the models."""

from __future__ import annotations

from typing import Literal

import msgspec

from batos.wire.messages.request import Notice, Plain, Request, Response, Text

__all__ = [
    "BackendsTaken",
    "Complete",
    "Completed",
    "Completions",
    "DescribeRole",
    "Embed",
    "EmbedderFacts",
    "LoadStep",
    "ModelMemory",
    "ModelsStatus",
    "RoleServed",
    "Sample",
    "ShowEmbedder",
    "ShowModels",
    "Swapped",
    "TakeBackends",
    "TextPiece",
    "Vectors",
]


class Completed(Response):
    """A whole answer of a model, with what it cost and where it came from.

    Attributes:
        text: The answer.
        finish_reason: Why it ends there.
        prompt_tokens: Tokens of the prompt.
        completion_tokens: Tokens of the answer.
        seconds: Time from the request to the end of the answer.
        backend: Name of the backend that answered.
        model: Name of the model that answered.
        adapter: Name of the adapter that it answered through; empty if through none.
    """

    text: str
    finish_reason: Literal["stop", "length", "cancelled", "deadline"]
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    backend: str
    model: str
    adapter: str = ""


class Complete(Request[Completed]):
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

    completions: list[Completed]


class Sample(Request[Completions]):
    """Answer several requests to a model at once.

    Attributes:
        role: As of ``infer.complete``.
        requests: As the one of ``infer.complete``.
    """

    TYPE = "infer.sample"

    role: Text
    requests: tuple[Plain, ...]


class RoleServed(Response):
    """Who answers for a role.

    Attributes:
        facts: ``backend``, ``model``, and what the backend tells beside them.
    """

    facts: dict[str, str]


class DescribeRole(Request[RoleServed]):
    """Tell which backend and model serve a role.

    Attributes:
        role: As of ``infer.complete``.
    """

    TYPE = "infer.describe"

    role: Text


class Swapped(Notice):
    """A model was loaded for a request, and others have left the memory for it.

    Attributes:
        loaded: Name of the model.
        left: Names of those that have left.
        seconds: From the request for it until it could answer, waiting for answers included.
        ram: Bytes of memory that it takes.
        vram: The same of graphics cards.
        at: When it could answer, ISO text in UTC.
    """

    TYPE = "infer.swapped"

    loaded: str
    left: tuple[str, ...]
    seconds: float
    ram: int
    vram: int
    at: str


class ModelMemory(msgspec.Struct, frozen=True):
    """What the loaded models of a process take together.

    Attributes:
        ram: Bytes of memory, measured.
        vram: The same of graphics cards.
        ram_budget: Bytes that they may take; 0 where that is whatever is free.
        vram_budget: The same of graphics cards.
        ram_free: Bytes of memory that are free on the machine now.
        swaps: The last swaps, the latest at the end.
    """

    ram: int = 0
    vram: int = 0
    ram_budget: int = 0
    vram_budget: int = 0
    ram_free: int = 0
    swaps: tuple[Swapped, ...] = ()


class ModelsStatus(Response):
    """How the worker and its models are.

    Attributes:
        state: starting, ready or degraded.
        text: What that means right now.
        models: Of each its ``backend``, ``model``, ``file``, ``roles``, ``state``, ``since``,
            ``reason``, what it takes (``ram``, ``vram``), when it was last ``asked``, and how many
            answers are ``running``.
        taken: The settings that were taken since the kernel's start, as ``started`` of
            ``kernel.status`` tells those of the start; empty where there are none.
        memory: What the models take together.
    """

    state: str
    text: str
    models: list[Plain]
    taken: Plain = {}
    memory: ModelMemory = msgspec.field(default_factory=ModelMemory)


class ShowModels(Request[ModelsStatus]):
    """Tell how the worker and its models are; answered while they load."""

    TYPE = "infer.status"


class LoadStep(Notice):
    """How the loading of a backend goes.

    Attributes:
        text: What is done now.
    """

    TYPE = "infer.step"

    text: str


class BackendsTaken(Response):
    """That other backends answer from now on.

    Attributes:
        loaded: Aliases of those that were loaded for it.
        left: Aliases of those that end with the last answer that they give.
        seconds: What that took.
    """

    loaded: list[str]
    left: list[str]
    seconds: float


class TakeBackends(Request[BackendsTaken]):
    """Read the configuration again and answer as its backends, roles and personas say from now on.

    What runs ends on the backend that it runs on. Where a backend cannot be loaded, everything
    stays as it is, and the error says so.
    """

    TYPE = "infer.take"


class EmbedderFacts(Response):
    """The embedder that is configured.

    Attributes:
        embedder: Its name.
        model: Name of its model.
        dimension: Numbers of a vector.
    """

    embedder: str
    model: str
    dimension: int


class Vectors(Response):
    """The vectors of texts.

    Attributes:
        rows: They, each of length one, one after the other: 32-bit floats, little-endian.
        dimension: Numbers of each.
    """

    rows: bytes
    dimension: int


class ShowEmbedder(Request[EmbedderFacts]):
    """Tell which embedder is configured; it is loaded by that."""

    TYPE = "infer.embedder"


class Embed(Request[Vectors]):
    """Make vectors of texts.

    Attributes:
        texts: They.
    """

    TYPE = "infer.embed"

    texts: tuple[str, ...]
