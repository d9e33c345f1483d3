"""Telling of what should not have happened: the screen stays."""

from __future__ import annotations

from typing import Any

from textual.app import App

__all__ = ["tell_bug"]


def tell_bug(app: App[Any], error: BaseException | None) -> None:
    """Show a bug for as long as it takes to read and report it."""
    app.notify(
        f"{type(error).__name__}: {error}",
        title="This is a bug in BAT OS; please report it.",
        severity="error",
        timeout=30,
        markup=False,
    )
