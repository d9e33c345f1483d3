"""Showing how a cycle goes, while it goes, on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

__all__ = ["CycleProgress"]

_PERSONAS = {
    "DECOMPOSING": "BRICK",
    "DELEGATING": "BABS",
    "SYNTHESIZING": "BRICK",
    "VALIDATING": "ALFRED",
}


class CycleProgress:
    """Prints the events of cycles: a line a state, the code, the verdict.

    On a terminal a spinner with the running state and the seconds stands below.

    Args:
        quiet: Print nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        from rich.console import Console

        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Any = None
        self._started = time.monotonic()
        self._shown: set[str] = set()

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._status = self._console.status("waiting for the kernel…")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def __call__(self, kind: str, body: Mapping[str, Any]) -> None:
        """Show an event of the wire."""
        if self._quiet:
            return
        if kind.startswith("job."):
            self._spin(str(body.get("text") or body.get("reason") or "waiting…"))
            return
        name = str(body.get("kind", ""))
        show = getattr(self, f"_on_{name.replace('.', '_')}", None)
        if show is not None:
            show(body)

    def _spin(self, text: str) -> None:
        if self._status is not None:
            self._status.update(text)

    def _line(self, text: str, style: str = "") -> None:
        from rich.markup import escape

        self._console.print(escape(text), style=style or None)

    def _on_cycle_started(self, body: Mapping[str, Any]) -> None:
        self._line(f"Mission: {body.get('text', '')}", "bold")

    def _on_cycle_state(self, body: Mapping[str, Any]) -> None:
        state = str(body.get("state", ""))
        who = _PERSONAS.get(state, "")
        elapsed = float(body.get("elapsed", 0.0))
        self._console.print(f"[dim]{elapsed:6.2f}s[/dim] [cyan]{state:<13}[/cyan]{who:<7}", end="")
        self._line(str(body.get("text", "")), "dim")
        self._spin(f"{state.lower()}…")

    def _on_cycle_contract(self, body: Mapping[str, Any]) -> None:
        self._line(f"        contract  {body.get('text', '')}")

    def _on_cycle_memory(self, body: Mapping[str, Any]) -> None:
        self._line(f"        memory    {body.get('text', '')}")

    def _on_cycle_code(self, body: Mapping[str, Any]) -> None:
        data = body.get("data") or {}
        problem = str(data.get("problem", ""))
        if problem:
            self._line(f"        refused   {problem.splitlines()[0]}", "yellow")

    def _on_cycle_verdict(self, body: Mapping[str, Any]) -> None:
        data = body.get("data") or {}
        accepted = bool(data.get("accepted"))
        text = str(body.get("text", "")).splitlines() or [""]
        self._line(f"        verdict   {text[0]}", "green" if accepted else "yellow")
        if accepted and data.get("source"):
            self._show_code(str(data["source"]))

    def _on_cycle_judge(self, body: Mapping[str, Any]) -> None:
        self._line(f"        judge     {body.get('text', '')}")

    def _on_cycle_finished(self, body: Mapping[str, Any]) -> None:
        data = body.get("data") or {}
        calls = int(data.get("model_calls", 0))
        seconds = float(data.get("seconds", 0.0))
        how = {
            "delegated": "a proven method was delegated",
            "adapted": "a proven method was adapted",
            "combined": "proven methods were combined",
            "written": "the model wrote it",
            "repaired": "the model wrote it and mended it",
        }.get(str(data.get("origin", "")), "")
        parts = [f"{calls} model calls", f"{seconds:.1f} s", how]
        self._line(f"        done      {', '.join(part for part in parts if part)}", "dim")

    def _show_code(self, source: str) -> None:
        from rich.padding import Padding
        from rich.syntax import Syntax

        code = Syntax(source.rstrip(), "python", background_color="default", word_wrap=True)
        self._console.print(Padding(code, (0, 0, 0, 10)))
