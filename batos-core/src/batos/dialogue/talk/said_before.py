"""What was said before, as a model is shown it: the last turns, and what a person said earlier.

What is shown grows at its end and is cut in steps, so that a backend finds the beginning of a
prompt as it was and need not read it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from batos.dialogue.conversations import Turn
from batos.inference import Message, neutral
from batos.memory.recall import SOURCE

__all__ = ["said_before"]

_SPEAKER = re.compile(r"^[A-Z][A-Z0-9_]*: ")
_SHOWN = frozenset({"talk", "recalled", "remembered", "value"})
"""Turns that say something about the world; a model would go on with the system's own words."""
_STEP = 8
"""Turns by which the beginning moves: 8 to 15 are shown."""
_LONGEST = 600
"""Characters of a sentence or an answer."""
_EARLIER = 100
"""Characters of the earlier sentences for each turn that is shown; the latest are kept."""


def said_before(turns: Sequence[Turn], *, most: int = 2 * _STEP) -> tuple[str, list[Message]]:
    """Return the earlier sentences of a person in a row, and the last turns as messages.

    Args:
        turns: All of them, the oldest first.
        most: Turns to show at most; fewer where a window is small.
    """
    step = max(1, most // 2)
    first = max(0, (len(turns) // step - 1) * step) if most else len(turns)
    messages = []
    for turn in turns[first:]:
        if turn.kind in _SHOWN:
            said, answer = _cut(turn.said), _cut(_opened(turn))
            messages += [Message("user", said), Message("assistant", answer)]
    earlier = " / ".join(_cut(turn.said) for turn in turns[:first])
    return earlier[-_EARLIER * most :] if most else "", messages


def _opened(turn: Turn) -> str:
    """Return an answer without who gave it and where it is from; of two voices the first."""
    if turn.kind == "remembered":
        return "Noted."
    if turn.kind != "talk" or turn.persona:
        return turn.answer.partition(SOURCE)[0]
    return _SPEAKER.sub("", turn.answer.partition("\n\n")[0])


def _cut(text: str) -> str:
    return neutral(" ".join(text.split())[:_LONGEST]) or "…"
