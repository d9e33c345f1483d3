"""Several orders in one sentence: *reverse 'hello', then count its vowels*."""

from __future__ import annotations

import re
from typing import Any

from batos.as_json import json_line
from batos.learning.request.language import is_foreign, read_request
from batos.learning.request.literals import find_literals

__all__ = ["fed", "steps_of"]

_MOST = 5
_THEN = re.compile(r"[,;.]?\s+(?:and\s+)?then,?\s+|;\s+", re.IGNORECASE)
_CONDITION = re.compile(r"\W*(?:if|when|whenever|once|as\s+soon\s+as)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:that|the\s+(?:result|answer)|its|it)\b", re.IGNORECASE)
"""What stands for what came of the order before."""


def steps_of(text: str) -> list[str]:
    """Return the orders of a sentence that gives several in a row; none where it gives one.

    A mission is one, whatever it says, and so is what has more than five parts.
    """
    found = [] if _CONDITION.match(text) else list(_THEN.finditer(text))
    if not 0 < len(found) < _MOST or is_foreign(text) or read_request(text).brief is not None:
        return []
    values = find_literals(text)
    if any(value.start < each.start() < value.end for value in values for each in found):
        return []
    begins = [0, *(each.end() for each in found)]
    ends = [*(each.start() for each in found), len(text)]
    steps = [text[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]
    return steps if all(steps) else []


def fed(text: str, value: Any) -> str:
    """Return an order with the value that it calls *it*, *that* or *the result*."""
    return _BEFORE.sub(lambda _found: json_line(value), text, count=1)
