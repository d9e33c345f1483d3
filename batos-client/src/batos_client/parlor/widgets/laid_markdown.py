"""Markdown as one piece of content: no widget for each of its blocks, laid out once a width."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.syntax import Syntax
from rich.text import Text
from rich.theme import Theme
from textual._context import active_app
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from batos.cli.terminal.output import printable

__all__ = ["LaidMarkdown"]

_THEME = Theme(
    {
        "markdown.code": "bold cyan",
        "markdown.code_block": "cyan",
        "markdown.block_quote": "italic",
        "markdown.h1": "bold underline",
        "markdown.h2": "bold underline",
        "markdown.h3": "bold",
        "markdown.h4": "bold italic",
        "markdown.item.bullet": "bold",
    }
)
"""Colours by the names that a terminal gives them, so that each theme of the screen has its own."""


class _Heading(Heading):
    """A heading at the left, as everything else that is said."""

    LEVEL_ALIGN: ClassVar = {f"h{level}": "left" for level in range(1, 7)}


class _Code(CodeBlock):
    """Code without blank lines around it beside those that are around every paragraph."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = str(self.text).rstrip()
        yield Syntax(code, self.lexer_name, theme=self.theme, word_wrap=True, padding=(0, 1))


class _Markdown(Markdown):
    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Code,
        "code_block": _Code,
    }


class LaidMarkdown(Visual):
    """A Markdown text that is shown as it is meant.

    Args:
        text: It. Where a link goes to is shown, since nobody vouches for it.
    """

    def __init__(self, text: str) -> None:
        self._markdown = _Markdown(text, code_theme="ansi_dark", hyperlinks=False)
        self._laid = (-1, Content(""))

    def at(self, width: int) -> Content:
        """Return it as it is laid out at a width in cells."""
        if self._laid[0] != width:
            self._laid = (width, self._laid_out(max(width, 1)))
        return self._laid[1]

    def _laid_out(self, width: int) -> Content:
        app = active_app.get()
        options = app.console_options.update(width=width, height=None, highlight=False)
        with app.console.use_theme(_THEME):
            lines = app.console.render_lines(self._markdown, options, pad=False)
            texts = [
                Text.assemble(*((printable(part.text), part.style or "") for part in line))
                for line in lines
            ]
            for text in texts:
                text.rstrip()
            return Content.from_rich_text(Text("\n").join(texts), app.console)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width that it takes, as :class:`textual.visual.Visual` says."""
        return self.at(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines that it takes, as :class:`textual.visual.Visual` says."""
        return self.at(width).get_height(rules, width)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw it, as :class:`textual.visual.Visual` says."""
        return self.at(width).render_strips(width, height, style, options)
