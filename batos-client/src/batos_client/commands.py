"""``batos chat`` and ``batos parlor``."""

from __future__ import annotations

import gc
import io
import sys
from typing import TYPE_CHECKING

import click

from batos.cli.terminal.output import json_flag, note
from batos.config.paths import Paths
from batos.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from batos.config import Loaded

__all__ = ["chat", "open_chat", "parlor"]


def _with_whom(command: Callable[..., int]) -> Callable[..., int]:
    """Add who learns, and which conversation goes on."""
    to = click.option(
        "--to", "receiver", default="genesis", show_default=True, help="The object that learns."
    )
    resume = click.option(
        "--resume",
        "conversation",
        is_flag=False,
        flag_value="",
        help="Go on with a conversation: the one that is named, or the latest.",
    )
    return to(resume(command))


@click.command()
@_with_whom
@json_flag
def chat(receiver: str, conversation: str | None, as_json: bool) -> int:
    """Talk: plain language becomes missions, calls and conversation.

    Ctrl-C stops an answer and not the chat; Ctrl-D or /exit leaves. /help lists the commands.
    Without a terminal, and with --json, each line of standard input is a request; with --json it
    is answered by a line of JSON.

    What is said is kept as a conversation (see 'batos conversations') and known to who answers;
    --resume goes on with one.

    \b
    Examples:
      batos chat
      echo "who is ROBIN?" | batos chat
      batos chat --resume
      batos chat --resume chat-2
    """
    from batos.config import load_config

    return open_chat(load_config(), receiver=receiver, resume=conversation, as_json=as_json)


@click.command()
@_with_whom
@json_flag
def parlor(receiver: str, conversation: str | None, as_json: bool) -> int:
    """Talk on a whole screen: every persona, what is being learned, and what the image holds.

    What is said, asked and learned stands in the middle, objects, talks and the memory at the side
    (F2). A question is answered by a number, a change by y or n, after a look at it. Esc stops what
    runs, F8 takes the latest change back, Ctrl-P is the palette with every command and with themes,
    Ctrl-Q leaves. What is typed in 'batos chat', and every other command, is typed here with a
    slash. A kernel that is not there is waited for; what you have typed stays meanwhile.

    \b
    Examples:
      batos parlor
      batos parlor --resume
      batos parlor --to shopping_list --resume chat-2
    """
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The parlor needs a terminal for itself.",
            hint="Without one: echo 'who are you?' | batos chat --json",
        )
    # Nothing that is loaded until the first picture is there goes; looking for it takes a fifth.
    gc.disable()
    from batos_client.parlor.app import Parlor

    paths = Paths.find()
    app = Parlor(paths.runtime_dir, paths.state_dir, receiver=receiver, resume=conversation)
    return app.run() or ExitCode.OK


def open_chat(
    loaded: Loaded,
    *,
    receiver: str = "genesis",
    resume: str | None = None,
    as_json: bool = False,
) -> int:
    """Open the chat on the running kernel; return the exit code.

    Args:
        loaded: Where the kernel is.
        receiver: The object that learns.
        resume: The conversation to go on with, the latest where empty; None begins a new one.
        as_json: Whether each request is answered by a line of JSON.

    Raises:
        KernelNotRunningError: No kernel runs.
        UnknownNameError: There is no such receiver, or no such conversation.
        UsageError: There is no conversation to go on with.
    """
    from batos.wire import KernelClient
    from batos.wire.messages.objects import ShowObject
    from batos.wire.messages.talk.conversations import NameConversation, ShowConversation
    from batos_client.console import Console

    with KernelClient.connect(loaded.paths.runtime_dir, name="chat") as client:
        client.request(ShowObject(receiver))  # say now that it does not exist
        if resume is None:
            name = client.request(NameConversation()).name
        else:
            name = client.request(ShowConversation(resume)).line["name"]
            note(f"Going on with {name}.")
        console = Console(client, receiver=receiver, conversation=name, as_json=as_json)
        if sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
            paths = loaded.paths
            return console.interact(paths.state_dir / "chat_history", paths.runtime_dir)
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a stray byte must not end the chat
        return console.read_lines(sys.stdin)
