"""Chunking by meaning: a part of a document is cut where it goes on to something else.

Sentences that follow each other are compared by their vectors. Where two are further apart than
most, and both sides are long enough, there is a cut; what is too long is cut where it is furthest
apart. Without vectors it is cut between paragraphs, by size alone.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

__all__ = ["chunks_of", "sentences_of"]

LEAST, MOST = 240, 1_000
"""Characters of a chunk. What a MiniLM reads of a text are 256 tokens, about a thousand of them."""
_PERCENTILE = 0.85
"""Share of the distances of a part that are no reason to cut it (as LlamaIndex and LangChain cut
between 0.9 and 0.95, of whole documents)."""

_CLOSING, _OPENING = "\"'\u201d\u2019)\\]*_`", "\"'\u201c\u2018(\\[*_`"
_END = re.compile(
    # The end of a sentence, of a paragraph, or of a line before an item of a list or a row.
    rf"(?<=[.!?…])[{_CLOSING}]*\s+(?=[{_OPENING}]*[^\Wa-z_])"
    r"|\n\s*\n"
    r"|\n(?=\s*(?:[-*+|>]|\d+[.)])\s)"
)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[ \t]*$", re.DOTALL | re.MULTILINE)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, which together are the text.

    An item of a list is one, a row of a table, and a fence of code as a whole, where it is no
    longer than a chunk.
    """
    cuts = {0, len(text)}
    fences = [found.span() for found in _FENCE.finditer(text)]
    for begin, end in fences:
        cuts |= {begin, end}
    for found in _END.finditer(text):
        if not any(begin < found.end() < end for begin, end in fences):
            cuts.add(found.end())
    ordered = sorted(cuts)
    whole = [text[begin:end] for begin, end in itertools.pairwise(ordered)]
    return [piece for each in whole for piece in _pieces(each) if piece]


def chunks_of(sentences: Sequence[str], distances: Sequence[float] | None = None) -> list[str]:
    """Return sentences as chunks of a size that can be found and read.

    Args:
        sentences: As :func:`sentences_of` gives them.
        distances: How far each is from the next one, from 0 to 2; None where nobody knows.
    """
    if not sentences:
        return []
    limit = math.inf
    if distances is None:
        distances = [float(each.endswith(("\n\n", "\n"))) for each in sentences[:-1]]
    elif distances:
        ranked = sorted(distances)
        limit = ranked[min(len(ranked) - 1, int(_PERCENTILE * len(ranked)))]
    ends = _Cutter(sentences, distances, limit).ends(0, len(sentences))
    begins = [0, *ends[:-1]]
    joined = ("".join(sentences[a:b]).strip() for a, b in zip(begins, ends, strict=True))
    return [each for each in joined if each]


class _Cutter:
    def __init__(self, sentences: Sequence[str], distances: Sequence[float], limit: float) -> None:
        self._sums = [0]
        for each in sentences:
            self._sums.append(self._sums[-1] + len(each))
        self._distances = distances
        self._limit = limit

    def ends(self, begin: int, end: int) -> list[int]:
        """Return where chunks end between two sentences, the last end included."""
        ends = []
        open_ = [(begin, end)]
        while open_:
            begin, end = open_.pop()
            cut = self._cut(begin, end)
            if cut is None:
                ends.append(end)
            else:
                open_ += [(cut, end), (begin, cut)]
        return ends

    def _cut(self, begin: int, end: int) -> int | None:
        """Return the best place to cut, or None where it is one chunk."""
        size = self._size(begin, end)
        inner = range(begin + 1, end)
        fit = [
            each for each in inner if min(self._size(begin, each), self._size(each, end)) >= LEAST
        ]
        if size <= MOST:
            fit = [each for each in fit if self._distances[each - 1] > self._limit]
        elif not fit:
            fit = list(inner)
        if not fit:
            return None
        middle = self._sums[begin] + size / 2
        return max(
            fit, key=lambda each: (self._distances[each - 1], -abs(self._sums[each] - middle))
        )

    def _size(self, begin: int, end: int) -> int:
        return self._sums[end] - self._sums[begin]


def _pieces(text: str) -> list[str]:
    """Return a text in pieces that fit into a chunk, cut between lines or words where it can be."""
    pieces = []
    while len(text) > MOST:
        end = max(text.rfind("\n", MOST // 2, MOST), -1)
        if end < 0:
            end = text.rfind(" ", MOST // 2, MOST)
        end = MOST if end < 0 else end + 1
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]
