"""Asking a person, there and then, whether a command is carried out that a sentence gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click
import msgspec

from batos.cli.terminal.output import printable
from batos.cli.terminal.progress import CycleProgress
from batos.counting import counted
from batos.errors import UsageError
from batos.learning.model.outcome import Reply

if TYPE_CHECKING:
    from batos.wire import KernelClient
    from batos.wire.messages.talk.missions import Ask

__all__ = ["UNDONE", "let_confirm", "told_call"]

UNDONE = ("ask_back", "refused")
"""Kinds of replies to requests of which nothing was done."""


def let_confirm(client: KernelClient, asked: Ask, shown: Reply, *, quiet: bool = False) -> Reply:
    """Show a command, and have it carried out after the person's word.

    Args:
        client: The connection.
        asked: The request that it was read from.
        shown: The reply that shows it.
        quiet: Show no progress.

    Returns:
        What came of it.

    Raises:
        UsageError: Nobody is there who could say so.
    """
    if not asked.attended:
        raise UsageError(
            "That changes something, and nobody is there to confirm it.",
            hint=f"Type it: {shown.text}",
        )
    click.echo(printable(shown.text), err=True)
    try:
        is_wanted = click.confirm("Shall I do that?", default=False, err=True)
    except click.Abort:
        is_wanted = False
    if not is_wanted:
        return replace(shown, kind="ask_back", text="Nothing was changed.")
    again = msgspec.structs.replace(asked, confirmed=shown.command)
    with CycleProgress(quiet=quiet) as progress:
        return client.request(again, on_event=progress)


def told_call(answer: Reply) -> str:
    """Return which call has answered, and what it cost."""
    calls = counted(answer.model_calls, "model call") if answer.model_calls else "no model call"
    return f"({answer.text}, {calls})"
