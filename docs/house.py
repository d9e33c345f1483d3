"""The picture of the house: the rooms of the core, drawn from what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

__all__ = ["house_picture", "rooms_table"]

_PACKAGE = "batos"
_LEFT_OUT = frozenset({f"{_PACKAGE}.__main__", f"{_PACKAGE}.counting", f"{_PACKAGE}.version"})
"""What is too small to be a room."""


def house_picture() -> str:
    """Return the rooms and who imports whom, as a Mermaid diagram, the lowest at the bottom.

    An arrow that follows from others is left out.
    """
    needs = _needs()
    lines = ["```mermaid", "flowchart TD"]
    for room in needs:
        lines += [f"    {_short(room)} --> {_short(each)}" for each in _direct(room, needs)]
    return "\n".join([*lines, "```"])


def rooms_table(source: Path) -> Iterator[tuple[str, ...]]:
    """Yield each room, the highest first: its name, and what it holds.

    Args:
        source: The folder of the package.
    """
    needs = _needs()
    for room in sorted(needs, key=lambda each: (-len(_all(each, needs)), each)):
        place = source / _short(room)
        is_package = place.is_dir()
        text = (place / "__init__.py" if is_package else place.with_suffix(".py")).read_text(
            "utf-8"
        )
        said = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
        yield f"`{_short(room)}`", said


def _needs() -> dict[str, set[str]]:
    """Return what each room imports, types included."""
    graph = grimp.build_graph(_PACKAGE, cache_dir=None)
    rooms = sorted(set(graph.find_children(_PACKAGE)) - _LEFT_OUT)
    for room in rooms:
        graph.squash_module(room)
    return {
        room: graph.find_modules_directly_imported_by(room) & {*rooms} - {room} for room in rooms
    }


def _all(room: str, needs: Mapping[str, set[str]]) -> set[str]:
    """Return everything that a room needs, also what its needs need."""
    found: set[str] = set()
    left = [*needs[room]]
    while left:
        each = left.pop()
        if each not in found:
            found.add(each)
            left += needs[each]
    return found


def _direct(room: str, needs: Mapping[str, set[str]]) -> list[str]:
    """Return what a room imports and does not get by way of another one."""
    return sorted(
        each
        for each in needs[room]
        if not any(each in _all(other, needs) for other in needs[room] - {each})
    )


def _short(room: str) -> str:
    return room.rpartition(".")[2]
