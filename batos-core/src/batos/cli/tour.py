"""``batos tour``: the first method, learned, kept and used again."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from batos.cli.connect import connected
from batos.cli.outcomes import mission_failure
from batos.cli.output import json_flag, note, print_json
from batos.cli.progress import CycleProgress
from batos.cli.system import start_or_find, stop_kernel, wait_for_model
from batos.config import Loaded, load_config
from batos.counting import counted
from batos.errors import ExitCode

__all__ = ["tour"]

_MISSION = "create a method to report the current system time"
_SELECTOR = "report_current_system_time"


@click.command()
@click.option("--chat/--no-chat", default=None, help="Open the chat afterwards, or stop.")
@json_flag
def tour(chat: bool | None, as_json: bool) -> int:
    """Learn a first method, call it, restart the kernel, and call it again.

    On a terminal the chat opens afterwards; otherwise, and with --json, the system is stopped.

    \b
    Examples:
      batos tour
      batos tour --no-chat
    """
    loaded = load_config()
    start_or_find(loaded)
    _learn(loaded)
    values = [_call(loaded, "Calling it again", as_json)]
    note("\nStopping and starting the kernel…")
    stop_kernel(loaded)
    start_or_find(loaded)
    values.append(_call(loaded, "Calling it once more, from the image", as_json))
    wants_chat = chat if chat is not None else sys.stdin.isatty() and sys.stdout.isatty()
    if wants_chat and not as_json:
        return _chat()
    stop_kernel(loaded)
    note("BAT OS is down; start it with: batos up")
    if as_json:
        print_json({"learned": f"genesis.{_SELECTOR}", "values": values})
    return ExitCode.OK


def _chat() -> int:
    """Open the chat, as ``batos chat`` does."""
    from batos.cli.main import main

    note("")
    return main(["chat"])


def _learn(loaded: Loaded) -> None:
    with connected(loaded) as client:
        known = client.request("object.show", {"address": "genesis"})["methods"]
        if _SELECTOR in known:
            note(f"\ngenesis understands {_SELECTOR} already; it was learned before.")
            return
    note("Waiting for the language model…")
    wait_for_model(loaded)
    with connected(loaded) as client:
        note(f"\n> {_MISSION}")
        with CycleProgress() as progress:
            # Whoever takes the tour has asked for this method by taking it.
            body = {"text": _MISSION, "approve": "auto"}
            answer = client.request("mission.ask", body, on_event=progress)
    if answer["kind"] != "learned":
        raise mission_failure(answer)
    note(f"Learned {answer['text']}.")


def _call(loaded: Loaded, what: str, as_json: bool) -> Any:
    note(f"\n{what}: batos send genesis {_SELECTOR}")
    body = {"receiver": "genesis", "selector": _SELECTOR, "learn": False}
    with connected(loaded) as client:
        begun = time.perf_counter()
        answer = client.request("object.send", body)
        spent = (time.perf_counter() - begun) * 1000
    calls = answer["model_calls"]
    how = counted(calls, "model call") if calls else "no model call"
    if not as_json:
        print_json(answer["value"])
    note(f"({how}, {spent:.1f} ms)")
    return answer["value"]
