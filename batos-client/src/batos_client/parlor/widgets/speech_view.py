"""What one voice says, rendered piece by piece."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, Markdown

from batos.cli.terminal.output import printable
from batos_client.parlor.model.speech import Speech

__all__ = ["SpeechView"]


class SpeechView(Vertical):
    """One voice, with its name and its colour.

    What has come since the last time is appended, so that only the last block of the Markdown is
    parsed again, however long the speech is.

    Args:
        speech: What it says.
    """

    def __init__(self, speech: Speech) -> None:
        super().__init__(classes=f"speech -{speech.who or 'system'}")
        self.speech = speech
        self._who = speech.who
        self._edition = speech.edition
        self._shown = len(speech.text)
        self._in_pieces = False

    def compose(self) -> ComposeResult:
        """Return the name and the text."""
        if self._who:
            yield Label(self._who.upper(), classes="who", markup=False)
        yield Markdown(printable(self.speech.text), open_links=False)

    async def sync(self, *, is_over: bool) -> None:
        """Show what is new; what is there already stays as it was laid out.

        Args:
            is_over: Whether nothing more comes.
        """
        text, markdown = self.speech.text, self.query_one(Markdown)
        # What follows a fence that came in pieces is laid out twice (textual 8.2).
        is_torn = is_over and self._in_pieces and "```" in text
        if self._edition != self.speech.edition or is_torn:
            if self._who != self.speech.who:
                self.remove_class(f"-{self._who or 'system'}").add_class(f"-{self.speech.who}")
                self._who = self.speech.who
                await self._rename()
            self._edition, self._in_pieces = self.speech.edition, False
            await markdown.update(printable(text))
        elif len(text) > self._shown:
            self._in_pieces = True
            await markdown.append(printable(text[self._shown :]))
        self._shown = len(text)

    async def _rename(self) -> None:
        for label in self.query(Label):
            label.update(self._who.upper())
            return
        if self._who:
            await self.mount(Label(self._who.upper(), classes="who", markup=False), before=0)
