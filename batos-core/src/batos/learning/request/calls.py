"""Finding calls with values in plain language, and the words that say what something gives."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from batos.learning.request.literals import UNREADABLE, closing

__all__ = ["Given", "calls_in", "follows_limit", "is_rule", "says_it_gives"]

_WORDS = {"true": True, "false": False, "null": None}
# Blanks are never shared out anew: many of them would take for ever.
_GIVES = re.compile(
    r"""^\s*+[,:;]?\s*+(?:it|this|that)?\s*+(?:should|must|will|would|to)?\s*+
    (?:->|=>|==?|[\u2192\u21d2\u279e\u2794\u27f6\u21a6]|:|
       (?:gives?|giving|returns?|returning|yields?|produces?|makes?|becomes?|is|are|be|equals?|
          means?|answers?|outputs?|prints?|results?\s++in|leads?\s++to|turns?\s++into|goes\s++to|
          gets?|has|have|contains?|counts?)
       (?:\s++(?:back|the|a|an|be|equal|to|as|text|number|list|value|result|answer))*
    )\s*+(?:[:=]\s*+)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = frozenset(["->", "=>", "==", "=", *"\u2192\u21d2\u279e\u2794\u27f6\u21a6"])
_GOES_ON = re.compile(r"\s*(?:[+*/%^]|\*\*|//)\s*[\d(]|-[\d(]")
"""What makes of a value the beginning of a sum."""
_WEAK = re.compile(
    r"\b(?:is|are|be|makes?|becomes?|means?|gets?|has|have|contains?|counts?|equals?)\b",
    re.IGNORECASE,
)
"""Words that stand between two numbers in prose as well ("version 2 is 3 times faster")."""

_COUNTED = re.compile(r"\s+(?!(?:and|but|or|then|for|if|when|while|with|not)\b)[A-Za-z]")
_LIMIT = re.compile(
    r"\b(?:than|above|below|over|under|least|most|exactly|every|times|within)\s*$", re.IGNORECASE
)
_CALLEE = re.compile(r"(?<!\w)[A-Za-z_]\w{0,79}\(")
_RULE = re.compile(
    r"\b(?:never|not|cannot|without|must|avoid|wrong|rather\s+than|instead\s+of)\b[^.;]*$|n't\b[^.;]*$",
    re.IGNORECASE,
)
"""Words in the clause before values by which prose gives a rule, and no example."""
_CLAUSE = 60
"""Characters before values in which such words are looked for."""


@dataclass(frozen=True)
class Given:
    """A value or a whole call in a text, as the giving or the given side of an example."""

    start: int
    end: int
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    is_call: bool = False
    is_number: bool = False
    callee: str = ""


def calls_in(text: str) -> list[Given]:
    """Return the calls in a text whose arguments are values, from left to right."""
    calls: list[Given] = []
    unreadable = 0
    for callee in _CALLEE.finditer(text):
        if calls and callee.start() < calls[-1].end:
            continue
        call = _call(text, callee.start(), callee.end() - 1) if unreadable < UNREADABLE else None
        if call is None:
            unreadable += 1
        else:
            calls.append(call)
    return calls


def _call(text: str, start: int, bracket: int) -> Given | None:
    """Return the call that begins at a position, when all of its arguments are values."""
    end = closing(text, bracket)
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
    return Given(start, end, args, kwargs, is_call=True, callee=text[start:bracket])


def _argument(node: ast.expr) -> Any:
    """Return the value of an argument; JSON's words are values as well.

    Raises:
        ValueError: It is no literal.
    """
    if isinstance(node, ast.Name) and node.id in ("true", "false", "null"):
        return _WORDS[node.id]
    return ast.literal_eval(node)


def says_it_gives(
    text: str, pending: Sequence[Given], between: str, result: Given, ahead: str
) -> bool:
    """Return whether the words between the given and a value say that the one gives the other."""
    if result.is_call or _GOES_ON.match(text, result.end):
        return False
    if pending[-1].is_call and not between.strip() and "\n" in between:
        return text[: pending[-1].start].rstrip(" ").endswith(">>>")  # as a console shows it
    if not _GIVES.match(between):
        return False
    if follows_limit(text, pending[0]):
        # "under 60 gives 'F'" is a rule for many values, and says nothing of 60.
        return False
    is_sign = between.strip() in _SIGNS
    if not is_sign and is_rule(text, pending[0].start):
        return False
    if between.strip() == ":" and _GIVES.match(ahead) and ahead.strip() not in (":", ""):
        # "above 10: [5, 20] gives [20]": the colon announces the example.
        return False
    is_prose = pending[-1].is_number and result.is_number and _WEAK.search(between)
    return not (is_prose and _COUNTED.match(text[result.end :]))


def follows_limit(text: str, given: Given) -> bool:
    """Return whether a number is a limit, as in ``longer than 4``, and no value of an example."""
    return given.is_number and bool(_LIMIT.search(text[: given.start][-20:]))


def is_rule(text: str, start: int) -> bool:
    """Return whether the clause before a position says what must or must never be."""
    return bool(_RULE.search(text[max(0, start - _CLAUSE) : start]))
