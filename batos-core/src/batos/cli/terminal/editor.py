"""The person's own editor."""

from __future__ import annotations

from pathlib import Path

import click

from batos.errors import UsageError

__all__ = ["edit_file", "edited"]

_HINT = "Set EDITOR, or give the text with --file."


def edited(source: str) -> str | None:
    """Return the text that a person has made of another; None where it was not changed.

    Raises:
        UsageError: The editor cannot be used.
    """
    try:
        return click.edit(source, extension=".py")
    except click.ClickException as error:
        raise _unusable(error) from None


def edit_file(path: Path) -> str:
    """Let a person edit a file; return what stands in it afterwards.

    Raises:
        UsageError: The editor cannot be used, or what it has left is no text.
    """
    try:
        click.edit(filename=str(path))
        return path.read_text("utf-8-sig")
    except click.ClickException as error:
        raise _unusable(error) from None
    except UnicodeError:
        raise UsageError(f"The file {str(path)!r} is not valid text (UTF-8).") from None


def _unusable(error: click.ClickException) -> UsageError:
    return UsageError(f"The editor cannot be used: {error.message}", hint=_HINT)
