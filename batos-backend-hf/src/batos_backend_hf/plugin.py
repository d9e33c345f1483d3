"""What this package gives to BAT OS: the ``hf`` backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.plugins import BackendSpec, hookimpl

if TYPE_CHECKING:
    from pathlib import Path

    from batos.inference import Availability, Backend, Progress

__all__ = ["batos_backends"]

_NOT_INSTALLED = "The libraries that run Hugging Face models are not installed."
_RANK = 20
"""Below a server that has a code model ready, above what runs anywhere."""


def _make(options: Mapping[str, object]) -> Backend:
    from batos_backend_hf.backend import HfBackend
    from batos_backend_hf.options import HfOptions

    return HfBackend(HfOptions.read(options))


def _bring(model: str, quantise: str, into: Path, progress: Progress) -> Path:
    from batos_backend_hf.sources.bringing import bring

    return bring(model, quantise, into, progress)


def _look(_options: Mapping[str, object]) -> Availability:
    from importlib.util import find_spec

    from batos.inference import Availability, graphics_card

    if find_spec("torch") is None or find_spec("transformers") is None:
        return Availability(usable=False, reason=_NOT_INSTALLED)
    card = graphics_card()
    if not card:
        return Availability(
            usable=False, reason="No graphics card is here for Hugging Face models."
        )
    return Availability(usable=True, reason=f"Its models run on {card}.", rank=_RANK)


@hookimpl
def batos_backends() -> list[BackendSpec]:
    """Contribute the backend for models of Hugging Face transformers."""
    from batos_backend_hf.options import HfOptions
    from batos_backend_hf.presets import founding

    return [
        BackendSpec(
            name="hf",
            summary="Hugging Face models in this process (transformers), 4-bit on GPU or CPU.",
            factory=_make,
            options=HfOptions,
            default_model=founding(HfOptions().role).model,
            look=_look,
            bring=_bring,
        )
    ]
