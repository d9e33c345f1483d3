"""What is asked of a model, and what comes back: plain frozen values with no model library behind.

A request is checked when it is made, so that a backend never sees a contradictory one. All of
them turn into plain data and back, because they travel to a worker process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, TypeAlias, get_args

from batos.errors import UsageError

__all__ = [
    "Chunk",
    "Completion",
    "CompletionRequest",
    "DoneChunk",
    "FinishReason",
    "Message",
    "TextChunk",
    "chunk_from_plain",
    "chunk_to_plain",
]

FinishReason: TypeAlias = Literal["stop", "length", "cancelled", "deadline"]


def _known_fields(kind: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of the plain form of a dataclass, refusing keys that it does not have."""
    names = {each.name for each in fields(kind)}
    unknown = sorted(set(plain) - names)
    if unknown:
        raise UsageError(f"{kind.__name__} has no field {unknown[0]!r}.")
    return dict(plain)


@dataclass(frozen=True)
class Message:
    """One turn of a conversation.

    Attributes:
        role: ``system``, ``user`` or ``assistant``.
        content: What was said.
    """

    role: str
    content: str

    def __post_init__(self) -> None:
        if self.role not in ("system", "user", "assistant"):
            raise UsageError(f"A message cannot have the role {self.role!r}.")


@dataclass(frozen=True, kw_only=True)
class CompletionRequest:
    """One question to a model.

    Exactly one of ``prompt`` and ``messages`` is given. ``grammar`` and ``json_schema`` exclude
    each other.

    Attributes:
        prompt: Text to be continued, as it is: no template, no system prompt.
        messages: A conversation to be answered.
        max_tokens: Upper limit of the answer, in tokens.
        temperature: 0 takes the likeliest token each time; higher values vary.
        top_p: Share of the probability mass that is sampled from.
        stop: Texts that end the answer; they are not part of it.
        seed: For an answer that can be had again; ``None`` takes a new one each time.
        grammar: A GBNF grammar that binds the answer.
        json_schema: A JSON schema that binds the answer.
        deadline_s: Seconds until the answer is cut off, waiting for room, for a model that is
            loaded and for a free slot included.
        model: Alias of a model to use instead of the role's own.
        persona: Name of the persona that asks, whose own backend answers where it has one.
        adapter: Name of a LoRA adapter to answer through; a backend that has none answers with
            the bare model, and its completion says so.
    """

    prompt: str | None = None
    messages: tuple[Message, ...] = ()
    max_tokens: int = 512
    temperature: float = 0.0
    top_p: float = 0.95
    stop: tuple[str, ...] = ()
    seed: int | None = None
    grammar: str | None = None
    json_schema: Mapping[str, Any] | None = None
    deadline_s: float = 60.0
    model: str | None = None
    persona: str = ""
    adapter: str | None = None

    def __post_init__(self) -> None:
        checks = (
            ((self.prompt is None) == bool(self.messages), "a prompt or messages, not both"),
            (self.max_tokens >= 1, "max_tokens of at least 1"),
            (self.temperature >= 0, "a temperature of at least 0"),
            (0 < self.top_p <= 1, "a top_p above 0 and up to 1"),
            (self.deadline_s > 0, "a deadline_s above 0"),
            (all(self.stop), "stop texts that are not empty"),
            (self.adapter is None or bool(self.adapter), "the name of an adapter, or none"),
            (self.grammar is None or self.json_schema is None, "a grammar or a schema, not both"),
        )
        for holds, wanted in checks:
            if not holds:
                raise UsageError(f"A completion request needs {wanted}.")

    def to_plain(self) -> dict[str, Any]:
        """Return the request as plain data for the wire."""
        plain = asdict(self)
        plain["messages"] = [asdict(message) for message in self.messages]
        plain["stop"] = list(self.stop)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> CompletionRequest:
        """Return the request that :meth:`to_plain` described.

        Raises:
            UsageError: A field is unknown or does not hold what it should.
        """
        known = _known_fields(cls, plain)
        try:
            known["messages"] = tuple(Message(**each) for each in known.get("messages", ()))
            known["stop"] = tuple(known.get("stop", ()))
            return cls(**known)
        except TypeError as error:
            raise UsageError(f"The completion request cannot be read: {error}.") from error


@dataclass(frozen=True)
class TextChunk:
    """The next piece of an answer."""

    text: str


@dataclass(frozen=True, kw_only=True)
class DoneChunk:
    """The end of an answer; always the last chunk, and exactly one.

    Attributes:
        finish_reason: Why it ended: the model was done or met a stop text (``stop``), the token
            limit or the window was reached (``length``), somebody cancelled, or time ran out.
        prompt_tokens: Tokens of the prompt; 0 when the answer ended before they were counted.
        completion_tokens: Tokens of the answer.
        seconds: Time from the request to its end.
    """

    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
    seconds: float

    def __post_init__(self) -> None:
        if self.finish_reason not in get_args(FinishReason):
            raise UsageError(f"{self.finish_reason!r} is not a finish reason.")


Chunk: TypeAlias = TextChunk | DoneChunk


def chunk_to_plain(chunk: Chunk) -> dict[str, Any]:
    """Return a chunk as plain data for the wire."""
    return asdict(chunk)


def chunk_from_plain(plain: Mapping[str, Any]) -> Chunk:
    """Return the chunk that :func:`chunk_to_plain` described.

    Raises:
        UsageError: It is neither kind of chunk.
    """
    kind = TextChunk if "text" in plain else DoneChunk
    try:
        return kind(**_known_fields(kind, plain))
    except TypeError as error:
        raise UsageError(f"The chunk cannot be read: {error}.") from error


@dataclass(frozen=True, kw_only=True)
class Completion:
    """A whole answer, with what it cost and where it came from.

    Attributes:
        text: The answer.
        finish_reason: As in :class:`DoneChunk`.
        prompt_tokens: Tokens of the prompt.
        completion_tokens: Tokens of the answer.
        seconds: Time from the request to the end of the answer.
        backend: Name of the backend that answered.
        model: Name of the model that answered.
        adapter: Name of the adapter that it answered through; empty if through none.
    """

    text: str
    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    backend: str
    model: str
    adapter: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return the completion as plain data for the wire."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Completion:
        """Return the completion that :meth:`to_plain` described.

        Raises:
            UsageError: A field is unknown or missing.
        """
        try:
            return cls(**_known_fields(cls, plain))
        except TypeError as error:
            raise UsageError(f"The completion cannot be read: {error}.") from error
