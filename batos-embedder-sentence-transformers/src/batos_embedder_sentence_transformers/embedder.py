"""A model of sentence-transformers: texts to vectors, by torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from batos.errors import BackendError, near

if TYPE_CHECKING:
    from batos.plugins import CancelToken, EmbedderContext

__all__ = ["SentenceTransformers"]

_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_OPTIONS = ("model", "device")
_BATCH = 16
"""Texts between two looks at whether it was cancelled."""


class SentenceTransformers:
    """The model, loaded.

    Args:
        context: Its options are ``model``, a name on the hub or a folder, and ``device``.

    Attributes:
        model: Its name or folder.
        dimension: Numbers of a vector.

    Raises:
        BackendError: The library is missing, or the model cannot be loaded.
    """

    def __init__(self, context: EmbedderContext) -> None:
        for name in context.options:
            if name not in _OPTIONS:
                raise BackendError(
                    f"The embedder 'sentence-transformers' has no option {name!r}.",
                    hint=near(name, _OPTIONS) or f"It has {' and '.join(_OPTIONS)}.",
                )
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise BackendError(
                f"The embedder 'sentence-transformers' cannot be loaded: {error}.",
                hint='pip install "batos-embedder-sentence-transformers[torch]"',
            ) from error
        self.model = str(context.options.get("model") or _MODEL)
        try:
            self._made: Any = SentenceTransformer(
                self.model,
                device=str(context.options.get("device") or "") or None,
                cache_folder=str(context.cache_dir / "sentence-transformers"),
                # Other weights are pickles, and a model's own code is nobody's here.
                model_kwargs={"use_safetensors": True},
                trust_remote_code=False,
            )
            self.dimension = len(self._vectors(["dimension"])[0])
        except Exception as error:  # the library raises whatever those below it do
            reason = " ".join(str(error).split())[:300]
            raise BackendError(
                f"The model {self.model!r} of sentence-transformers cannot be loaded: {reason}",
                hint="memory.options.model names one on the Hugging Face Hub, or a folder.",
            ) from error

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> Sequence[Sequence[float]]:
        """Return one vector of length one for each text, in order.

        Raises:
            CancelledError: It was cancelled, between two batches.
        """
        vectors: list[list[float]] = []
        for begin in range(0, len(texts), _BATCH):
            cancel.raise_if_cancelled()
            vectors += self._vectors(texts[begin : begin + _BATCH])
        return vectors

    def close(self) -> None:
        """Give the model's memory back."""
        self._made = None

    def _vectors(self, texts: Sequence[str]) -> list[list[float]]:
        rows = self._made.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        found: list[list[float]] = rows.tolist()
        return found
