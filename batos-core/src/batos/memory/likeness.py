"""How much two descriptions of a method mean the same, judged by their words."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from batos.memory.words import words_of

__all__ = ["is_about", "likeness"]

_COMMON = "text number list dict item value tell compute word"
"""Words that half of all missions contain."""
_COMMON_WEIGHT = 0.4
"""Weight of a common word, against 1 for a telling one."""


def likeness(query: str, wordings: Iterable[str]) -> float:
    """Return how well the best of several wordings covers a query and is covered by it.

    It is the F1 of the weighted words: 1 when both have the same telling words, 0 when they
    share none.
    """
    asked = _telling(query)
    best = 0.0
    for wording in wordings:
        said = _telling(wording)
        shared = asked.words & said.words
        if shared:
            best = max(best, 2 * _weight(shared) / (asked.weight + said.weight))
    return best


def is_about(text: str, question: str) -> bool:
    """Return whether a text has half of the words of a question.

    One that shares a single word with it is mostly about something else.
    """
    asked = set(words_of(question))
    return bool(asked) and 2 * len(asked & set(words_of(text))) >= len(asked)


@dataclass(frozen=True)
class _Telling:
    words: frozenset[str]
    weight: float


@functools.lru_cache(maxsize=20_000)
def _telling(text: str) -> _Telling:
    words = frozenset(words_of(text))
    return _Telling(words, _weight(words))


@functools.cache
def _common() -> frozenset[str]:
    """Return the common words in the form in which words are compared."""
    return frozenset(words_of(_COMMON))


def _weight(words: frozenset[str]) -> float:
    common = _common()
    # Exact, so that the order of the words in memory makes no difference.
    return math.fsum(_COMMON_WEIGHT if word in common else 1.0 for word in words)
