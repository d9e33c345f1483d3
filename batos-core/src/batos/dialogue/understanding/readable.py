"""What can be read as a sentence: rules look at each of its letters."""

from __future__ import annotations

import re

from batos.errors import UsageError

__all__ = ["readable"]

_LONGEST = 20_000
"""Characters of a sentence."""
_BLANKS = re.compile(r"\s{32,}")


def readable(text: str) -> str:
    """Return a sentence without long runs of blanks.

    Args:
        text: As it came.

    Raises:
        UsageError: It is too long for one.
    """
    if len(text) > _LONGEST:
        raise UsageError(
            f"A sentence may have {_LONGEST} characters, and this one has {len(text)}.",
            hint="Put a text into a file, and: batos memory add FILE",
        )
    return _BLANKS.sub(" ", text)
