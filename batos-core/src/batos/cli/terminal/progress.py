"""Showing how work goes, while it goes, on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import msgspec

from batos.cli.terminal.layout import clipped
from batos.cli.terminal.output import fitted, note, printable, sentence
from batos.cli.terminal.spinner import Spinning
from batos.counting import counted
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.inference import Swapped
from batos.wire.messages.methods import MethodProgress

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["CycleProgress", "StartProgress", "TestProgress", "shown_swap"]

_ORIGINS = {
    "known": "it was understood already",
    "delegated": "a proven method was delegated",
    "adapted": "a proven method was adapted",
    "combined": "proven methods were combined",
    "discussed": "the personas discussed it",
    "written": "the model wrote it",
    "repaired": "the model wrote it and mended it",
    "edited": "a person edited it",
}
_INDENT = " " * 10


class StartProgress:
    """Prints what a start does, in words for a person."""

    def __init__(self) -> None:
        self._told = ""

    def __call__(self, text: str) -> None:
        """Take what the kernel says it is waiting for, such as ``image: opening the image``."""
        _, _, what = text.partition(": ")
        kind, _, detail = what.partition(": ")
        line = f"Awakening: {detail}" if kind == "genesis" else f"{what[:1].upper()}{what[1:]}…"
        # A worker that has only just been started has nothing to tell yet.
        if what and what not in ("starting", "ready") and line != self._told:
            self._told = line
            note(line)


class _Clock:
    """What runs now and for how long, made anew at each turn of the spinner."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.since = time.monotonic()

    def __rich__(self) -> Text:
        from rich.text import Text

        seconds = time.monotonic() - self.since
        return Text(f"{self.text} {seconds:.0f} s" if seconds >= 1 else self.text)


class CycleProgress(Spinning):
    """Prints the events of cycles: a line a state, the code, the verdict.

    On a terminal a spinner with the running state and its seconds stands below.

    Args:
        quiet: Print nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        from rich.console import Console

        self._quiet = quiet
        self._console = Console(
            file=sys.stderr, highlight=False, soft_wrap=True, emoji=False, markup=False
        )

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._status = self._console.status(_Clock("waiting for the kernel…"))
            self._status.start()
        return self

    def __call__(self, kind: str, body: Mapping[str, Any]) -> None:
        """Show an event of the wire."""
        if kind.startswith("job."):
            self._on_waiting(body)
        elif kind == CycleEvent.TYPE:
            self.show(msgspec.convert(body, CycleEvent))
        elif kind == Swapped.TYPE and not self._quiet:
            self._on_swap(msgspec.convert(body, Swapped))

    def show(self, event: CycleEvent) -> None:
        """Show an event of a cycle, or of a talk."""
        show = getattr(self, f"_on_{event.kind.replace('.', '_')}", None)
        if show is not None and not self._quiet:
            show(event)

    def _spin(self, text: str) -> None:
        if self._status is not None:
            self._status.update(_Clock(printable(text)))

    def _line(self, text: str, style: str = "", *, hang: int = 0) -> None:
        self._console.print(fitted(printable(text), sys.stderr, hang=hang), style=style or None)

    def _fact(self, name: str, text: str, style: str = "") -> None:
        """Print a line that belongs to the state above it."""
        self._line(f"        {name:<9} {sentence(text)}".rstrip(), style, hang=18)

    def _on_waiting(self, body: Mapping[str, Any]) -> None:
        worker = body.get("for")
        text = str(body.get("text") or body.get("state") or body.get("reason") or "")
        self._spin(f"waiting for the {worker} worker: {text}" if worker else text or "waiting…")

    def _on_swap(self, swap: Swapped) -> None:
        self._fact("model", shown_swap(swap))

    def _on_talk_reading(self, _event: CycleEvent) -> None:
        self._spin("reading what you mean…")

    def _on_talk_persona(self, event: CycleEvent) -> None:
        self._spin(f"{event.text.upper()} is thinking…")

    def _on_cycle_started(self, event: CycleEvent) -> None:
        self._line(f"Mission: {event.text}", "bold")

    def _on_cycle_resumed(self, event: CycleEvent) -> None:
        self._line(f"Going on: {event.text}", "bold")

    def _on_cycle_state(self, event: CycleEvent) -> None:
        from rich.text import Text

        state = event.state
        line = Text()
        line.append(f"{event.elapsed:6.2f}s ", "dim")
        line.append(f"{state:<13}", "cyan")
        line.append(f"{str(event.data.get('persona', '')).upper():<6} ")
        text = sentence(event.text)
        if self._console.is_terminal:
            # The purpose of a state gives way; a second line would drown the states.
            text = clipped(text, self._console.width - line.cell_len)
        line.append(text, "dim")
        line.rstrip()
        self._console.print(line)
        self._spin(f"{state.lower()}…")

    def _on_cycle_contract(self, event: CycleEvent) -> None:
        self._fact("contract", event.text)

    def _on_cycle_standing(self, event: CycleEvent) -> None:
        self._fact("there", event.text)

    def _on_cycle_memory(self, event: CycleEvent) -> None:
        self._fact("memory", event.text)

    def _on_cycle_voice(self, event: CycleEvent) -> None:
        self._fact("voice", event.text, "yellow" if event.data.get("left_out") else "")

    def _on_cycle_code(self, event: CycleEvent) -> None:
        problem = str(event.data.get("problem", ""))
        if problem:
            self._fact("refused", _first_line(problem), "yellow")

    def _on_cycle_verdict(self, event: CycleEvent) -> None:
        accepted = bool(event.data.get("accepted"))
        text = _first_line(event.text)
        self._fact("verdict", text, "green" if accepted else "yellow")
        if accepted and event.data.get("source"):
            self._show_code(printable(str(event.data["source"]).rstrip()))

    def _on_cycle_judge(self, event: CycleEvent) -> None:
        self._fact("judge", event.text)

    def _on_cycle_question(self, event: CycleEvent) -> None:
        self._fact("question", event.text)

    def _on_cycle_finished(self, event: CycleEvent) -> None:
        data = event.data
        calls = int(data.get("model_calls", 0))
        parts = [
            counted(calls, "model call") if calls else "no model call",
            f"{float(data.get('seconds', 0.0)):.1f} s",
            _ORIGINS.get(str(data.get("origin", "")), ""),
        ]
        self._fact("done", ", ".join(part for part in parts if part), "dim")

    def _show_code(self, source: str) -> None:
        if not self._console.is_terminal:
            for line in source.splitlines():
                self._line(f"{_INDENT}{line}".rstrip())
            return
        from rich.padding import Padding
        from rich.syntax import Syntax

        code = Syntax(source, "python", background_color="default", word_wrap=True)
        self._console.print(Padding(code, (0, 0, 0, len(_INDENT))))


class TestProgress(CycleProgress):
    """Tells on a terminal which method is being tested."""

    def __call__(self, kind: str, body: Mapping[str, Any]) -> None:
        """Show an event of the wire."""
        if kind == MethodProgress.TYPE:
            self._spin(
                f"{body.get('address')}, {int(body.get('done', 0)) + 1} of {body.get('of')}…"
            )
        else:
            super().__call__(kind, body)


def _first_line(text: str) -> str:
    """Return the first of several lines, without the dash of a list."""
    lines = text.strip().splitlines()
    return lines[0].removeprefix("- ") if lines else ""


def shown_swap(swap: Swapped) -> str:
    """Return a swap of models in words."""
    left = " and ".join(swap.left)
    if swap.problem:
        return f"{left} made room for {swap.loaded}, which is not there after all: {swap.problem}"
    return f"{swap.loaded} was loaded in {swap.seconds:.1f} s; {left} made room"
