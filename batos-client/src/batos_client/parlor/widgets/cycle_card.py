"""The card of a cognitive cycle: its states, its candidates, its verdict, how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

from batos.cli.terminal.output import printable, sentence
from batos.counting import counted
from batos.learning.model.trust import trust_line
from batos_client.parlor.model.cycle import CycleView

__all__ = ["CycleCard", "card_of"]

_LAST = 3
"""States and facts that are shown while a cycle runs; once it is over none are."""


class CycleCard(Static):
    """One cycle, drawn anew with each of its events.

    Args:
        view: It.
    """

    def __init__(self, view: CycleView) -> None:
        super().__init__(card_of(view), classes="cycle", markup=False)
        self.view = view
        self.is_open = False
        self._revision = view.revision

    def sync(self) -> None:
        """Show what is new."""
        if self._revision != self.view.revision:
            self._revision = self.view.revision
            self.redraw()

    def redraw(self) -> None:
        """Draw it, with all that was told where it is open."""
        self.update(card_of(self.view, is_open=self.is_open))

    def on_click(self) -> None:
        """Open or close it."""
        self.is_open = not self.is_open
        self.redraw()


def card_of(view: CycleView, *, is_open: bool = False) -> Content:
    """Return a cycle as it is shown.

    Args:
        view: It.
        is_open: Whether all that it has told is shown.
    """
    lines = [_title(view)]
    is_over = bool(view.outcome)
    if is_open or not is_over:
        lines += _states(view, is_open)
        lines += [
            Content.assemble((f"  {name:<9} ", "$text-muted"), sentence(text))
            for name, text in (view.facts if is_open else view.facts[-_LAST:])
        ]
    lines += _candidates(view, is_open or not is_over)
    if view.verdict and (is_open or not is_over or not view.accepted):
        style = "$text-success" if view.accepted else "$text-warning"
        lines.append(
            Content.assemble(("  verdict   ", "$text-muted"), (_first(view.verdict), style))
        )
    if view.source and view.state != "WAITING":  # else it is shown where it is asked about
        code = highlight(printable(view.source.rstrip()), language="python")
        lines += [Content("  ") + line for line in code.split("\n")]
    if is_over:
        lines += _ending(view)
    return Content("\n").join(lines)


def _title(view: CycleView) -> Content:
    what = sentence(view.address or view.mission)
    mark, style = {
        "COMPLETE": ("●", "$text-success"),
        "FAILED": ("●", "$text-error"),
        "WAITING": ("◐", "$text-warning"),
    }.get(view.state, ("◌", "$text-primary"))
    return Content.assemble(
        (f"{mark} ", style),
        (what, "bold"),
        (f"  {view.state}".rstrip(), style),
        (f"  {view.elapsed:.1f} s" if view.elapsed else "", "$text-muted"),
    )


def _states(view: CycleView, is_open: bool) -> Iterator[Content]:
    for passed in view.states if is_open else view.states[-_LAST:]:
        yield Content.assemble(
            (f"  {passed.at:6.2f}s ", "$text-muted"),
            (f"{passed.state:<13}", "$text-primary"),
            f"{passed.persona.upper():<7}",
            (sentence(passed.text), "$text-muted"),
        )


def _candidates(view: CycleView, is_shown: bool) -> Iterator[Content]:
    if not view.candidates or not is_shown:
        return
    out = [each for each in view.candidates if each.problem]
    text = counted(len(view.candidates), "candidate")
    yield Content.assemble(
        ("  written   ", "$text-muted"), text, f", {len(out)} of them refused" if out else ""
    )
    for each in out[-_LAST:]:
        yield Content.assemble(
            ("  refused   ", "$text-muted"), (_first(each.problem), "$text-warning")
        )


def _ending(view: CycleView) -> Iterator[Content]:
    told = view.outcome
    calls = int(told.get("model_calls", 0))
    parts = [
        str(told.get("origin", "")),
        counted(calls, "model call") if calls else "no model call",
    ]
    if line := trust_line(str(told.get("trust", "")), told.get("confidence")):
        parts.insert(0, line)
    yield Content.assemble(("  " + ", ".join(part for part in parts if part), "$text-muted"))
    if reason := str(told.get("reason", "")):
        yield Content.assemble(("  ", ""), (_first(reason), "$text-warning"))


def _first(text: str) -> str:
    lines = text.strip().splitlines()
    return sentence(lines[0].removeprefix("- ")) if lines else ""
