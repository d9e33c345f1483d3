"""The one thing that waits for a person, where they have named none."""

from __future__ import annotations

from collections.abc import Sequence

from batos.errors import UsageError
from batos.wire.messages.talk.approvals import ListChanges
from batos.wire.messages.talk.questions import ListQuestions
from batos_client.parlor.line import Line

__all__ = ["only_change", "only_question"]


async def only_change(line: Line) -> str:
    """Return the id of the only change that waits.

    Raises:
        UsageError: Several wait, or none.
    """
    rows = (await line.request(ListChanges())).changes
    return _only([row["id"] for row in rows], "/approvals")


async def only_question(line: Line) -> str:
    """Return the id of the only question that is open.

    Raises:
        UsageError: Several are, or none is.
    """
    rows = (await line.request(ListQuestions())).questions
    return _only([str(row["id"]) for row in rows], "/questions")


def _only(names: Sequence[str], listed: str) -> str:
    if len(names) == 1:
        return names[0]
    raise UsageError(
        "Several of them wait for you." if names else "Nothing waits for your word.",
        hint=f"{listed} lists them; name the one you mean." if names else "",
    )
