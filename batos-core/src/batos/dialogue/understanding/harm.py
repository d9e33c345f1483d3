"""Harm: a question of its own, asked of the judge before anything is learned.

Most wishes have no word that reaches out of the image or against somebody; for those nothing is
asked here, and the judge has their word on the method that was written (see
:mod:`batos.learning.cycle.judge`).
"""

from __future__ import annotations

import contextlib

from batos.dialogue.who import judge_of
from batos.errors import BackendError
from batos.inference import CancelToken
from batos.learning.cycle.host import Host
from batos.learning.cycle.judge import (
    harm_in,
    is_veto,
    reason_request,
    told_reason,
    verdict_request,
)
from batos.memory.words import words_of

__all__ = ["harm_of"]

_SIGNS = "signs"
"""Slot of the judge with words for which a wish is asked about."""


def harm_of(host: Host, text: str, *, cancel: CancelToken | None = None) -> tuple[str, int]:
    """Return why a wish would do harm, and the completions asked for; no reason where it does none.

    Args:
        host: Asks the judge.
        text: The wish.
        cancel: Stops the work.

    Raises:
        CancelledError: It was cancelled.
    """
    judge = judge_of(host) if host.config.veto else None
    if judge is None:
        return "", 0
    who = judge.name.upper()
    words = harm_in(text, judge.slots.get("harmful", ()))
    signs = judge.slots.get(_SIGNS, "")
    request = verdict_request(judge, text, prompt="harm")
    doubtful = isinstance(signs, str) and set(words_of(signs)) & set(words_of(text))
    if request is None or not (words or doubtful):
        return "", 0
    try:
        said = host.thinker.think(judge.role, judge.asks(request), cancel=cancel).text
    except BackendError:  # no model, or none in time: the words decide
        return (f"It reads as harmful ({', '.join(words)}).", 1) if words else ("", 1)
    if not is_veto(said):
        return "", 1
    reason = ""
    if (asked := reason_request(judge, text)) is not None:
        with contextlib.suppress(BackendError):  # the no stands without it
            reason = host.thinker.think(judge.role, judge.asks(asked), cancel=cancel).text
    return f"{who} says that it would do harm{told_reason(reason) or '.'}", 1 + bool(asked)
