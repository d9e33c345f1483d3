"""Whether a subclass of a kit has kept all of its tests."""

from __future__ import annotations

__all__ = ["check_none_dropped"]


def check_none_dropped(own: type, standard: type) -> None:
    """Look that a suite has every test of a kit as it is, or marked as failing.

    Raises:
        AssertionError: One is gone, or another one has its place.
    """
    for name in dir(standard):
        if not name.startswith("test_"):
            continue
        there = getattr(own, name, None)
        marks = [each.name for each in getattr(there, "pytestmark", ())]
        assert there is getattr(standard, name) or "xfail" in marks, f"{name} was dropped"
