"""``batos tour``: the first method, learned, kept and used again."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from batos.cli.connect import connected
from batos.cli.output import note
from batos.cli.progress import CycleProgress
from batos.cli.system import start, wait_for_model
from batos.config import Loaded, load_config
from batos.errors import ExitCode, MissionFailedError

__all__ = ["tour"]

_MISSION = "create a method to report the current system time"
_SELECTOR = "report_current_system_time"


@click.command()
@click.option("--chat/--no-chat", default=None, help="Open the chat afterwards, or stop.")
def tour(chat: bool | None) -> int:
    """Learn a first method, call it, restart the kernel, and call it again.

    On a terminal the chat opens afterwards; otherwise the system is stopped.

    \b
    Examples:
      batos tour
      batos tour --no-chat
    """
    loaded = load_config()
    _up(loaded)
    note("Waiting for the language model…")
    wait_for_model(loaded)
    _learn(loaded)
    _call(loaded, "Calling it again")
    note("\nStopping and starting the kernel…")
    _down(loaded)
    _up(loaded)
    _call(loaded, "Calling it once more, from the image")
    wants_chat = chat if chat is not None else sys.stdin.isatty() and sys.stdout.isatty()
    if wants_chat:
        from batos_client.commands import open_chat

        return int(open_chat(loaded))
    _down(loaded)
    note("BAT OS is down; start it with: batos up")
    return ExitCode.OK


def _up(loaded: Loaded) -> None:
    from batos.wire.faults import KernelAlreadyRunningError

    begun = time.monotonic()
    try:
        endpoint = start(loaded)
    except KernelAlreadyRunningError as error:
        note(error.message)
    else:
        note(f"BAT OS is up at {endpoint} ({time.monotonic() - begun:.1f} s).")


def _down(loaded: Loaded) -> None:
    from batos.kernel.launch import stop

    stop(loaded.paths.runtime_dir, timeout=loaded.config.kernel.drain_s + 10)


def _learn(loaded: Loaded) -> None:
    with connected(loaded) as client:
        known = client.request("object.show", {"address": "genesis"})["methods"]
        if _SELECTOR in known:
            note(f"\ngenesis understands {_SELECTOR} already; it was learned before.")
            return
        note(f"\n> {_MISSION}")
        with CycleProgress() as progress:
            answer = client.request("mission.ask", {"text": _MISSION}, on_event=progress)
    if answer["kind"] != "learned":
        outcome: dict[str, Any] = answer["outcome"] or {}
        raise MissionFailedError(
            f"The method could not be learned: {answer['text']}",
            hint=str(outcome.get("hint", "")),
            details=outcome,
        )
    note(f"Learned {answer['text']}.")


def _call(loaded: Loaded, what: str) -> None:
    note(f"\n{what}: batos send genesis {_SELECTOR}")
    body = {"receiver": "genesis", "selector": _SELECTOR, "learn": False}
    with connected(loaded) as client:
        begun = time.perf_counter()
        answer = client.request("object.send", body)
        spent = (time.perf_counter() - begun) * 1000
    calls = answer["model_calls"]
    how = "no model call" if calls == 0 else f"{calls} model calls"
    click.echo(answer["value"])
    note(f"({how}, {spent:.1f} ms)")
