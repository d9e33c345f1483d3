"""Search by words and by meaning at once, fused by the ranks that both give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from batos.memory.catalog import Accept, Document, Hit, KnowledgeCatalog
from batos.memory.vectors import Meaning

__all__ = ["fused", "hybrid_search"]

_K = 60
"""Added to each rank: Cormack, Clarke and Büttcher, SIGIR 2009."""
_DEPTH = 5
"""Documents that each way ranks, for each one that is wanted."""


def hybrid_search(
    catalogs: Iterable[KnowledgeCatalog],
    query: str,
    *,
    meaning: Meaning | None = None,
    accept: Accept = lambda _document: True,
    limit: int = 10,
) -> list[Hit]:
    """Return the documents of catalogs that fit a query best.

    Args:
        catalogs: Where to look.
        query: Whose words are looked for; none when it is empty.
        meaning: What it means; without it words alone count.
        accept: Which documents count.
        limit: How many at most.
    """
    depth = limit * _DEPTH
    words: list[tuple[Document, float]] = []
    near: list[tuple[Document, float]] = []
    for catalog in catalogs:
        found_by_words = catalog.by_words(query, accept, depth)
        if found_by_words:
            most = catalog.most_relevant(query)
            words += [(document, score / most) for document, score in found_by_words]
        if meaning is not None:
            near += catalog.by_meaning(meaning, accept, depth)
    rankings = [
        [document.key for document, _ in sorted(each, key=lambda pair: -pair[1])][:depth]
        for each in (words, near)
    ]
    found = {document.key: document for document, _ in (*words, *near)}
    return [Hit.of(found[key], score) for key, score in fused(rankings)[:limit]]


def fused(rankings: Iterable[Sequence[str]]) -> list[tuple[str, float]]:
    """Return the keys of several rankings as one, by reciprocal rank fusion, with their scores.

    Example:
        >>> [key for key, _ in fused([["a", "b", "c"], ["c", "d", "a"]])]
        ['a', 'c', 'b', 'd']
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (_K + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
