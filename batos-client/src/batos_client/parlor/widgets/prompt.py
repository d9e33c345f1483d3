"""Where the person types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from batos_client.parlor.recall import Recall

__all__ = ["Prompt"]


class Prompt(TextArea):
    """An editor of a line or of several: Enter sends, Ctrl-J begins a further line.

    Args:
        recall: What was typed before.

    Attributes:
        commands: What Tab completes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,shift+enter,alt+enter", "further_line", "new line", show=False),
        Binding("tab", "complete", "complete", show=False),
    ]

    @dataclass
    class Sent(Message):
        """A line was typed.

        Attributes:
            text: It, without blanks around it.
        """

        text: str

    def __init__(self, recall: Recall) -> None:
        super().__init__(
            id="prompt",
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            placeholder="Say what you want; / for commands, Esc stops",
        )
        self._recall = recall
        self.commands: Sequence[str] = ()

    async def _on_key(self, event: events.Key) -> None:
        # In its turn: a binding with priority would overtake letters that still wait.
        if event.key != "enter":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        text = self.text.strip()
        if text:
            self._recall.add(text)
            self.clear()  # at once: what is typed from now on is the next line
            self.post_message(self.Sent(text))

    def begin(self, words: str) -> None:
        """Put words before what is being typed."""
        self.put(f"{words}{self.text}")

    def give_back(self, text: str) -> None:
        """Put back what nobody could take, before what was typed since."""
        self.put(f"{text} {self.text}".rstrip())

    def put(self, text: str) -> None:
        """Put a text in, with the cursor behind it."""
        self.text = text
        self.move_cursor(self.document.end)
        self.focus()

    def action_further_line(self) -> None:
        """Begin a further line."""
        self.insert("\n")

    def action_complete(self) -> None:
        """Complete a command, or go on to the next widget."""
        fitting = [each for each in self.commands if each.startswith(self.text)]
        if not self.text.startswith("/") or " " in self.text or not fitting:
            self.screen.focus_next()
            return
        common = fitting[0]
        for each in fitting:
            while not each.startswith(common):
                common = common[:-1]
        self.put(f"{common} " if len(fitting) == 1 else common)
        if len(fitting) > 1:
            self.notify("  ".join(fitting[:20]), title="Commands", timeout=4)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; from the first line to what was typed before."""
        if self.cursor_location[0] == 0 and not select:
            self.put(self._recall.step(-1, self.text))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down; from the last line to what was typed after it."""
        if self.cursor_location[0] == self.document.line_count - 1 and not select:
            self.put(self._recall.step(1, self.text))
        else:
            super().action_cursor_down(select)

    async def _on_paste(self, event: events.Paste) -> None:
        # Taken as one edit, whatever line ends are in it: a paste sends nothing.
        event.prevent_default()
        event.stop()
        self.insert(event.text.replace("\r\n", "\n").replace("\r", "\n"))
