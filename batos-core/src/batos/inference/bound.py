"""Looking whether an answer that was to follow a JSON schema is JSON at all."""

from __future__ import annotations

import json
import re

__all__ = ["is_unbound"]

_CUT_OFF = re.compile(r"\s*|-|[eE.][+-]?|t|tr|tru|f|fa|fal|fals|n|nu|nul")
"""What is left of JSON that ends in the middle of a value, from where it cannot be read."""


def is_unbound(text: str, *, whole: bool) -> bool:
    """Return whether an answer shows that nothing has bound it to its JSON schema.

    Servers leave an answer unbound, without a word, when they cannot read the schema or do not
    know that there are such things.

    Args:
        text: The answer.
        whole: Whether the model has ended it itself; otherwise it may end anywhere.
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        in_text = error.msg.startswith(("Unterminated", "Invalid \\"))
        return whole or not (in_text or _CUT_OFF.fullmatch(text[error.pos :]) is not None)
    return False
