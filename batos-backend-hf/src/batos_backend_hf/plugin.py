"""What this package gives to BAT OS: the ``hf`` backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.plugins import BackendSpec, hookimpl

if TYPE_CHECKING:
    from batos.inference import Backend

__all__ = ["batos_backends"]


def _make(options: Mapping[str, object]) -> Backend:
    from batos_backend_hf.backend import HfBackend
    from batos_backend_hf.options import HfOptions

    return HfBackend(HfOptions.read(options))


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
        )
    ]
