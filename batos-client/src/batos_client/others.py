"""What others say in the conversation, shown above the prompt while a person types."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batos.cli.bus.watching import Listener
from batos.errors import BatosError
from batos.wire import KernelClient
from batos.wire.messages.talk.watching import JobBegun, WatchConversation

__all__ = ["hear_others"]


def hear_others(runtime_dir: Path, conversation: str, session: str) -> None:
    """Print the turns of a conversation that are not of this session, from now on.

    It is done in a thread that ends with the program, or with the kernel, of which the chat itself
    tells.

    Args:
        runtime_dir: Folder of the kernel.
        conversation: Which one.
        session: Whose turns are printed by others.
    """

    def run() -> None:
        try:
            with (
                KernelClient.connect(runtime_dir, name="chat") as client,
                KernelClient.connect(runtime_dir, name="chat") as ear,
            ):
                listener = Listener(ear, quiet=True)

                def on_event(kind: str, body: Mapping[str, Any]) -> None:
                    if kind == JobBegun.TYPE and body["session"] != session:
                        listener.turn(body)

                client.request(WatchConversation(conversation), on_event=on_event)
        except BatosError:
            return

    threading.Thread(target=run, name="others", daemon=True).start()
