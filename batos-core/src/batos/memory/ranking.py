"""Ranking documents by their words: Okapi BM25, and only as far as somebody looks.

Words that many documents have say little and cost most. In a large index rare words choose the
documents, and the frequent ones only put those in order: a document that has none of the rare words
comes behind all that have one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zope.index.text.okapiindex import OkapiIndex
from zope.index.text.okapiindex import inverse_doc_frequency as _rarity
from zope.index.text.setops import mass_weightedUnion

from batos.memory.words import words_of

__all__ = ["FIRST", "Ranked", "by_weight", "heavier", "heaviest", "heaviest_of"]

Ranked = list[tuple[int, float]]
"""Numbers of documents with how well they fit, the best first."""

FIRST = 256
"""Documents that are ranked before all the others are."""
_LARGE = 2_000
"""Documents of an index in which not every word chooses."""
_FREQUENT = 16
"""A word is frequent that more than one of so many documents has."""


def heaviest(index: OkapiIndex, words: Sequence[int], limit: int) -> Iterator[tuple[int, float]]:
    """Yield the numbers of documents and their weights, the heaviest first.

    Args:
        index: Where to look.
        words: The numbers of the words of a query that it knows.
        limit: How many will be looked at, most times.
    """
    total = int(index.documentCount())
    having = {word: len(index._wordinfo[word]) for word in set(words)}
    rare = [word for word in words if having[word] * _FREQUENT <= total]
    frequent = [word for word in words if having[word] * _FREQUENT > total]
    first: Ranked = []
    if total > _LARGE and rare and frequent:
        chosen = mass_weightedUnion(index._search_wids(rare), index.family)
        if len(chosen) >= limit:
            first = _refined(index, chosen, [(word, having[word]) for word in frequent], limit)
            yield from first
    there = {number for number, _ in first}
    every = mass_weightedUnion(index._search_wids(words), index.family)
    yield from (pair for pair in by_weight(every) if pair[0] not in there)


def heaviest_of(
    index: OkapiIndex, texts: Mapping[int, str], rarities: Mapping[str, float]
) -> Ranked:
    """Return the numbers of texts that no index has yet and their weights, the heaviest first.

    Args:
        index: Says how long documents are.
        texts: They, by number.
        rarities: The words of a query, and how rare each is.
    """
    counted = {number: Counter(words_of(text)) for number, text in texts.items()}
    length = index._totaldoclen() + sum(counts.total() for counts in counted.values())
    mean = max(1.0, length / (index.documentCount() + len(counted)))
    found = []
    for number, counts in counted.items():
        damping = index.K1 * (1 - index.B + index.B * counts.total() / mean)
        having = [(counts[word], rarity) for word, rarity in rarities.items() if counts[word]]
        if having:
            weight = sum(rarity * count / (count + damping) for count, rarity in having)
            found.append((number, weight * (index.K1 + 1)))
    return sorted(found, key=heavier)


def by_weight(weights: Mapping[int, float] | None) -> Iterator[tuple[int, float]]:
    """Yield numbers and weights, the heaviest first.

    Ties break by number, so that a search answers the same way every time.
    """
    if not weights:
        return
    pairs: Iterable[tuple[int, float]] = weights.items()
    if len(weights) > FIRST:
        # Few of many are ever looked at: finding those is much quicker than sorting all.
        least = heapq.nlargest(FIRST, weights.values())[-1]
        first = sorted((pair for pair in pairs if pair[1] >= least), key=heavier)
        yield from first
        pairs = (pair for pair in pairs if pair[1] < least)
    yield from sorted(pairs, key=heavier)


def _refined(
    index: OkapiIndex, chosen: Mapping[int, float], frequent: Sequence[tuple[int, int]], limit: int
) -> Ranked:
    """Return the first documents of what rare words have chosen, with all words counted."""
    total = float(index.documentCount())
    mean = index._totaldoclen() / total
    rarities = [(index._wordinfo[word], _rarity(count, total)) for word, count in frequent]
    # No word adds more than this to a document, however often it has it.
    most = sum(rarity for _, rarity in rarities) * (index.K1 + 1)
    least = heapq.nlargest(limit, chosen.values())[-1] - most
    found = []
    for number, weight in chosen.items():
        if weight < least:
            continue
        damping = index.K1 * (1 - index.B + index.B * index._docweight[number] / mean)
        having = ((counts.get(number, 0), rarity) for counts, rarity in rarities)
        more = sum(rarity * count / (count + damping) for count, rarity in having if count)
        found.append((number, weight + more * (index.K1 + 1)))
    return sorted(found, key=heavier)[:limit]


def heavier(pair: tuple[int, Any]) -> tuple[Any, int]:
    """Return by what numbers and weights are put in order."""
    return -pair[1], pair[0]
