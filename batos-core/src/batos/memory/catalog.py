"""The KnowledgeCatalog: the Fractal Memory's documents and their persistent indexes.

Documents are objects in the image; the index of words is zope.index's Okapi BM25, that of vectors
is :mod:`batos.memory.vectors`, both stored beside them and kept up to date one document at a time.
Nothing is rebuilt when an image is opened. Vectors come later than their documents, from outside
of any transaction, and a document that has none is found by its words.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from BTrees.IIBTree import IITreeSet
from BTrees.IOBTree import IOBTree, difference
from BTrees.Length import Length
from BTrees.OIBTree import OIBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from zope.index.text.lexicon import Lexicon
from zope.index.text.okapiindex import OkapiIndex

from batos.memory.document import Document, Hit
from batos.memory.embedding import VectorSpace
from batos.memory.facets import EVERYTHING, Facets, Wanted
from batos.memory.ranking import FIRST, Ranked, heavier, heaviest, heaviest_of
from batos.memory.vectors import Meaning, VectorIndex
from batos.memory.words import WordSteps, words_of

__all__ = ["Document", "Hit", "KnowledgeCatalog"]

_LONGEST_QUERY = 10_000
_TOGETHER = 64
"""Documents that have waited, whose words are indexed together."""


class KnowledgeCatalog(Persistent):
    """Documents by number and by key, and indexes of their words and of what they mean."""

    # An image from before there were vectors has none until some are put in.
    _spaces: Any = None
    # One from before there were facets has none until something is taken in.
    _facets: Any = None
    # Numbers of documents whose words wait to be indexed together.
    _waiting: Any = None

    def __init__(self) -> None:
        self._documents = IOBTree()
        self._ids = OIBTree()
        self._kinds = OOBTree()
        self._next = Length(1)
        self._lexicon = Lexicon(WordSteps())
        self._index = OkapiIndex(self._lexicon)
        self._facets = Facets()

    def __len__(self) -> int:
        return int(self._index.documentCount()) + len(self._waiting or ())

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    def add(self, document: Document, *, waits: bool = False) -> bool:
        """Take a document in, or put it in the place of the one with its key.

        Args:
            document: It.
            waits: Whether its words may be indexed with those of later ones. For one by one that
                takes some fifty times what a document has: each of its words is a record that is
                written anew. It is found at once all the same.

        Returns:
            Whether anything changed.
        """
        if self._facets is None:
            self._facets = self._facets_now()
        number = self._ids.get(document.key)
        is_read = False
        if number is None:
            number = self._next()
            self._next.change(1)
            self._ids[document.key] = number
        else:
            known = self._documents[number]
            if known.same_as(document):
                return False
            self._count(known.kind, -1)
            self._facets.remove(number, known.facets)
            is_read = known.content == document.content
            if not is_read:
                self._forget_content(number)
        self._documents[number] = document
        self._count(document.kind, 1)
        self._facets.put(number, document.facets)
        if not is_read and waits:
            self._let_wait(number)
        elif not is_read:
            self._index.index_doc(number, document.content)
        return True

    def remove(self, key: str) -> bool:
        """Forget a document; return whether there was one.

        Nothing of it stays in the indexes: words that no other document has are taken out of the
        lexicon as well, and after a pack they are not in the image's file any more.
        """
        number = self._ids.get(key)
        if number is None:
            return False
        known = self._documents[number]
        self._count(known.kind, -1)
        if self._facets is not None:
            self._facets.remove(number, known.facets)
        del self._ids[key]
        del self._documents[number]
        self._forget_content(number)
        return True

    def get(self, key: str) -> Document | None:
        """Return a document by its key, or None."""
        number = self._ids.get(key)
        return None if number is None else self._documents[number]

    def by_number(self, number: int) -> Document | None:
        """Return a document by the number that a search has found, or None."""
        found: Document | None = self._documents.get(number)
        return found

    def keys_of(self, wanted: Wanted) -> list[str]:
        """Return the keys of the documents of which something is known.

        Args:
            wanted: What; its kinds do not count.
        """
        numbers = sorted(self._facets_now().numbers(wanted))
        return [self._documents[number].key for number in numbers]

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
        ranked = self.by_words(query, limit, Wanted(frozenset(kinds)))
        found = [(self.by_number(number), score) for number, score in ranked]
        return [Hit.of(document, score) for document, score in found if document is not None]

    def by_words(self, query: str, limit: int, wanted: Wanted = EVERYTHING) -> Ranked:
        """Return the documents that share words with a query, and how relevant each is.

        Args:
            query: As for :meth:`search`.
            limit: How many at most.
            wanted: Which of them count.
        """
        asked = query[:_LONGEST_QUERY]
        words = self._lexicon.termToWordIds(asked)
        known = [word for word in words if word in self._index._wordinfo]
        late = {number: self._documents[number].content for number in self._waiting or ()}
        if limit < 1 or not (known or late):
            return []
        found = heaviest(self._index, known, limit) if known else iter(())
        if late:
            rarities = dict(zip(words_of(asked), self._rarities(words), strict=True))
            found = heapq.merge(found, heaviest_of(self._index, late, rarities), key=heavier)
        return self._taken(found, limit, wanted)

    def most_relevant(self, query: str) -> float:
        """Return what a document would score that has every word of a query, and often.

        Words that no document has count as well: so what two catalogs find can be compared by the
        share of the query that it covers.
        """
        words = self._lexicon.termToWordIds(query[:_LONGEST_QUERY])
        return math.fsum(self._rarities(words)) * (float(self._index.K1) + 1.0)

    def by_meaning(self, meaning: Meaning, limit: int, wanted: Wanted = EVERYTHING) -> Ranked:
        """Return the documents that are nearest to a meaning, with their cosines.

        Args:
            meaning: It. Documents that have no vector in its space are not found.
            limit: How many at most.
            wanted: Which of them count.
        """
        index = self._vectors(meaning.space)
        if index is None or limit < 1:
            return []

        def ranked() -> Iterator[tuple[int, float]]:
            first = max(FIRST, limit)
            yield from meaning.shelf.nearest(index, meaning.vector, first)
            if len(index) > first:
                yield from meaning.shelf.nearest(index, meaning.vector, len(index))[first:]

        return self._taken(ranked(), limit, wanted)

    def known_names(self) -> set[str]:
        """Return the names of what is known of some document."""
        return set(self._facets_now().names())

    def without_vectors(
        self, space: VectorSpace, limit: int, but: Container[tuple[str, str]] = ()
    ) -> list[tuple[str, str]]:
        """Return keys and contents of documents that have no vector in a space.

        Args:
            space: It.
            limit: How many at most.
            but: Those of which no vector can be made.
        """
        if not self.lacking(space):
            return []
        index = self._vectors(space)
        numbers: Any = self._documents
        if index is not None:
            numbers = difference(self._documents, index.homes)
        found = []
        for number in numbers:
            document = self._documents[number]
            if (document.key, document.content) not in but:
                found.append((document.key, document.content))
            if len(found) == limit:
                break
        return found

    def has_vector(self, meaning: Meaning, number: int) -> bool:
        """Return whether a document, by its number, can be compared with a meaning."""
        index = self._vectors(meaning.space)
        return index is not None and number in index

    def lacking(self, space: VectorSpace) -> int:
        """Return how many documents have no vector in a space."""
        index = self._vectors(space)
        return len(self) - (len(index) if index is not None else 0)

    def put_vectors(
        self, space: VectorSpace, of: Sequence[tuple[str, str]], vectors: Sequence[Sequence[float]]
    ) -> int:
        """Give documents their vectors; return how many have got theirs.

        One that has changed or gone while its vector was made gets none.

        Args:
            space: The space.
            of: Keys and contents of the documents, as :meth:`without_vectors` tells them.
            vectors: A vector for each, of length one.
        """
        fresh = {}
        for (key, content), vector in zip(of, vectors, strict=True):
            number = self._ids.get(key)
            if number is not None and self._documents[number].content == content:
                fresh[number] = vector
        if fresh:
            if self._spaces is None:
                self._spaces = OOBTree()
            if space.label not in self._spaces:
                self._spaces[space.label] = VectorIndex(space)
            self._spaces[space.label].put(fresh)
        return len(fresh)

    def keep_only(self, space: VectorSpace) -> None:
        """Forget the vectors of all other spaces."""
        for label in list(self._spaces or ()):
            if label != space.label:
                del self._spaces[label]

    def spaces(self) -> dict[str, int]:
        """Return how many vectors there are of each space, by its label."""
        return {label: len(index) for label, index in (self._spaces or {}).items()}

    def faults(self) -> Iterator[str]:
        """Yield where documents, keys, counts and the indexes do not agree, as sentences."""
        counted: dict[str, int] = {}
        for number, document in self._documents.items():
            counted[document.kind] = counted.get(document.kind, 0) + 1
            if self._ids.get(document.key) != number:
                yield f"The document {document.key!r} is not found by its key."
            words = self._lexicon.termToWordIds(document.content)
            if number in (self._waiting or ()):
                continue
            if not self._index.has_doc(number):
                yield f"The words of the document {document.key!r} are not in the index."
            elif self._index.get_words(number) != words:
                yield f"The index holds other words than the document {document.key!r}."
        for key, number in self._ids.items():
            if number not in self._documents:
                yield f"The key {key!r} leads to no document."
        indexed = int(self._index.documentCount())
        if len(self) != len(self._documents):
            yield f"The index of words knows {indexed} documents of {len(self._documents)}."
        documents = self._documents.items()
        yield from self._facets_now().faults({number: each.facets for number, each in documents})
        if counted != self.kinds():
            yield f"The numbers of documents by kind are kept as {self.kinds()}, and are {counted}."
        if self._documents and self._documents.maxKey() >= self._next():
            yield "A new document would get the number of another one."
        for index in (self._spaces or {}).values():
            yield from index.faults()
            strangers = [number for number in index.homes if number not in self._documents]
            if strangers:
                yield f"{len(strangers)} vectors of {index.space.label} are of no document."

    def _vectors(self, space: VectorSpace) -> VectorIndex | None:
        return None if self._spaces is None else self._spaces.get(space.label)

    def _facets_now(self) -> Facets:
        if self._facets is not None:
            found: Facets = self._facets
            return found
        facets = Facets()
        for number, document in self._documents.items():
            facets.put(number, document.facets)
        return facets

    def _taken(self, ranked: Iterable[tuple[int, float]], limit: int, wanted: Wanted) -> Ranked:
        """Return the first of what is ranked that is wanted; it is loaded only for its kind."""
        among = self._facets_now().numbers(wanted) if wanted.by_facets else None
        other_kinds = wanted.kinds and not wanted.kinds.issuperset(self.kinds())
        found: Ranked = []
        for number, score in ranked:
            if among is not None and number not in among:
                continue
            if other_kinds:
                document = self.by_number(number)
                if document is None or document.kind not in wanted.kinds:
                    continue
            found.append((number, score))
            if len(found) == limit:
                break
        return found

    def _let_wait(self, number: int) -> None:
        """Have a document's words indexed later, or now with those of all that wait."""
        if self._waiting is None:
            self._waiting = IITreeSet()
        self._waiting.insert(number)
        if len(self._waiting) >= _TOGETHER:
            for each in self._waiting:
                self._index.index_doc(each, self._documents[each].content)
            self._waiting.clear()

    def _rarities(self, words: Iterable[int]) -> list[float]:
        """Return how rare words are; one that no document has is as rare as one that one has."""
        having = (len(self._index._wordinfo.get(word, ())) for word in words)
        return [math.log(1.0 + len(self) / max(1, count)) for count in having]

    def _forget_content(self, number: int) -> None:
        """Take a document's words and vectors out of the indexes."""
        if number in (self._waiting or ()):
            self._waiting.remove(number)
        else:
            self._forget_words(number)
        for index in (self._spaces or {}).values():
            index.remove([number])

    def _forget_words(self, number: int) -> None:
        words = set(self._index.get_words(number))
        self._index.unindex_doc(number)
        for word in words:
            if word not in self._index._wordinfo:
                # zope.index keeps every word that it ever saw; what is forgotten must be gone.
                del self._lexicon._wids[self._lexicon._words.pop(word)]

    def _count(self, kind: str, change: int) -> None:
        if kind not in self._kinds:
            self._kinds[kind] = Length()
        self._kinds[kind].change(change)
