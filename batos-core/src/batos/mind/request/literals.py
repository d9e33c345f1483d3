"""Finding literals of Python and JSON in plain language, and examples made of them."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
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
_WEAK = re.compile(
    r"\b(?:is|are|be|makes?|becomes?|means?|gets?|has|have|contains?|counts?|equals?)\b",
    re.IGNORECASE,
)
"""Words that stand between two numbers in prose as well ("version 2 is 3 times faster")."""

_COUNTED = re.compile(r"\s+(?!(?:and|but|or|then|for|if|when|while|with|not)\b)[A-Za-z]")
_LIMIT = re.compile(
    r"\b(?:than|above|below|over|under|least|most|exactly|every|times|within)\s*$", re.IGNORECASE
)
_NAME_BEFORE = re.compile(
    r"\b(?:called|named|name\s+it|call\s+it|selector)\s*:?\s*$", re.IGNORECASE
)
_OPERATOR_BEFORE = re.compile(r"(?:[\w)\]]\s*[+\u00d7\u00f7/^]\s*|\d[-:*.]|\w[-.])$")
_CALLEE = re.compile(r"(?<!\w)[A-Za-z_]\w{0,79}\(")
_RULE = re.compile(
    r"\b(?:never|not|cannot|without|must|avoid|wrong|rather\s+than|instead\s+of)\b[^.;]*$|n't\b[^.;]*$",
    re.IGNORECASE,
)
"""Words in the clause before values by which prose gives a rule, and no example."""
_CLAUSE = 60
"""Characters before values in which such words are looked for."""
_UNREADABLE = 50
"""Brackets and quotes without an end that are looked at; each is read to the end of the text."""

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
        return ast.literal_eval(text)


def find_literals(text: str) -> list[Literal]:
    """Return the literals of a text from left to right: quoted texts, numbers, brackets."""
    found: list[Literal] = []
    position = 0
    unreadable = 0
    while position < len(text):
        opens = text[position] in _QUOTES or text[position] in _BRACKETS
        literal = None if opens and unreadable > _UNREADABLE else _literal_at(text, position)
        if literal is None:
            unreadable += opens
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
    return _number(text, start)


def _number(text: str, start: int) -> Literal | None:
    """Return a number that stands for itself: no part of a date, a time, a sum or a word."""
    number = _NUMBER.match(text, start)
    if number is None or re.match(r"[%/]|-\w|:\d", text[number.end() : number.end() + 2]):
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
            if closing != "'" or not following.isalnum():
                inner = text[start + 1 : position]
                return Literal(_unescape(inner), start, position + 1)
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
    end = _closing(text, start)
    if end is None:
        return None
    inner = text[start:end]
    value = read_value(inner)
    if isinstance(value, str) or (inner.startswith("(") and "," not in inner):
        return None
    return Literal(value, start, end)


def _closing(text: str, start: int) -> int | None:
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


@dataclass(frozen=True)
class _Given:
    """A value or a whole call in a text, as the giving or the given side of an example."""

    start: int
    end: int
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    is_call: bool = False
    is_number: bool = False


def find_examples(text: str) -> tuple[list[Example], list[tuple[int, int]]]:
    """Return the examples in a text and where each of them stands.

    An example is one or more literals, a word or sign that says "gives", and a literal:
    ``'banana split' gives 4``, ``3, 4 -> 7``, ``f([1, 2], k=3) == 3``, ``for 5 it returns 120``;
    or the other way round: ``returns 4 for 'banana split'``.

    Returns:
        The examples, and the start and end of each.
    """
    examples: list[Example] = []
    spans: list[tuple[int, int]] = []
    pending: list[_Given] = []
    answer: _Given | None = None
    given = _values_and_calls(text)
    for number, each in enumerate(given):
        between = text[pending[-1].end : each.start] if pending else ""
        following = given[number + 1] if number + 1 < len(given) else None
        ahead = text[each.end : following.start] if following else ""
        if pending and answer is None and _gives(text, pending, between, each, ahead):
            examples.append(_example(pending, each))
            spans.append((pending[0].start, each.end))
            pending = []
        elif (
            len(pending) == 1
            and not pending[0].is_call
            and _FOR.match(between)
            and (answer is not None or _ANSWERS.search(text[: pending[0].start]))
            and not _is_rule(text, pending[0].start)
        ):
            answer, pending = pending[0], [each]
            examples.append(_example(pending, answer))
            spans.append((answer.start, each.end))
        elif answer is not None and _JOINS.match(between) and _FOR.match(ahead):
            # "4 for 'a' and 5 for 'b'": the next answer, not another argument.
            pending = [each]
        elif pending and _joins(text, pending, between, each):
            pending.append(each)
            if answer is not None:
                examples[-1] = _example(pending, answer)
                spans[-1] = (spans[-1][0], each.end)
        else:
            pending, answer = [each], None
    return examples, spans


def _values_and_calls(text: str) -> list[_Given]:
    """Return the values of a text and the calls with values for arguments, left to right."""
    calls: list[_Given] = []
    unreadable = 0
    for callee in _CALLEE.finditer(text):
        if calls and callee.start() < calls[-1].end:
            continue
        call = _call(text, callee.start(), callee.end() - 1) if unreadable < _UNREADABLE else None
        if call is None:
            unreadable += 1
        else:
            calls.append(call)
    values = [
        _Given(
            literal.start,
            literal.end,
            (literal.value,),
            is_number=text[literal.start] in "+-.0123456789",
        )
        for literal in find_literals(text)
        if not any(call.start <= literal.start < call.end for call in calls)
        and not _NAME_BEFORE.search(text[max(0, literal.start - 20) : literal.start])
    ]
    return sorted((*calls, *values), key=lambda each: each.start)


def _call(text: str, start: int, bracket: int) -> _Given | None:
    """Return the call that begins at a position, when all of its arguments are values."""
    end = _closing(text, bracket)
    if end is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            node = ast.parse(text[start:end], mode="eval").body
            if not isinstance(node, ast.Call) or any(not word.arg for word in node.keywords):
                return None
            args = tuple(_argument(each) for each in node.args)
            kwargs = {str(word.arg): _argument(word.value) for word in node.keywords}
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            return None
    return _Given(start, end, args, kwargs, is_call=True)


def _argument(node: ast.expr) -> Any:
    """Return the value of an argument; JSON's words are values as well.

    Raises:
        ValueError: It is no literal.
    """
    if isinstance(node, ast.Name) and node.id in ("true", "false", "null"):
        return _WORDS[node.id]
    return ast.literal_eval(node)


def _gives(text: str, pending: list[_Given], between: str, result: _Given, ahead: str) -> bool:
    """Return whether the words between the given and a value say that the one gives the other."""
    if result.is_call or not _GIVES.match(between):
        return False
    if pending[0].is_number and _LIMIT.search(text[: pending[0].start][-20:]):
        # "under 60 gives 'F'" is a rule for many values, and says nothing of 60.
        return False
    is_sign = between.strip() in ("->", "=>", "==", "=", "\u2192", "\u21d2")
    if not is_sign and _is_rule(text, pending[0].start):
        return False
    if between.strip() == ":" and _GIVES.match(ahead) and ahead.strip() not in (":", ""):
        # "above 10: [5, 20] gives [20]": the colon announces the example.
        return False
    is_prose = pending[-1].is_number and result.is_number and _WEAK.search(between)
    return not (is_prose and _COUNTED.match(text[result.end :]))


def _is_rule(text: str, start: int) -> bool:
    """Return whether the clause before a position says what must or must never be."""
    return bool(_RULE.search(text[max(0, start - _CLAUSE) : start]))


def _joins(text: str, pending: list[_Given], between: str, value: _Given) -> bool:
    """Return whether a value is a further argument."""
    if value.is_call or pending[-1].is_call or not _JOINS.match(between):
        return False
    # "longer than 4, 'hello' gives 1": the 4 belongs to the mission.
    return not (pending[-1].is_number and _LIMIT.search(text[: pending[-1].start][-20:]))


def _example(given: list[_Given], result: _Given) -> Example:
    args = tuple(value for each in given for value in each.args)
    return Example(args=args, kwargs=dict(given[0].kwargs), result=result.args[0])
