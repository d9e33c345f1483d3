"""Finding calls with values in plain language, and the words that say what something gives."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from batos.learning.request.literals import (
    UNREADABLE,
    closing,
    find_literals,
    literal_of,
    within,
)

__all__ = ["Given", "calls_in", "follows_limit", "is_rule", "leads_to", "values_in"]

_WORDS = {"true": True, "false": False, "null": None}
_ARROWS = "\u2192\u21d2\u279e\u2794\u27f6\u21a6"
# Blanks are never shared out anew: many of them would take for ever.
_GIVES = re.compile(
    rf"""^\s*+(?:[,:;]|\#|//|
       [.,;]?\s*+(?:[-=]*>|[\u2192\u21d2])?\s*+(?:expected\s++)?(?=outputs?\b))?
    \s*+(?:it|this|that)?\s*+(?:should|must|will|would|to)?\s*+
    (?:-+>|=+>|==?|[{_ARROWS}]|:|into|
       (?:gives?|giving|returns?|returning|yields?|produces?|makes?|becomes?|is|are|be|equals?|
          means?|answers?|outputs?|prints?|results?\s++in|leads?\s++to|turns?\s++into|goes\s++to|
          gets?|has|have|contains?|counts?)
       (?:\s++(?:back|the|a|an|be|equal|to|as|text|number|list|value|result|answer))*
    )\s*+(?:[:=]\s*+)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = frozenset(["->", "-->", "=>", "==>", "==", "=", *_ARROWS])
_GOES_ON = re.compile(r"\s*(?:[+*/%^]|\*\*|//)\s*[\d(\[\"']|-[\d(]")
"""What makes of a value the beginning of a sum."""
_WEAK = re.compile(
    r"\b(?:is|are|be|makes?|becomes?|means?|gets?|has|have|contains?|counts?|equals?)\b",
    re.IGNORECASE,
)
"""Words that stand between two numbers in prose as well ("version 2 is 3 times faster")."""

_COUNTED = re.compile(r"\s+(?!(?:and|but|or|then|for|if|when|while|with|not)\b)[A-Za-z]")
_LIMIT = re.compile(
    r"""(?:\b(?:than|above|below|over|under|least|most|exactly|every|times|within|up\s+to|equal\s+to|
    through|until|after|before|between(?:\s+[-\d.]+\s+and)?|divisible\s+by|multiples?\s+of|
    (?:start|end|begin)\w*\s+with|contain\w*|includ\w*|(?:if|when|while|once)\s+(?:[a-z_]+\s+){1,3}(?:is|are|equals?))
    |[<>\u2264\u2265]=?|[!]=)\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_CALLEE = re.compile(r"(?<!\w)(?<![)\]'\"]\.)[A-Za-z_]\w{0,79}\(")
_RULE = re.compile(
    r"\b(?:never|not|cannot|without|must|avoid|wrong|rather\s+than|instead\s+of)\b[^.;:]*\Z|"
    r"n't\b[^.;:]*\Z",
    re.IGNORECASE,
)
"""Words in the clause before values by which prose gives a rule, and no example."""
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:never|not|wrong|instead\s+of|rather\s+than)\b|n't\b)[^.;\w'\"(]*(?:\w+\s*){0,2}:?\s*\Z",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    r"\s*,?\s*(?:(?:is|was|would\s+be)\s+(?:wrong|not|a\s+mistake)|must\s*n[o']t|should\s*n[o']t|"
    r"(?:now\b|but\b)[^.;]{0,400}\bshould\b)",
    re.IGNORECASE,
)
"""What takes back even what a sign says: ``never f(2) == 5``, ``f(2) == 5 is wrong``."""
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


def values_in(text: str, calls: Sequence[Given]) -> list[Given]:
    """Return the values of a text that stand outside of its calls, from left to right."""
    in_call = within((each.start, each.end) for each in calls)
    return [
        Given(each.start, each.end, (each.value,), is_number=text[each.start] in "+-.0123456789")
        for each in find_literals(text)
        if not in_call(each.start)
    ]


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
    return literal_of(node)


def leads_to(text: str, pending: Sequence[Given], between: str, result: Given, ahead: str) -> bool:
    """Return whether the words between the given and a value say that the one gives the other."""
    if result.is_call or _GOES_ON.match(text, result.end):
        return False
    if _is_denied(text, pending[0].start, result.end):
        return False
    if pending[-1].is_call and "\n" in between and not between.strip():
        return text[: pending[-1].start].rstrip(" ").endswith(">>>")  # as a console shows it
    if pending[-1].is_call and between.strip() in ("#", "//"):
        return True
    if not _GIVES.match(between):
        return False
    if any(follows_limit(text, each) for each in pending) or _is_range(text, pending, result):
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
    if given.is_call or isinstance(given.args[0], (list, dict, tuple)):
        return False
    return bool(_LIMIT.search(text[max(0, given.start - 40) : given.start]))


def _is_range(text: str, pending: Sequence[Given], result: Given) -> bool:
    """Return whether two numbers are the ends of a range, as in ``60 to 69 gives 'D'``."""
    if not (len(pending) == 2 and all(each.is_number for each in pending)):
        return False
    between = text[pending[0].end : pending[1].start].strip().lower()
    return between == "to" and not isinstance(result.args[0], (list, dict, tuple))


def _is_denied(text: str, start: int, end: int) -> bool:
    """Return whether the words around say that something is not so."""
    before = text[max(0, start - _CLAUSE) : start]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_BEHIND.match(text, end))


def is_rule(text: str, start: int) -> bool:
    """Return whether the clause before a position says what must or must never be."""
    return bool(_RULE.search(text[max(0, start - _CLAUSE) : start]))
