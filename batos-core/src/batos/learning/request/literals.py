"""Finding literals of Python and JSON in plain language."""

from __future__ import annotations

import ast
import json
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "UNREADABLE",
    "Literal",
    "closing",
    "find_literals",
    "literal_at",
    "literal_of",
    "read_value",
    "within",
    "without_literals",
]

_WORDS = {"true": True, "false": False, "null": None, "none": None}
_NUMBER = re.compile(r"[-+]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![\w])")
_WORD = re.compile(r"(?:true|false|null|none)(?!\w)", re.IGNORECASE)
_QUOTES = {"'": "'", '"': '"', "\u2018": "\u2019", "\u201c": "\u201d"}
_BRACKETS = {"[": "]", "{": "}", "(": ")"}

_OPERATOR_BEFORE = re.compile(
    r"(?:[\w)\]]\s*[+*\u00d7\u00f7/^]\s*|\d[-:.]|\w[-.]|\d,(?=\d{3}\b))\Z"
)
_OPERATOR_BEHIND = re.compile(r"[%/]|-\w|:\d|,\d{3}\b")
UNREADABLE = 50
"""Brackets and quotes without an end that are looked at; each is read to the end of the text."""


@dataclass(frozen=True)
class Literal:
    """A literal value in a text, and where it stands."""

    value: Any
    start: int
    end: int


def read_value(text: str) -> Any:
    """Return the value that a JSON or Python literal stands for, or the text itself."""
    for read in (json.loads, _literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
    return text


def _literal_eval(text: str) -> Any:
    with warnings.catch_warnings():
        # A strange escape in a person's text is no business of the console.
        warnings.simplefilter("ignore")
        return literal_of(ast.parse(text.lstrip(" \t"), mode="eval").body)


def literal_of(node: ast.expr) -> Any:
    """Return the value of a literal; three dots stand for what is left out, and are none.

    Raises:
        ValueError: It is no literal.
    """
    if any(isinstance(each, ast.Constant) and each.value is ... for each in ast.walk(node)):
        raise ValueError("It leaves something out.")
    return ast.literal_eval(node)


def within(spans: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Return whether a position is in one of some spans, none of which overlap."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]

    def is_within(position: int) -> bool:
        number = bisect_right(starts, position) - 1
        return number >= 0 and position < ordered[number][1]

    return is_within


def find_literals(text: str) -> list[Literal]:
    """Return the literals of a text from left to right: quoted texts, numbers, brackets."""
    found: list[Literal] = []
    position = 0
    unreadable = 0
    while position < len(text):
        opens = text[position] in _QUOTES or text[position] in _BRACKETS
        literal = None if opens and unreadable > UNREADABLE else literal_at(text, position)
        if literal is None:
            unreadable += opens
            position += 1
        else:
            found.append(literal)
            position = literal.end
    return found


def without_literals(text: str) -> str:
    """Return a text with a blank for each literal: the words of a value say nothing of its own."""
    for literal in reversed(find_literals(text)):
        text = f"{text[: literal.start]} {text[literal.end :]}"
    return text


def literal_at(text: str, start: int) -> Literal | None:
    """Return the literal that begins at a position, or None."""
    character = text[start]
    after_word = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
    if character in _QUOTES and not after_word:
        return _quoted(text, start)
    if character in _BRACKETS:
        is_index = character == "[" and start > 0 and (after_word or text[start - 1] in ")]'\"")
        return None if is_index else _bracketed(text, start)
    if after_word:
        return None
    if word := _WORD.match(text, start):
        # Only words that cannot be prose: "none" and "true" within a sentence are too common
        # to be read as values unless they are written as Python or JSON write them.
        if word[0] in ("True", "False", "None", "true", "false", "null"):
            return Literal(_WORDS[word[0].lower()], start, word.end())
        return None
    return _number(text, start)


def _number(text: str, start: int) -> Literal | None:
    """Return a number that stands for itself: no part of a date, a time, a sum or a word."""
    number = _NUMBER.match(text, start)
    if number is None or _OPERATOR_BEHIND.match(text, number.end(), number.end() + 12):
        return None
    # A look at what stands near is enough; the whole text would be read for every number.
    if _OPERATOR_BEFORE.search(text[max(0, start - 12) : start]):
        return None
    try:
        value = float(number[0]) if re.search(r"[.eE]", number[0]) else int(number[0])
    except ValueError:  # more digits than Python reads
        return None
    return Literal(value, start, number.end())


def _quoted(text: str, start: int) -> Literal | None:
    closing = _QUOTES[text[start]]
    position = start + 1
    while position < len(text):
        if text[position] == "\\" and closing in "'\"":
            position += 2
            continue
        if text[position] == closing:
            following = text[position + 1 : position + 2]
            # An apostrophe inside a quoted text ("it's") is no end of it.
            if not following.isalnum():
                inner = text[start + 1 : position]
                return Literal(_unescape(inner), start, position + 1)
            if closing != "'":
                return None
        position += 1
    return None


def _unescape(inner: str) -> str:
    if "\\" not in inner:
        return inner
    try:
        return str(_literal_eval('"' + re.sub(r'(?<!\\)"', r"\"", inner) + '"'))
    except (SyntaxError, ValueError):
        return inner


def _bracketed(text: str, start: int) -> Literal | None:
    end = closing(text, start)
    if end is None:
        return None
    inner = text[start:end]
    value = read_value(inner)
    if isinstance(value, str) or (inner.startswith("(") and "," not in inner):
        return None
    return Literal(value, start, end)


def closing(text: str, start: int) -> int | None:
    """Return the position after the bracket that closes the one at a position."""
    depth = 0
    quote = ""
    for position in range(start, len(text)):
        character = text[position]
        if quote:
            if character == quote and text[position - 1] != "\\":
                quote = ""
        elif character in "'\"":
            quote = character
        elif character in _BRACKETS:
            depth += 1
        elif character in _BRACKETS.values():
            depth -= 1
            if depth == 0:
                return position + 1
    return None
