"""Lines and tables that fit a screen, by the cells that letters take there."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["cells", "clipped", "table_lines", "wrapped"]

_GAP = 2
_LEAST = 24
"""Cells that a column must have for a text to be read in it; else it goes below its row."""
_INDENT = 4
_WORD = re.compile(r"(\s*)(\S+)")


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes: letters of some scripts take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def clipped(text: str, width: int) -> str:
    """Return the beginning of a text, cut between words, with an ellipsis where it was cut."""
    if cells(text) <= width:
        return text
    kept = cut = ""
    for blanks, word in _WORD.findall(text.rstrip()):
        kept += blanks + word
        shown = f"{kept.rstrip(',;:.(')}…"
        if cells(shown) > width:
            break
        cut = shown
    return cut


def wrapped(text: str, width: int, *, hang: int = 0, fold: bool = False) -> list[str]:
    """Return a line as several that are broken between words.

    Args:
        text: It; blanks at its beginning stay.
        width: Cells of each, at least 1.
        hang: Blanks before what goes on in a further line.
        fold: Whether a word that is longer than a line is broken, too; else it stays whole, so
            that it can be copied.
    """
    lines = [""]
    for blanks, word in _WORD.findall(text.rstrip()):
        if not lines[-1] or cells(lines[-1] + blanks + word) <= width:
            lines[-1] += blanks + word
        else:
            lines.append(" " * hang + word)
        while fold and cells(lines[-1]) > width:
            head = _head(lines[-1], width)
            rest = lines[-1][len(head) :]
            # Room for one letter at least, which may take two cells.
            lines[-1:] = [head, " " * max(0, min(hang, width - 2)) + rest]
    return lines


def _head(text: str, width: int) -> str:
    """Return as many letters of a text as fit, and one at least."""
    end = taken = 0
    for letter in text:
        taken += cells(letter)
        if end and taken > width:
            break
        end += 1
    return text[:end]


def table_lines(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None
) -> list[str]:
    """Return a table as lines, the headings first.

    Where it is too wide, its widest column is broken between words. Where little room would be
    left for that, a column goes below its row: the last that holds texts, or just the last. The
    first is the name that a person copies: it stays whole as long as it fits at all.

    Args:
        columns: The headings.
        rows: The cells of each row.
        width: Cells of a line; None for as many as there are.
    """
    widths = [max(map(cells, column)) for column in zip(columns, *rows, strict=True)]
    beside = list(range(len(columns)))
    while width is not None and (over := _total(widths, beside) - width) > 0:
        widest = max(beside[1:], key=lambda number: widths[number], default=0)
        room = widths[widest] - over
        if widest == 0 or room >= _LEAST:
            widths[widest] = max(1, room)
            break
        texts = [number for number in beside[1:] if widths[number] >= _LEAST]
        beside.remove((texts or beside)[-1])
    below = [number for number in range(len(columns)) if number not in beside]
    lines = []
    for row in (columns, *rows):
        lines += _beside([row[number] for number in beside], [widths[number] for number in beside])
        if row is not columns:
            for number in below:
                lines += _below(columns[number], row[number], width or 0)
    return lines


def _total(widths: Sequence[int], beside: Sequence[int]) -> int:
    return sum(widths[number] for number in beside) + _GAP * (len(beside) - 1)


def _beside(texts: Sequence[str], widths: Sequence[int]) -> list[str]:
    parts = [wrapped(text, width, fold=True) for text, width in zip(texts, widths, strict=True)]
    lines = []
    for number in range(max(map(len, parts))):
        line = ""
        for part, width in zip(parts, widths, strict=True):
            text = part[number] if number < len(part) else ""
            line += text + " " * (width - cells(text) + _GAP)
        lines.append(line.rstrip())
    return lines


def _below(heading: str, text: str, width: int) -> list[str]:
    if not text:
        return []
    return wrapped(f"{' ' * _INDENT}{heading}: {text}", width, hang=_INDENT + 2, fold=True)
