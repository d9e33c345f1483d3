"""``infer.*``: the worker that holds the models, and how they are."""

from __future__ import annotations

from typing import Literal, TypedDict

import msgspec

from batos.wire.messages.kernel import SettingsDigest
from batos.wire.messages.request import Notice, Request, Response, Text

__all__ = [
    "BackendsTaken",
    "DescribeRole",
    "Embed",
    "EmbedderFacts",
    "LoadStep",
    "ModelLine",
    "ModelMemory",
    "ModelsStatus",
    "RoleServed",
    "ShowEmbedder",
    "ShowModels",
    "Swapped",
    "TakeBackends",
    "Vectors",
]


class RoleServed(Response):
    """Who answers for a role.

    Attributes:
        facts: ``backend``, ``model``, and what the backend tells beside them.
    """

    facts: dict[str, str]


class DescribeRole(Request[RoleServed]):
    """Tell which backend and model serve a role.

    Attributes:
        role: Who asks: ``steward``, ``coder``, ``heart``, ``curator``.
        persona: Which persona asks in it; empty where none does.
    """

    TYPE = "infer.describe"

    role: Text
    persona: str = ""


class Swapped(Notice):
    """A model was loaded for a request, or was to be, and others have left the memory for it.

    Attributes:
        loaded: Name of the model.
        left: Names of those that have left; they come back when they are asked.
        seconds: From the request for it until it could answer, waiting for answers included.
        ram: Bytes of memory that it takes.
        vram: The same of graphics cards.
        at: When it could answer, ISO text in UTC.
        problem: Why it is not there after all; empty where it is.
    """

    TYPE = "infer.swapped"

    loaded: str
    left: tuple[str, ...]
    seconds: float
    ram: int
    vram: int
    at: str
    problem: str = ""


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


class ModelLine(TypedDict):
    """A model, and how it is.

    Attributes:
        name: Alias of its backend.
        backend: The kind of backend, such as ``llamacpp``.
        model: Name of the model.
        file: Its file; empty where it is none of this machine.
        roles: The roles that it serves, ``default`` among them.
        state: ``waiting`` until it is first needed, ``loading``, ``loaded`` or ``failed``.
        since: When it came into that state, ISO text in UTC.
        reason: Why it has failed or left, in a sentence.
        hint: What to do about that.
        ram: Bytes of memory that it takes; measured when it was loaded.
        vram: The same of graphics cards.
        asked: When it was last asked, ISO text in UTC; empty where it never was.
        running: Answers that it is giving.
    """

    name: str
    backend: str
    model: str
    file: str
    roles: list[str]
    state: Literal["waiting", "loading", "loaded", "failed"]
    since: str
    reason: str
    hint: str
    ram: int
    vram: int
    asked: str
    running: int


class ModelsStatus(Response):
    """How the worker and its models are.

    Attributes:
        state: starting, ready or degraded.
        text: What that means right now.
        models: A line for each.
        taken: The settings that were taken since the kernel's start, as ``started`` of
            ``kernel.status`` tells those of the start; empty where there are none.
        memory: What the models take together.
    """

    state: str
    text: str
    models: list[ModelLine]
    taken: SettingsDigest = {}
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
