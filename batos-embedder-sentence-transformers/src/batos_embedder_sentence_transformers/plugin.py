"""What this package gives to BAT OS: the embedder ``sentence-transformers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.plugins import EmbedderContext, EmbedderSpec, hookimpl

if TYPE_CHECKING:
    from batos.plugins import Embedder

__all__ = ["batos_embedders"]


def _make(context: EmbedderContext) -> Embedder:
    # Imported here: listing embedders must not load torch.
    from batos_embedder_sentence_transformers.embedder import SentenceTransformers

    return SentenceTransformers(context)


@hookimpl
def batos_embedders() -> list[EmbedderSpec]:
    """Contribute the embedder."""
    return [
        EmbedderSpec(
            name="sentence-transformers",
            summary="A model of sentence-transformers in this process (torch)",
            factory=_make,
        )
    ]
