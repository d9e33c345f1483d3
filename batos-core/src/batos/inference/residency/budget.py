"""How much memory the models of a process may take together."""

from __future__ import annotations

from dataclasses import dataclass

from batos.errors import BackendError
from batos.inference.availability import free_memory, graphics_memory
from batos.inference.residency.footprint import Footprint

__all__ = ["Budget"]


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Bytes that models may take together.

    Attributes:
        ram: Of the machine's memory; None for as much as is free whenever one is loaded.
        vram: Of its graphics cards'; None as for ``ram``.
    """

    ram: int | None = None
    vram: int | None = None

    def missing(self, needed: Footprint, taken: Footprint) -> Footprint:
        """Return how much too little there is.

        Args:
            needed: What is still to be taken.
            taken: What models take already.
        """
        whole = taken + needed
        ram = needed.ram - free_memory() if self.ram is None else whole.ram - self.ram
        vram = whole.vram - self.vram if self.vram is not None else _over_cards(needed.vram)
        return Footprint(
            max(ram, 0) if needed.ram or self.ram is not None else 0,
            max(vram, 0) if needed.vram or self.vram is not None else 0,
        )

    def check(self, model: str, needed: Footprint) -> None:
        """Refuse a model that has no room even alone.

        What is free when nobody has set a budget may be more in a moment: that refuses nothing.

        Raises:
            BackendError: It takes more than the budget.
        """
        for kind, wanted, most, setting in (
            ("memory", needed.ram, self.ram, "memory_mb"),
            ("graphics memory", needed.vram, self.vram, "gpu_memory_mb"),
        ):
            if most is not None and wanted > most:
                raise BackendError(
                    f"The model {model!r} takes {_mb(wanted)} of {kind}, and models may take "
                    f"{_mb(most)}.",
                    hint=f"Raise inference.{setting}, or take a smaller model.",
                )


def _over_cards(needed: int) -> int:
    cards = graphics_memory()
    return needed - cards.free if cards.free or cards.used else 0


def _mb(size: int) -> str:
    return f"{size / (1 << 20):.0f} MiB"
