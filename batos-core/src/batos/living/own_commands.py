"""The system's own commands that a sentence may give, as they are typed and carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.counting import counted
from batos.dialogue.own import OwnCommand
from batos.errors import UsageError

if TYPE_CHECKING:
    from batos.dialogue.facts import Facts
    from batos.handwork.objects.shaping import Shaping
    from batos.stewardship.approval.deciding import Approvals
    from batos.stewardship.history.history import History

__all__ = ["own_commands"]


def own_commands(
    history: History, approvals: Approvals, shaping: Shaping, facts: Facts
) -> Mapping[str, OwnCommand]:
    """Return the own commands by the names that :mod:`batos.dialogue.understanding` gives them.

    Args:
        history: Takes back and brings back.
        approvals: Installs and refuses what waits.
        shaping: Takes objects away.
        facts: Forgets what people told.
    """

    def latest() -> tuple[str, str]:
        for event in history.events(1):
            said = f"the latest change: {event['event']} {event['address']}"
            return str(event["number"] or ""), said
        return "", ""

    def waiting() -> tuple[str, str]:
        lines = approvals.waiting()
        return (lines[0]["id"], lines[0]["address"]) if len(lines) == 1 else ("", "")

    def only(target: str) -> str:
        lines = approvals.waiting()
        if target or len(lines) == 1:
            return target or lines[0]["id"]
        raise UsageError(
            "Several changes wait for your word." if lines else "Nothing waits for your word.",
            hint="'batos approvals' lists them." if lines else "",
        )

    def undo(target: str, user: str) -> str:
        moved = history.undo(target, user=user) if target else history.undo(user=user)
        return f"Taken back: {', '.join(each['address'] for each in moved)}."

    def redo(target: str, user: str) -> str:
        moved = history.redo(target, user=user) if target else history.redo(user=user)
        return f"Brought back: {', '.join(each['address'] for each in moved)}."

    def delete(target: str, user: str) -> str:
        shaping.delete(target, user=user)
        return f"{target} is taken away; 'batos undo {target}' brings it back."

    def forget(target: str, user: str) -> str:
        told = {each.id for each in facts.of(user)}
        names = target.split()
        for name in names:
            if len(names) == 1 or name in told:  # of several, one may be gone since they were shown
                facts.forget(name, user=user)
        return "Forgotten." if len(names) == 1 else f"Forgotten: {counted(len(names), 'fact')}."

    def approve(target: str, user: str) -> str:
        return f"Installed {approvals.approve(only(target), by=user).outcome.address}."

    def refuse(target: str, user: str) -> str:
        outcome = approvals.refuse(only(target), by=user)
        return f"{outcome.address} is refused; nothing was installed."

    return {
        "undo": OwnCommand("batos undo", undo, latest),
        "redo": OwnCommand("batos redo", redo),
        "delete": OwnCommand("batos delete", delete),
        "forget_fact": OwnCommand("batos facts forget", forget),
        "approve": OwnCommand("batos approvals approve", approve, waiting),
        "refuse": OwnCommand("batos approvals refuse", refuse, waiting),
        "back_up": OwnCommand("batos image backup FILE"),
        "pack": OwnCommand("batos image pack"),
        "check": OwnCommand("batos image check"),
        "restart": OwnCommand("batos down && batos up"),
        "shut_down": OwnCommand("batos down"),
        "use_model": OwnCommand("batos models use NAME"),
        "history": OwnCommand("batos history"),
    }
