"""The version of BAT OS, for every room that has to say it."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
