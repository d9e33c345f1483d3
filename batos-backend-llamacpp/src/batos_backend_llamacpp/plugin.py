"""What this package gives to BAT OS: the ``llamacpp`` backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.plugins import BackendSpec, hookimpl

if TYPE_CHECKING:
    from batos.inference import Availability, Backend, ModelShelf

__all__ = ["batos_backends"]


_RANK = 10


def _make(options: Mapping[str, object]) -> Backend:
    # Imported here: listing backends must not load a native library.
    from batos_backend_llamacpp.backend import LlamaBackend
    from batos_backend_llamacpp.options import LlamaOptions

    return LlamaBackend(LlamaOptions.read(options))


def _shelf(options: Mapping[str, object]) -> ModelShelf:
    from batos_backend_llamacpp.options import LlamaOptions
    from batos_backend_llamacpp.shelf import LlamaShelf

    return LlamaShelf(LlamaOptions.read(options))


def _look(_options: Mapping[str, object]) -> Availability:
    from importlib.util import find_spec

    from batos.inference import Availability

    if find_spec("xllamacpp") is None:
        return Availability(usable=False, reason="The library of llama.cpp is not installed.")
    return Availability(usable=True, reason="llama.cpp runs in this process.", rank=_RANK)


@hookimpl
def batos_backends() -> list[BackendSpec]:
    """Contribute the embedded llama.cpp backend."""
    from batos_backend_llamacpp.catalogue import catalogue
    from batos_backend_llamacpp.options import LlamaOptions

    return [
        BackendSpec(
            name="llamacpp",
            summary="GGUF models in this process (llama.cpp); fetches small code models by name.",
            factory=_make,
            options=LlamaOptions,
            default_model=catalogue()[0].name,
            shelf=_shelf,
            look=_look,
        )
    ]
