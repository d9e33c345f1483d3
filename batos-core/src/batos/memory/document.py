"""Documents: pieces of knowledge as they lie in the image, and as a search hands them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from persistent import Persistent

from batos.memory.facets import facets_of

__all__ = ["Document", "Hit"]

_OF_CODE = frozenset({"recipe", "method", "tentative"})
"""Kinds whose ``source`` is Python's, and no document's."""


class Document(Persistent):
    """One piece of knowledge.

    Attributes:
        key: Its own name, unique in the catalog, such as ``recipe:everyday:count_vowels``.
        kind: Such as ``recipe``, ``codex``, ``method`` or ``document``.
        title: One line.
        text: What is indexed.
        meta: Plain data about it.
    """

    def __init__(
        self, key: str, kind: str, title: str, text: str, meta: Mapping[str, Any] | None = None
    ) -> None:
        self.key = key
        self.kind = kind
        self.title = title
        self.text = text
        self.meta = dict(meta or {})

    @property
    def content(self) -> str:
        """What is indexed and embedded: title and text."""
        return f"{self.title}\n{self.text}"

    @property
    def facets(self) -> set[tuple[str, str]]:
        """What it can be found by beside its text: names and values."""
        known = facets_of(self.meta)
        return {each for each in known if each[0] != "source"} if self.kind in _OF_CODE else known

    def same_as(self, other: Document) -> bool:
        """Return whether another document says the same."""
        return (self.kind, self.title, self.text, self.meta) == (
            other.kind,
            other.title,
            other.text,
            other.meta,
        )


@dataclass(frozen=True)
class Hit:
    """One answer of a search, plain data that may leave the transaction.

    Attributes:
        key: The document's name.
        kind: Its kind.
        title: Its line.
        text: Its text.
        score: Relevance by Okapi BM25, comparable within one search only.
        meta: What is known about it.
        covers: How much of a query it covers by its words, rare ones counting more, from 0 to 1; 0
            where that was not compared.
        cosine: How near it is to what a query means; -1 where others are nearer that were ranked,
            and 0 where that was not compared.
    """

    key: str
    kind: str
    title: str
    text: str
    score: float
    meta: Mapping[str, Any] = field(default_factory=dict)
    covers: float = 0.0
    cosine: float = 0.0

    @property
    def source(self) -> str:
        """Name of what it comes from; empty where it is of the image's own."""
        return "" if self.kind in _OF_CODE else str(self.meta.get("source", ""))

    @classmethod
    def of(cls, document: Document, score: float) -> Hit:
        """Return a document as a hit."""
        return cls(
            document.key,
            document.kind,
            document.title,
            document.text,
            score,
            dict(document.meta),
        )
