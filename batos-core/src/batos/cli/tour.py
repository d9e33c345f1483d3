"""``batos tour``: the first method, learned, kept and used again.

Everything is left as it was found. Where a system runs, it is its user's: the tour then has an
image of its own in this process, which is thrown away. Where none runs, the one that the tour
starts ends with it, whatever ends the tour.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from batos.cli.reach.connect import connected
from batos.cli.system.model_shelf import have_model, use_model
from batos.cli.system.starting import start, stop_kernel, wait_for_model
from batos.cli.talk.ask_approval import requested
from batos.cli.talk.ask_question import let_settle
from batos.cli.terminal.output import json_flag, note, print_json
from batos.cli.terminal.progress import CycleProgress
from batos.config import ApprovalConfig, ImageConfig, Loaded, load_config
from batos.counting import counted
from batos.errors import ExitCode, KernelNotRunningError, MissionFailedError
from batos.learning.model.ending import failure
from batos.wire.messages.objects import SendMessage, ShowObject
from batos.wire.messages.talk.missions import Ask

if TYPE_CHECKING:
    from batos.learning.model.outcome import Outcome, Reply
    from batos.living import LivingImage
    from batos.wire import KernelClient

__all__ = ["tour"]

_MISSION = "create a method to report the current system time"
_SELECTOR = "report_current_system_time"
_CALL = f"batos send genesis {_SELECTOR}"


@click.command()
@click.option("--chat/--no-chat", default=None, help="Open the chat afterwards, or stop.")
@click.option("--model", metavar="NAME", help="Have this model of 'batos models' run from now on.")
@json_flag
def tour(chat: bool | None, model: str | None, as_json: bool) -> int:
    """Learn a first method, call it, restart the kernel, and call it again.

    The language model is fetched first, if it is not here; where that cannot be done, the method
    is learned from a proven one.

    On a terminal, and without --json, the chat opens afterwards. Everything is left as it was
    found: a system that runs goes on, and is not touched, since the tour then has an image of its
    own that is thrown away; one that the tour has started is stopped, also when the tour is
    interrupted.

    \b
    Examples:
      batos tour
      batos tour --no-chat
      batos tour --model qwen2.5-coder-0.5b
    """
    from batos.wire.faults import KernelAlreadyRunningError

    loaded = load_config()
    if model:
        use_model(loaded, model)
        loaded = load_config()
    loaded.paths.make()  # where nothing can be written, nothing is fetched
    has_model = have_model(loaded)
    wants_chat = chat if chat is not None else sys.stdin.isatty() and sys.stdout.isatty()
    end = functools.partial(_end, wants_chat=wants_chat, as_json=as_json)
    try:
        with _OwnSystem(loaded) as system:
            return end(_visit(loaded, system, has_model, as_json))
    except KernelAlreadyRunningError as error:
        note(
            f"BAT OS is up already (pid {error.details.get('pid', '?')}), and is left alone: the "
            "tour has an image of its own, which is thrown away."
        )
    return end(_visit_apart(loaded, as_json))


def _end(values: list[Any], *, wants_chat: bool, as_json: bool) -> int:
    if as_json:
        print_json({"learned": f"genesis.{_SELECTOR}", "values": values})
        return ExitCode.OK
    return _chat() if wants_chat else ExitCode.OK


def _chat() -> int:
    """Open the chat, as ``batos chat`` does."""
    from batos.cli.main import main

    note("")
    return main(["chat"])


# -- in a system that the tour starts --------------------------------------------------------------


class _OwnSystem:
    """A kernel that is started for the tour, and ends with it.

    Args:
        loaded: Where it runs.

    Raises:
        KernelAlreadyRunningError: One runs already; it is left alone.
    """

    def __init__(self, loaded: Loaded) -> None:
        from batos.care.files.places import Place

        file = Place.of(loaded.image_uri, loaded.paths.state_dir).file
        self.is_new = file is not None and not file.exists()
        self._loaded = loaded
        self._pid = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What nobody waits for any more is not waited for.
        if self.stop(now=error is not None):
            note("BAT OS is down again; start it with: batos up")

    def start(self) -> None:
        """Start the kernel, which ends when this process does."""
        from batos.wire.connection import Connection

        begun = time.monotonic()
        endpoint = start(self._loaded, companion=os.getpid())
        self._pid = Connection.read(self._loaded.paths.runtime_dir).pid
        note(f"BAT OS is up at {endpoint} ({time.monotonic() - begun:.1f} s).")

    def stop(self, *, now: bool = False) -> bool:
        """Stop the kernel, unless it is somebody else's by now; return whether it was."""
        from batos.kernel.process.launch import running

        found = running(self._loaded.paths.runtime_dir)
        if found is None or found.pid != self._pid:
            return False
        try:
            stop_kernel(self._loaded, now=now)
        except KernelNotRunningError:
            return False
        return True


@contextlib.contextmanager
def _connected(loaded: Loaded) -> Iterator[KernelClient]:
    """Yield a client, after which a Ctrl-C counts that came too late for its last request."""
    with connected(loaded) as client:
        yield client
        if client.interrupted:
            raise KeyboardInterrupt


def _visit(loaded: Loaded, system: _OwnSystem, has_model: bool, as_json: bool) -> list[Any]:
    _learn(loaded, is_new=system.is_new, has_model=has_model)
    values = [_call(loaded, "Calling it again", as_json)]
    note("\nStopping and starting the kernel…")
    system.stop()
    system.start()
    return [*values, _call(loaded, "Calling it once more, from the image", as_json)]


def _learn(loaded: Loaded, *, is_new: bool, has_model: bool) -> None:
    with _connected(loaded) as client:
        shown = client.request(ShowObject("genesis"))
        if shown["kind"] == "object" and _SELECTOR in shown["methods"]:
            note(f"\ngenesis understands {_SELECTOR} already; it was learned before.")
            return
    if has_model:
        note("Waiting for the language model…")
        wait_for_model(loaded)
    with _connected(loaded) as client:
        note(f"\n> {_MISSION}")
        # In an image that is born for the tour, whoever takes it has asked for the method; in
        # one that was there before, its owner is asked as for any other.
        asked = Ask(_MISSION, **requested("auto" if is_new else None, "user"))
        with CycleProgress() as progress:
            answer = client.request(asked, on_event=progress)
        outcome = _learned(answer)
        if not outcome.complete:
            let_settle(client, outcome)
    how = "" if has_model else " from a proven method, without a model"
    note(f"Learned {answer.text}{how}.")


def _learned(answer: Reply) -> Outcome:
    """Return how the cycle of the mission ended."""
    if answer.outcome is None:
        raise MissionFailedError(f"The mission was not taken for one: {answer.text}")
    return answer.outcome


def _call(loaded: Loaded, what: str, as_json: bool) -> Any:
    note(f"\n{what}: {_CALL}")
    with _connected(loaded) as client:
        begun = time.perf_counter()
        answer = client.request(SendMessage(_SELECTOR, learn=False))
        return _told(answer.value, answer.model_calls, begun, as_json)


def _told(value: Any, calls: int, begun: float, as_json: bool) -> Any:
    """Tell what a call gave, and return it; with --json it is printed in the end."""
    spent = (time.perf_counter() - begun) * 1000
    if not as_json:
        print_json(value)
    note(f"({counted(calls, 'model call') if calls else 'no model call'}, {spent:.1f} ms)")
    return value


# -- beside a system that runs ---------------------------------------------------------------------


def _visit_apart(loaded: Loaded, as_json: bool) -> list[Any]:
    """Take the tour with an image of its own, in this process."""
    with tempfile.TemporaryDirectory(prefix="batos-tour-") as folder:
        apart = _apart(loaded, Path(folder))
        with _opened(apart) as image:
            note(f"\n> {_MISSION}")
            with CycleProgress() as progress:
                answer = image.ask(_MISSION, approve="auto", listener=progress.show)
            outcome = _learned(answer)
            if not outcome.complete:
                raise failure(outcome)
            note(f"Learned {answer.text}.")
            values = [_call_apart(image, "Calling it again", as_json)]
        note("\nClosing the image and opening it again…")
        with _opened(apart) as image:
            return [*values, _call_apart(image, "Calling it once more, from the image", as_json)]


def _apart(loaded: Loaded, folder: Path) -> Loaded:
    """Return the configuration with everything that is written in a folder of its own."""
    paths = replace(
        loaded.paths,
        data_dir=folder / "data",
        state_dir=folder / "state",
        runtime_dir=folder / "run",
    )
    paths.make()
    # What is said of the user's own image does not hold for one that is thrown away.
    own = {"image": ImageConfig(), "approval": ApprovalConfig()}
    return replace(loaded, paths=paths, config=loaded.config.model_copy(update=own))


def _opened(loaded: Loaded) -> LivingImage:
    from batos.living import LivingImage

    return LivingImage.open(loaded=loaded)


def _call_apart(image: LivingImage, what: str, as_json: bool) -> Any:
    note(f"\n{what}: {_CALL}")
    begun = time.perf_counter()
    delivery = image.deliver("genesis", _SELECTOR, learn=False)
    return _told(delivery.value, delivery.model_calls, begun, as_json)
