"""``infer.embed``, ``infer.embedder``: vectors of texts, from the worker that holds the models."""

from __future__ import annotations

from batos.wire.messages.request import Request, Response

__all__ = ["Embed", "EmbedderFacts", "ShowEmbedder", "Vectors"]


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
