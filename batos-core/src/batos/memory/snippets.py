"""Snippets: the part of a text that answers a query, and where its words are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from batos.memory.words import words_of

__all__ = ["Snippet", "snippet"]

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Snippet:
    """A part of a text.

    Attributes:
        text: It, as one line.
        marks: Where words of the query begin and end in it.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, query: str, *, length: int = 240) -> Snippet:
    """Return the part of a text that has the most words of a query.

    Args:
        text: It.
        query: What was searched for.
        length: Characters at most, without the dots that stand for what was left out.

    Example:
        >>> found = snippet("A pack drops what is older. Undo takes a change back.", "undoing",
        ...                 length=25)
        >>> found.text, [found.text[begin:end] for begin, end in found.marks]
        ('…Undo takes a change back.', ['Undo'])
    """
    line = " ".join(text.split())
    asked = frozenset(words_of(query))
    marks = [
        (token.start(), token.end())
        for token in _TOKEN.finditer(line)
        if not asked.isdisjoint(words_of(token[0]))
    ]
    begin = _begin(line, marks, length)
    end = len(line) if len(line) - begin <= length else _last_blank(line, begin, begin + length)
    lead = "…" if begin else ""
    shift = len(lead) - begin
    return Snippet(
        f"{lead}{line[begin:end]}{'…' if end < len(line) else ''}",
        tuple((a + shift, b + shift) for a, b in marks if begin <= a and b <= end),
    )


def _begin(line: str, marks: Sequence[tuple[int, int]], length: int) -> int:
    """Return where the part begins that has the most marks, at the beginning of a word."""
    if len(line) <= length or not marks:
        return 0
    first = max(
        range(len(marks)),
        key=lambda each: (sum(b <= marks[each][0] + length for _, b in marks[each:]), -each),
    )
    # The words before the first mark say what it is about, where there is room for them.
    ends = [b for _, b in marks[first:] if b <= marks[first][0] + length]
    last = max(ends, default=marks[first][0])
    begin = max(0, marks[first][0] - (length - (last - marks[first][0])) // 2)
    begin = min(begin, len(line) - length)
    return 0 if begin <= 0 else min(line.rfind(" ", 0, begin + 1) + 1, marks[first][0])


def _last_blank(line: str, begin: int, end: int) -> int:
    blank = line.rfind(" ", begin, end + 1)
    return blank if blank > begin else end
