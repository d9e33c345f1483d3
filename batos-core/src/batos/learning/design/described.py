"""The brief of an object that a person describes: what it is called, and what it is like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from batos.errors import UsageError
from batos.learning.design.plan import check_plan, name_in, planned_in
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, check_slot_name

if TYPE_CHECKING:
    from batos.image import Session

__all__ = ["brief_for"]

_LIKE = re.compile(r"\blike\s+(?:the\s+|an?\s+)?([A-Za-z]\w*)")
_FIRST = "genesis"


def brief_for(
    session: Session,
    text: str,
    *,
    name: str = "",
    like: str = "",
    examples: tuple[Example, ...] = (),
    asked_by: str = "user",
) -> MissionBrief:
    """Return the brief of an object that is to be made.

    Args:
        session: The image.
        text: What a person says of it, such as ``a counter: up(amount) adds to it, total() gives
            it``.
        name: What it is to be called; found in the text when left out.
        like: The object that it is to be like; one that the text names so when left out.
        examples: Calls in a row on a new one, and what they give.
        asked_by: On whose behalf.

    Raises:
        UsageError: The text says nothing, gives it no name or one that is taken, or names methods
            that nothing can have or that contradict each other.
        SlotError: Nothing can have the name.
        UnknownNameError: There is no such object to be like.
    """
    if not text.strip():
        raise UsageError(
            "It is not said what is to be made.",
            hint='Try: batos make "a counter: up(amount) adds to it, total() gives the sum"',
        )
    chosen = check_slot_name(name) if name else name_in(text)
    if not chosen:
        raise UsageError(
            "The description gives the object no name.",
            hint='Give it one: batos make NAME "…", or begin with what it is: "a counter: …".',
        )
    planned = planned_in(text)
    if planned:
        check_plan(planned)
    with session.read() as root:
        root.free_name(chosen)
        if like:
            root.find(like)
        else:
            said = (match[1] for match in _LIKE.finditer(text))
            like = next((each for each in said if each in root.objects), _FIRST)
    return MissionBrief(
        kind="object",
        receiver=like,
        selector=chosen,
        text=text.strip(),
        examples=examples,
        asked_by=asked_by,
    )
