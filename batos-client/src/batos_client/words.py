"""The words of a line that is typed."""

from __future__ import annotations

import json
import re
import shlex

from batos.errors import UsageError

__all__ = ["command_words", "split_drops", "split_words"]

_WORD = re.compile(r"""(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+""")
_WITH_VALUES = frozenset("ask at clone config example new questions send set test try".split())
"""Commands that take JSON values."""
_DROP = re.compile(r"--drop-example\s+(\S+)\s*")


def split_drops(text: str) -> tuple[tuple[str, ...], str]:
    """Return the examples that are taken off at the head of a text, and the rest of it."""
    off = []
    while found := _DROP.match(text):
        off.append(found[1])
        text = text[found.end() :]
    return tuple(off), text


def split_words(text: str) -> list[str]:
    """Return the words of a line: JSON values as they stand, everything else as in a shell.

    Raises:
        UsageError: A quotation mark is not closed.
    """
    words = []
    rest = text.strip()
    while rest:
        end = _json_end(rest)
        if end:
            words.append(rest[:end])
        else:
            found = _WORD.match(rest)
            if found is None or (found.end() < len(rest) and not rest[found.end()].isspace()):
                raise UsageError(f"A quotation mark is not closed in {rest!r}.")
            end = found.end()
            words += shlex.split(found[0])
        rest = rest[end:].lstrip()
    return words


def command_words(command: str, text: str) -> list[str]:
    """Return the words behind a command of ``batos``: JSON values as they are where it takes them.

    Where a quotation is not closed, they are what stands between blanks.

    Raises:
        UsageError: A quotation mark is not closed, in a command that takes values.
    """
    if command in _WITH_VALUES:
        return split_words(text)
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _json_end(text: str) -> int:
    """Return where the JSON value at the head of a text ends, 0 where there is none."""
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0
    return end if end == len(text) or text[end].isspace() else 0
