"""Sentences that go on with the one before: *and for 7?* after *double 3*, *again*, *is it prime?*.

Only what is unmistakable is read here, and only where the sentence before was a call.
"""

from __future__ import annotations

import json
import re

from batos.dialogue.conversations import Turn
from batos.dialogue.steps import fed
from batos.dialogue.understanding.grounding import spelled
from batos.learning.model.commands import Call
from batos.learning.request.literals import find_literals, without_literals

__all__ = ["asks_again", "with_other_values", "with_result"]

_ON = re.compile(
    r"^\W*(?:(?:and|or|now|then|ok(?:ay)?|so|again|try|(?:what|how)\s+about|what\s+if|"
    r"(?:do\s+)?the\s+same)\b\W*)+(?:it\s+is\b\W*|it\b\W*)?(?:(?:for|with|of|to|on|in|by|please)\b\W*)*$",
    re.IGNORECASE,
)
"""What stands around other values for the same call, without these."""
_AGAIN = re.compile(
    r"^\W*(?:(?:and|now|please)\s+)*(?:(?:(?:do|try|run)\s+(?:it|that|the\s+same)\s+|the\s+same\s+)?"
    r"(?:again|once\s+more|one\s+more\s+time)|repeat\s+(?:it|that))(?:\W+please)?\W*$",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\b(?:that|it|its|the\s+(?:result|answer))\b", re.IGNORECASE)
_LONGEST = 2_000
"""Characters of a result that a sentence may be about."""


def asks_again(text: str) -> bool:
    """Return whether a sentence wants what was done just before once more."""
    return _AGAIN.match(text) is not None


def with_other_values(text: str, before: Call) -> Call | None:
    """Return the call before with the values of a sentence that has little else; None for another.

    Args:
        text: The sentence, such as *and for 7?*.
        before: What the one before came to.
    """
    values = tuple(each.value for each in find_literals(text))
    around, _, word = text.rstrip(" .?!").rpartition(" ")
    if not values and (number := spelled(word)) is not None:
        values, text = (number,), around
    if not values or not _ON.match(without_literals(text)):
        return None
    if [*map(_kind, values)] != [*map(_kind, before.args)]:
        return None
    return Call(before.object, before.selector, values)


def with_result(text: str, before: Turn) -> str:
    """Return a sentence with what the call before answered in the place of *it* or *that*.

    Returns:
        An empty text where it has no such word, or where that cannot be.
    """
    is_about = _RESULT.search(text) and not find_literals(text) and before.kind == "value"
    if not is_about or len(before.answer) > _LONGEST:
        return ""
    return fed(text, json.loads(before.answer))


def _kind(value: object) -> type:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float if is_number else type(value)
