"""What the person is asked, and the keys that answer it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.highlight import highlight
from textual.message import Message
from textual.widgets import Static

from batos.cli.objects.objects import example_line
from batos.cli.terminal.output import printable, sentence
from batos_client.parlor.model.pending import Asked, Confirmation, Decision, Pending

__all__ = ["PendingPanel", "panel_of"]

_CALM_S = 0.6
"""Seconds after it appeared in which no key answers."""

_FITTING: Mapping[type[Pending], Sequence[str]] = {
    Asked: ("other", "unknown", "later"),
    Decision: ("yes", "no", "run", "edit", "later"),
    Confirmation: ("yes", "no", "later"),
}
"""The words that answer what is asked."""
_COLOURS = {"+": "$text-success", "-": "$text-error", "@": "$text-primary"}


class PendingPanel(Static, can_focus=True):
    """A question, a change or a command; keys answer it while it has the focus.

    Args:
        pending: What is asked.
        number: Number of the turn.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(key), f"choose({key})", str(key), show=False) for key in range(1, 10)),
        Binding("y", "word('yes')", "yes", show=False),
        Binding("n", "word('no')", "no", show=False),
        Binding("o", "word('other')", "another answer", show=False),
        Binding("d", "word('unknown')", "don't know", show=False),
        Binding("r", "word('run')", "run", show=False),
        Binding("e", "word('edit')", "edit", show=False),
        Binding("l", "word('later')", "later", show=False),
    ]

    @dataclass
    class Appeared(Message):
        """Something is asked.

        Attributes:
            panel: What asks it.
        """

        panel: PendingPanel

    @dataclass
    class Answered(Message):
        """A key was pressed.

        Attributes:
            number: Number of the turn.
            word: ``yes``, ``no``, ``run``, ``edit``, ``other``, ``unknown`` or ``later``; empty for
                a choice.
            choice: Index of the choice, from 0.
        """

        number: int
        word: str = ""
        choice: int = -1

    def __init__(self, pending: Pending, number: int) -> None:
        super().__init__(panel_of(pending), classes="pending", markup=False)
        self._from = 0.0
        self.pending = pending
        self.number = number

    def on_mount(self) -> None:
        """Say that something is asked."""
        self._from = time.monotonic() + _CALM_S
        self.post_message(self.Appeared(self))

    def _answer(self, word: str = "", choice: int = -1) -> None:
        """Answer, unless the key may have been meant for a line that was just being begun."""
        if time.monotonic() >= self._from:
            self.post_message(self.Answered(self.number, word, choice))

    def action_choose(self, key: int) -> None:
        """Take one of the answers."""
        if isinstance(self.pending, Asked) and key <= len(self.pending.question.choices):
            self._answer(choice=key - 1)

    def action_word(self, word: str) -> None:
        """Take a word that fits what is asked."""
        if word in _FITTING[type(self.pending)]:
            self._answer(word)
        elif word == "no":  # none of these
            self._answer("other")


def panel_of(pending: Pending) -> Content:
    """Return what is asked, and which keys answer it."""
    match pending:
        case Asked():
            lines = list(_question(pending))
        case Decision():
            lines = list(_decision(pending))
        case Confirmation(text):
            lines = [
                Content.assemble((sentence(text), "bold")),
                _keys(("y", "do that"), ("n", "do nothing"), ("l", "later")),
            ]
    return Content("\n").join(lines)


def _question(asked: Asked) -> Iterator[Content]:
    yield Content.assemble((printable(asked.question.wording()), "bold"))
    for number, choice in enumerate(asked.question.choices, 1):
        votes = f"  ({choice.votes} candidates)" if choice.votes > 1 else ""
        yield Content.assemble(
            (f"  {number}  ", "$text-accent"), printable(choice.wording()), (votes, "$text-muted")
        )
    yield _keys(("1…", "that one"), ("o", "another answer"), ("d", "don't know"), ("l", "later"))


def _decision(decision: Decision) -> Iterator[Content]:
    change = decision.change
    if change is None:
        yield Content(f"A change waits for your word (id {decision.cycle}).")
    else:
        yield Content.assemble((printable(f"{change['address']}{change['signature']}"), "bold"))
        if change["previous"] is not None and change["diff"]:
            for line in printable(change["diff"]).splitlines():
                yield Content.assemble((f"  {line}", _COLOURS.get(line[:1], "")))
        else:
            code = highlight(printable(change["source"].rstrip()), language="python")
            yield from (Content("  ") + line for line in code.split("\n"))
        for example in change["examples"]:
            line = printable(example_line(change["selector"], example))
            yield Content.assemble((f"  {line}", "$text-muted"))
        if change["stale"]:
            yield Content.assemble((f"  {sentence(change['stale'])}", "$text-warning"))
    yield _keys(
        ("y", "install it"), ("n", "refuse it"), ("r", "run it"), ("e", "edit it"), ("l", "later")
    )


def _keys(*keys: tuple[str, str]) -> Content:
    parts = [Content.assemble((key, "bold $text-accent"), f" {what}") for key, what in keys]
    return Content("   ").join(parts)
