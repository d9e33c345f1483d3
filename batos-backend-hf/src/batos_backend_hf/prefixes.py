"""What was read of the last prompts, so that the next ones with the same beginning read less."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Sequence
from typing import Any

from transformers import DynamicCache

__all__ = ["Prefixes", "fork"]

_KEPT = 2
"""Prompts that are kept: what writes and what judges take turns."""


class Prefixes:
    """Keys and values of the last prompts of one model.

    Args:
        config: The model's own configuration, which tells what its layers keep.
    """

    def __init__(self, config: Any) -> None:
        self._config = config
        self._kept: deque[tuple[str, list[int], Any]] = deque(maxlen=_KEPT)

    def longest(self, ids: Sequence[int], adapter: str = "") -> tuple[Any, int]:
        """Return a cache with the beginning of a prompt, and how many tokens that has.

        Args:
            ids: The prompt.
            adapter: Through which it is read; what was read through others is none of it.
        """
        known, best = 0, None
        for through, kept, cache in self._kept:
            if through != adapter:
                continue
            pairs = enumerate(zip(kept, ids, strict=False))
            common = next((at for at, (a, b) in pairs if a != b), min(len(kept), len(ids)))
            # Layers that have moved their window on cannot go back.
            can_go_back = cache.is_croppable and not any(cache.is_sliding)
            if common > known and (common == len(kept) or can_go_back):
                known, best = common, (kept, cache)
        if best is None:
            return DynamicCache(config=self._config), 0
        cache = fork(best[1])
        if known < len(best[0]):
            cache.crop(known - len(best[0]))
        return cache, known

    def keep(self, ids: Sequence[int], cache: Any, adapter: str = "") -> None:
        """Keep what was read of a prompt, in place of another that begins it or goes on from it."""
        for each in list(self._kept):
            through, kept, _ = each
            if through == adapter and (
                kept[: len(ids)] == list(ids) or list(ids[: len(kept)]) == kept
            ):
                self._kept.remove(each)
        self._kept.append((adapter, list(ids), cache))


def fork(cache: Any) -> Any:
    """Return a cache that goes on from another one, which stays as it is.

    Layers replace their tensors and never write into them; so nothing is copied.
    """
    twin = copy.copy(cache)
    twin.layers = [copy.copy(layer) for layer in cache.layers]
    return twin
