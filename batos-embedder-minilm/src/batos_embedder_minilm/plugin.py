"""What this package gives to BAT OS: the embedder ``minilm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.plugins import EmbedderContext, EmbedderSpec, hookimpl

if TYPE_CHECKING:
    from batos.plugins import Embedder

__all__ = ["batos_embedders"]


def _make(_context: EmbedderContext) -> Embedder:
    # Imported here: listing embedders must not load a native library.
    from batos_embedder_minilm.minilm import MiniLM

    return MiniLM()


@hookimpl
def batos_embedders() -> list[EmbedderSpec]:
    """Contribute the embedder."""
    return [
        EmbedderSpec(
            name="minilm",
            summary="all-MiniLM-L6-v2 in this process (ONNX, int8): English, 256 tokens of a text",
            factory=_make,
            dimension=384,
        )
    ]
