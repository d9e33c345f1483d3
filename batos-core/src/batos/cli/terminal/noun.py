"""Groups of commands about one noun."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["NounGroup"]


class NounGroup(click.Group):
    """A group that carries out one of its commands where none is named.

    The options of the group, such as ``--json``, are options of that command as well.

    Args:
        verb: That command.
        settings: As of any group.
    """

    def __init__(self, *, verb: str = "list", **settings: Any) -> None:
        super().__init__(**{**settings, "invoke_without_command": True, "callback": self._bare})
        self.verb = verb

    def _bare(self, **given: Any) -> Any:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            return context.invoke(self.commands[self.verb], **given)
        return None
