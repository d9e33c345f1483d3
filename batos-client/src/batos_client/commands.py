"""``batos chat``."""

from __future__ import annotations

import io
import sys

import click

from batos.cli.terminal.output import json_flag
from batos.config import Loaded, load_config
from batos.wire.messages.objects import ShowObject

__all__ = ["chat", "open_chat"]


@click.command()
@click.option(
    "--to", "receiver", default="genesis", show_default=True, help="The object that learns."
)
@json_flag
def chat(receiver: str, as_json: bool) -> int:
    """Talk: plain language becomes missions, calls and conversation.

    Ctrl-C stops an answer and not the chat; Ctrl-D or /exit leaves. /help lists the commands.
    Without a terminal, and with --json, each line of standard input is a request; with --json it
    is answered by a line of JSON.

    \b
    Examples:
      batos chat
      echo "who is ROBIN?" | batos chat
    """
    return open_chat(load_config(), receiver=receiver, as_json=as_json)


def open_chat(loaded: Loaded, *, receiver: str = "genesis", as_json: bool = False) -> int:
    """Open the chat on the running kernel; return the exit code.

    Raises:
        KernelNotRunningError: No kernel runs.
        UnknownNameError: There is no such receiver.
    """
    from batos.wire import KernelClient
    from batos_client.console import Console

    with KernelClient.connect(loaded.paths.runtime_dir, name="chat") as client:
        client.request(ShowObject(receiver))  # say now that it does not exist
        console = Console(client, receiver=receiver, as_json=as_json)
        if sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
            return console.interact(loaded.paths.state_dir / "chat_history")
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a stray byte must not end the chat
        return console.read_lines(sys.stdin)
