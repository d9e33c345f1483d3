"""Asking a model what words mean, where rules leave a doubt."""

from __future__ import annotations

from batos.errors import BackendError
from batos.inference import READER, CancelToken, CompletionRequest, Message, Thinker, neutral
from batos.mind.request.naming import spoken

__all__ = ["names_action"]

_SECONDS = 20.0
_NAMES = (
    ("items", "value"),
    ("toggle", "action"),
    ("colour", "value"),
    ("count_words", "action"),
    ("first_name", "value"),
    ("wake_up", "action"),
)
"""What stands before a name as earlier turns. Of 20 names of values and 20 of actions the 1.5B
took all values for values and 2 actions, the 0.5B all and 3."""


def names_action(thinker: Thinker, selector: str, cancel: CancelToken) -> bool:
    """Return whether a selector names something to do, and no value that an object has.

    Only an unmistakable answer takes it for a value. Without a model nothing could be written
    that does it, so that it is taken for one as well.

    Args:
        thinker: Answers.
        selector: The name of a message that came without arguments.
        cancel: Stops the work.

    Raises:
        CancelledError: It was cancelled.
    """
    text = "You tell whether a word that is sent to an object names an action or a value."
    turns = [Message("system", text)]
    for name, kind in _NAMES:
        turns += [Message("user", spoken(name)), Message("assistant", kind)]
    asked = CompletionRequest(
        messages=(*turns, Message("user", neutral(spoken(selector)))),
        max_tokens=4,
        grammar='root ::= "action" | "value"',
        deadline_s=_SECONDS,
    )
    try:
        answer = thinker.think(READER, asked, cancel=cancel)
    except BackendError:
        return False
    return answer.text.strip().lower() != "value"
