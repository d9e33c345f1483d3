"""Finding literals of Python and JSON in plain language, and examples made of them."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from typing import Any

from batos.objects import Example

__all__ = ["Literal", "find_examples", "find_literals", "read_value"]

_WORDS = {"true": True, "false": False, "null": None, "none": None}
_NUMBER = re.compile(r"[-+]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![\w])")
_WORD = re.compile(r"(?:true|false|null|none)(?!\w)", re.IGNORECASE)
_QUOTES = {"'": "'", '"': '"', "\u2018": "\u2019", "\u201c": "\u201d"}
_BRACKETS = {"[": "]", "{": "}", "(": ")"}

_GIVES = re.compile(
    r"""^\s*[,:;]?\s*(?:it|this|that)?\s*(?:should|must|will|would|to)?\s*
    (?:->|=>|==?|\u2192|\u21d2|:|
       (?:gives?|giving|returns?|returning|yields?|produces?|makes?|becomes?|is|are|be|equals?|
          means?|answers?|outputs?|prints?|results?\s+in|leads?\s+to|turns?\s+into|goes\s+to|
          gets?|has|have|contains?|counts?)
       (?:\s+(?:back|the|a|an|be|equal|to|as|text|number|list|value|result|answer))*
    )\s*(?:[:=]\s*)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_FOR = re.compile(r"^\s*(?:for|from|given|when\s+given|on|with|if\s+given)\s*$", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:gives?|returns?|yields?|produces?|answers?|is|be)\s*$", re.IGNORECASE)
_JOINS = re.compile(r"^\s*(?:,\s*(?:and|then)?|and|with|&|by|to|from|at|in)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Literal:
    """A literal value in a text, and where it stands."""

    value: Any
    start: int
    end: int


def read_value(text: str) -> Any:
    """Return the value that a JSON or Python literal stands for, or the text itself."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
    return text


def find_literals(text: str) -> list[Literal]:
    """Return the literals of a text from left to right: quoted texts, numbers, brackets."""
    found: list[Literal] = []
    position = 0
    while position < len(text):
        literal = _literal_at(text, position)
        if literal is None:
            position += 1
        else:
            found.append(literal)
            position = literal.end
    return found


def _literal_at(text: str, start: int) -> Literal | None:
    character = text[start]
    after_word = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
    if character in _QUOTES and not after_word:
        return _quoted(text, start)
    if character in _BRACKETS:
        return _bracketed(text, start)
    if after_word:
        return None
    if word := _WORD.match(text, start):
        # Only words that cannot be prose: "none" and "true" within a sentence are too common
        # to be read as values unless they are written as Python or JSON write them.
        if word[0] in ("True", "False", "None", "true", "false", "null"):
            return Literal(_WORDS[word[0].lower()], start, word.end())
        return None
    number = _NUMBER.match(text, start)
    if number and not text[number.end() :].startswith(("%", "-", "/")):
        value = float(number[0]) if re.search(r"[.eE]", number[0]) else int(number[0])
        return Literal(value, start, number.end())
    return None


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
            if closing != "'" or not following.isalnum():
                inner = text[start + 1 : position]
                return Literal(_unescape(inner), start, position + 1)
        position += 1
    return None


def _unescape(inner: str) -> str:
    if "\\" not in inner:
        return inner
    try:
        return str(ast.literal_eval('"' + inner.replace('"', '\\"') + '"'))
    except (SyntaxError, ValueError):
        return inner


def _bracketed(text: str, start: int) -> Literal | None:
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
                inner = text[start : position + 1]
                value = read_value(inner)
                if isinstance(value, str) or (inner.startswith("(") and "," not in inner):
                    return None
                return Literal(value, start, position + 1)
    return None


def find_examples(text: str) -> tuple[list[Example], int]:
    """Return the examples in a text and where the first of them begins.

    An example is one or more literals, a word or sign that says "gives", and a literal:
    ``'banana split' gives 4``, ``3, 4 -> 7``, ``f([1, 2]) == 3``, ``for 5 it returns 120``; or
    the other way round: ``returns 4 for 'banana split'``.

    Returns:
        The examples, and the position of the first one (the length of the text when there is
        none).
    """
    examples: list[Example] = []
    first = len(text)
    pending: list[Literal] = []
    answer: Literal | None = None
    for literal in find_literals(text):
        between = text[pending[-1].end : literal.start].lstrip(")") if pending else ""
        if pending and answer is None and _GIVES.match(between):
            examples.append(Example(args=_arguments(text, pending), result=literal.value))
            first = min(first, pending[0].start)
            pending = []
        elif (
            len(pending) == 1 and _FOR.match(between) and _ANSWERS.search(text[: pending[0].start])
        ):
            answer, pending = pending[0], [literal]
            examples.append(Example(args=(literal.value,), result=answer.value))
            first = min(first, answer.start)
        elif pending and _JOINS.match(between):
            pending.append(literal)
            if answer is not None:
                args = _arguments(text, pending)
                examples[-1] = Example(args=args, result=answer.value)
        else:
            pending, answer = [literal], None
    return examples, first


def _arguments(text: str, pending: list[Literal]) -> tuple[Any, ...]:
    """Return the arguments that literals stand for; ``f(1, 2)`` is read as a call of two."""
    only = pending[0].value
    called = re.search(r"\w$", text[: pending[0].start]) is not None
    if len(pending) == 1 and isinstance(only, tuple) and called:
        return only
    return tuple(literal.value for literal in pending)
