"""What one voice says, shown piece by piece."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.color import Color, ColorParseError
from textual.containers import Vertical
from textual.content import Content
from textual.selection import Selection
from textual.widgets import Label, Static

from batos.cli.terminal.output import printable
from batos_client.parlor.model.speech import Speech, whole_until
from batos_client.parlor.widgets.laid_markdown import LaidMarkdown

__all__ = ["SpeechView"]

_TINTS = 6
"""Colours of the screen's theme for those who bring none."""
_BLOCK = 600
"""Letters of Markdown that are laid out anew, at most, when a paragraph is whole."""


class SpeechView(Vertical):
    """One voice, with its name and its colour.

    A paragraph is plain while it comes, and Markdown once it is whole: however long a speech is, a
    piece of it costs the drawing of one paragraph.

    Args:
        speech: What it says.
        colours: The colours of the personas, by their names.
    """

    def __init__(self, speech: Speech, colours: Mapping[str, str]) -> None:
        super().__init__(classes="speech")
        self.speech = speech
        self._colours = colours
        self._who = Label(classes="who", markup=False)
        self._live = Static(classes="piece", markup=False)
        self._block: _Block | None = None
        self._whole = 0
        self._edition = speech.edition

    def compose(self) -> ComposeResult:
        """Return the name, and where the text comes."""
        yield self._who
        yield self._live

    async def sync(self, *, is_over: bool) -> None:
        """Show what is new; what is there already stays as it was laid out.

        Args:
            is_over: Whether nothing more comes.
        """
        speech, text = self.speech, self.speech.text
        if self._edition != speech.edition:
            self._edition, self._whole, self._block = speech.edition, 0, None
            await self.query(_Block).remove()
        self._tell_who()
        end = len(text) if is_over else whole_until(text, self._whole)
        if text[self._whole : end].strip():
            await self._lay(end)
        self._whole = end
        self._tell_live(text[end:].strip("\n"))

    def _tell_who(self) -> None:
        name = self.speech.who
        self._who.display = bool(name)
        if name.upper() == self._who.content:
            return
        self._who.update(name.upper())
        # One that is not from here, or has no colour that there is, has one by its place.
        place = list(self._colours).index(name) if name in self._colours else -1
        for tint in range(_TINTS):
            self.set_class(tint == place % _TINTS, f"-tint-{tint}")
        try:
            colour = Color.parse(self._colours.get(name, ""))
        except ColorParseError:
            return
        self.styles.border_left = ("thick", colour)
        self._who.styles.color = colour

    async def _lay(self, end: int) -> None:
        """Lay out as Markdown what is whole now, together with what stands before it."""
        if self._block is None or self._whole - self._block.begins > _BLOCK:
            is_first = self._block is None
            self._block = _Block(self._whole, classes="piece" if is_first else "piece -further")
            await self.mount(self._block, before=self._live)
        self._block.lay(printable(self.speech.text[self._block.begins : end].strip("\n")))

    def _tell_live(self, text: str) -> None:
        live = self._live
        shown = Content(printable(text))
        is_shown = bool(text)
        # The screen is laid out anew for a further line only, not for each further word.
        moves = is_shown != live.display or not live.size.width
        if is_shown and not moves:
            moves = shown.get_height({}, live.size.width) != live.size.height
        live.display = is_shown
        live.set_class(self._block is not None, "-further")
        live.update(shown, layout=moves)


class _Block(Static):
    """A part of a speech, as Markdown.

    Args:
        begins: Where in the speech it begins.
        classes: As for every widget.
    """

    def __init__(self, begins: int, classes: str) -> None:
        super().__init__(classes=classes, markup=False)
        self.begins = begins
        self._markdown = LaidMarkdown("")

    def lay(self, text: str) -> None:
        """Show a text."""
        self._markdown = LaidMarkdown(text)
        self.update(self._markdown)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected of it, as it stands on the screen."""
        return selection.extract(str(self._markdown.at(self.content_size.width))), "\n"
