"""Numbers with their nouns."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 object``, ``0 objects``, ``2 entries``.

    Args:
        number: How many.
        noun: What one of them is called; it may hold a verb, such as ``object is``.
        plural: What several are called; the noun with an s when left out.
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"
