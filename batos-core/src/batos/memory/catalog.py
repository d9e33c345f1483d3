"""The KnowledgeCatalog: the Fractal Memory's documents and their persistent index.

Documents are objects in the image; the index is zope.index's Okapi BM25, stored beside them and
kept up to date one document at a time. Nothing is rebuilt when an image is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from BTrees.IOBTree import IOBTree
from BTrees.Length import Length
from BTrees.OIBTree import OIBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from zope.index.text.lexicon import Lexicon
from zope.index.text.okapiindex import OkapiIndex

from batos.memory.words import WordSteps, words_of

__all__ = ["Document", "Hit", "KnowledgeCatalog"]

_LONGEST_QUERY = 10_000


class Document(Persistent):
    """One piece of knowledge.

    Attributes:
        key: Its own name, unique in the catalog, such as ``recipe:everyday:count_vowels``.
        kind: ``recipe``, ``codex``, ``method`` or ``document``.
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
    """

    key: str
    kind: str
    title: str
    text: str
    score: float
    meta: Mapping[str, Any] = field(default_factory=dict)


class KnowledgeCatalog(Persistent):
    """Documents by number and by key, and an index of their words."""

    def __init__(self) -> None:
        self._documents = IOBTree()
        self._ids = OIBTree()
        self._kinds = OOBTree()
        self._next = Length(1)
        self._lexicon = Lexicon(WordSteps())
        self._index = OkapiIndex(self._lexicon)

    def __len__(self) -> int:
        return int(self._index.documentCount())

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    def add(self, document: Document) -> bool:
        """Take a document in, or put it in the place of the one with its key.

        Returns:
            Whether anything changed.
        """
        number = self._ids.get(document.key)
        if number is None:
            number = self._next()
            self._next.change(1)
            self._ids[document.key] = number
        elif self._documents[number].same_as(document):
            return False
        else:
            self._count(self._documents[number].kind, -1)
        self._documents[number] = document
        self._count(document.kind, 1)
        self._index.index_doc(number, f"{document.title}\n{document.text}")
        return True

    def remove(self, key: str) -> bool:
        """Forget a document; return whether there was one."""
        number = self._ids.get(key)
        if number is None:
            return False
        self._count(self._documents[number].kind, -1)
        del self._ids[key]
        del self._documents[number]
        self._index.unindex_doc(number)
        return True

    def get(self, key: str) -> Document | None:
        """Return a document by its key, or None."""
        number = self._ids.get(key)
        return None if number is None else self._documents[number]

    def documents(self, kind: str = "") -> Iterator[Document]:
        """Yield every document, of one kind or of all."""
        for document in self._documents.values():
            if not kind or document.kind == kind:
                yield document

    def kinds(self) -> dict[str, int]:
        """Return how many documents there are of each kind."""
        return {kind: count() for kind, count in self._kinds.items() if count()}

    def search(self, query: str, *, kinds: Iterable[str] = (), limit: int = 10) -> list[Hit]:
        """Return the documents that share words with a query, best first.

        Args:
            query: Any text; no query language. What is beyond 10,000 characters is not read.
            kinds: Only documents of these kinds; all when empty.
            limit: How many at most.
        """
        query = query[:_LONGEST_QUERY]
        if limit < 1 or not words_of(query):
            return []
        weights = self._index.search(query)
        if not weights:
            return []
        wanted = frozenset(kinds)
        # Ties break by number, so that a search answers the same way every time.
        ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
        hits = []
        for number, weight in ranked:
            document = self._documents[number]
            if not wanted or document.kind in wanted:
                hits.append(
                    Hit(
                        document.key,
                        document.kind,
                        document.title,
                        document.text,
                        float(weight),
                        dict(document.meta),
                    )
                )
                if len(hits) == limit:
                    break
        return hits

    def faults(self) -> Iterator[str]:
        """Yield where documents, keys, counts and the index of words do not agree, as sentences."""
        counted: dict[str, int] = {}
        for number, document in self._documents.items():
            counted[document.kind] = counted.get(document.kind, 0) + 1
            if self._ids.get(document.key) != number:
                yield f"The document {document.key!r} is not found by its key."
            words = self._lexicon.termToWordIds(f"{document.title}\n{document.text}")
            if not self._index.has_doc(number):
                yield f"The words of the document {document.key!r} are not in the index."
            elif self._index.get_words(number) != words:
                yield f"The index holds other words than the document {document.key!r}."
        for key, number in self._ids.items():
            if number not in self._documents:
                yield f"The key {key!r} leads to no document."
        indexed = int(self._index.documentCount())
        if indexed != len(self._documents):
            yield f"The index of words knows {indexed} documents of {len(self._documents)}."
        if counted != self.kinds():
            yield f"The numbers of documents by kind are kept as {self.kinds()}, and are {counted}."
        if self._documents and self._documents.maxKey() >= self._next():
            yield "A new document would get the number of another one."

    def _count(self, kind: str, change: int) -> None:
        if kind not in self._kinds:
            self._kinds[kind] = Length()
        self._kinds[kind].change(change)
