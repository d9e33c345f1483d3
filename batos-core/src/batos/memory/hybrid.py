"""Search by words and by meaning at once, fused by the ranks that both give."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from batos.memory.catalog import Hit, KnowledgeCatalog
from batos.memory.facets import EVERYTHING, Wanted
from batos.memory.vectors import Meaning

__all__ = ["fused", "hybrid_search"]

K = TypeVar("K", bound=Hashable)
_Place = tuple[int, int]
"""Which of the catalogs, and the number of a document in it."""

_K = 60
"""Added to each rank: Cormack, Clarke and Büttcher, SIGIR 2009."""
_FURTHER = -1.0
"""Cosine of what has a vector and is not among the nearest."""
_DEPTH = 5
"""Documents that each way ranks, for each one that is wanted."""


def hybrid_search(
    catalogs: Iterable[KnowledgeCatalog],
    query: str,
    *,
    meaning: Meaning | None = None,
    wanted: Wanted = EVERYTHING,
    limit: int = 10,
) -> list[Hit]:
    """Return the documents of catalogs that fit a query best.

    Args:
        catalogs: Where to look.
        query: Whose words are looked for; none when it is empty.
        meaning: What it means; without it words alone count.
        wanted: Which documents count.
        limit: How many at most.
    """
    depth = limit * _DEPTH
    looked = list(catalogs)
    words: list[tuple[_Place, float]] = []
    near: list[tuple[_Place, float]] = []
    for place, catalog in enumerate(looked):
        if found := catalog.by_words(query, depth, wanted):
            most = catalog.most_relevant(query)
            words += [((place, number), score / most) for number, score in found]
        if meaning is not None:
            found = catalog.by_meaning(meaning, depth, wanted)
            near += [((place, number), score) for number, score in found]
    rankings = [
        [place for place, _ in sorted(each, key=lambda pair: -pair[1])][:depth]
        for each in (words, near)
    ]
    covers, cosines = dict(words), dict(near)
    hits = []
    for best, score in fused(rankings)[:limit]:
        catalog, number = looked[best[0]], best[1]
        # Only what is found in the end is loaded.
        document = catalog.by_number(number)
        if document is None:
            continue
        cosine = cosines.get(best, 0.0)
        if meaning is not None and best not in cosines and catalog.has_vector(meaning, number):
            cosine = _FURTHER
        hits.append(replace(Hit.of(document, score), covers=covers.get(best, 0.0), cosine=cosine))
    return hits


def fused(rankings: Iterable[Sequence[K]]) -> list[tuple[K, float]]:
    """Return the keys of several rankings as one, by reciprocal rank fusion, with their scores.

    Example:
        >>> [key for key, _ in fused([["a", "b", "c"], ["c", "d", "a"]])]
        ['a', 'c', 'b', 'd']
    """
    scores: dict[K, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (_K + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
