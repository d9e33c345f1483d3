"""What a model takes of the memory, measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from batos.inference.availability import graphics_memory
from batos.inference.backend import Backend, FileBackend

__all__ = ["Footprint", "SizedBackend", "in_use", "least_of"]


@dataclass(frozen=True)
class Footprint:
    """Bytes of memory.

    Attributes:
        ram: Of the machine.
        vram: Of its graphics cards.

    Example:
        >>> Footprint(5, 2) - Footprint(3, 4)
        Footprint(ram=2, vram=0)
    """

    ram: int = 0
    vram: int = 0

    def __add__(self, other: Footprint) -> Footprint:
        return Footprint(self.ram + other.ram, self.vram + other.vram)

    def __sub__(self, other: Footprint) -> Footprint:
        return Footprint(max(self.ram - other.ram, 0), max(self.vram - other.vram, 0))

    def __or__(self, other: Footprint) -> Footprint:
        """Return the larger of each kind."""
        return Footprint(max(self.ram, other.ram), max(self.vram, other.vram))

    def __bool__(self) -> bool:
        return bool(self.ram or self.vram)

    def shares(self, other: Footprint) -> bool:
        """Return whether both take of one kind of memory."""
        return bool((self.ram and other.ram) or (self.vram and other.vram))


@runtime_checkable
class SizedBackend(Protocol):
    """A backend that knows what its model takes."""

    def footprint(self) -> Footprint:
        """Return what the model takes; before it is loaded, what it will take at least."""


def in_use() -> Footprint:
    """Return what this process takes of the machine, and everybody of its graphics cards."""
    import psutil

    return Footprint(int(psutil.Process().memory_info().rss), graphics_memory().used)


def least_of(backend: Backend) -> Footprint:
    """Return what a model takes at least, by its backend's word or by its files.

    What no file of this machine holds, such as a model of a server, takes nothing here.
    """
    if isinstance(backend, SizedBackend):
        return backend.footprint()
    if not isinstance(backend, FileBackend):
        return Footprint()
    return Footprint(ram=_size(backend.model_file()))


def _size(path: Path) -> int:
    try:
        files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
        return sum(each.stat().st_size for each in files)
    except OSError:
        return 0  # it is missing, which loading it will tell
