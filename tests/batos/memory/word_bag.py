"""An embedder for tests: texts are alike that share words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from batos.inference import CancelToken
from batos.memory import LocalEmbedding

__all__ = ["WordBag", "word_bag"]


class WordBag:
    """Gives each word a direction of its own, and a text the sum of its words' directions."""

    model = "bag"

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension
        self.texts = 0

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> list[list[float]]:
        cancel.raise_if_cancelled()
        self.texts += len(texts)
        return [self._vector(text) for text in texts]

    def close(self) -> None:
        pass

    def _vector(self, text: str) -> list[float]:
        vector = [0.0] * self.dimension
        for word in text.lower().split():
            place = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            vector[place % self.dimension] += 1.0
        return vector


def word_bag(dimension: int = 64) -> LocalEmbedding:
    """Return an embedding by a bag of words."""
    return LocalEmbedding("bag", lambda: WordBag(dimension))
