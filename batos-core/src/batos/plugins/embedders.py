"""From the configuration to what makes vectors of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from batos.config import Loaded
from batos.errors import BackendError, PluginError, PromptTooLongError, near
from batos.inference import Backend, CancelToken, EmbeddingBackend, LocalThinker, Thinker
from batos.memory import Embedder, LocalEmbedding
from batos.plugins.pluginset import PluginSet
from batos.plugins.types import EmbedderContext, EmbedderSpec

__all__ = ["BACKEND", "embedder_specs", "lender", "local_embedding"]

AUTO, NONE = "auto", "none"
_INSTALL = "Install one: pip install batos-embedder-minilm"


def embedder_specs(plugins: PluginSet) -> dict[str, EmbedderSpec]:
    """Return the embedders that can be chosen, by name: those of plugins, then the core's own."""
    return {spec.name: spec for spec in (*plugins.embedders(), BACKEND)}


def local_embedding(
    loaded: Loaded,
    plugins: PluginSet,
    lend: Callable[[str], AbstractContextManager[Backend]],
) -> LocalEmbedding:
    """Return the configured embedder in this process; it is made when it is first needed.

    Args:
        loaded: The configuration.
        plugins: What provides the embedders.
        lend: Lends a configured backend, for the embedder that asks one.
    """
    name = loaded.config.memory.embedder
    specs = embedder_specs(plugins)
    if name == AUTO:
        name = next(iter(specs)) if len(specs) > 1 else ""
    context = EmbedderContext(
        options=loaded.config.memory.options, cache_dir=loaded.paths.cache_dir, lend=lend
    )
    return LocalEmbedding(name, lambda: _made(name, specs, context))


def lender(thinker: Thinker) -> Callable[[str], AbstractContextManager[Backend]]:
    """Return what lends the backends of a thinker, if they are in this process."""
    if isinstance(thinker, LocalThinker):
        return thinker.lend

    def refuse(_alias: str) -> AbstractContextManager[Backend]:
        raise BackendError("No backend is in this process that could make vectors.")

    return refuse


def _made(name: str, specs: dict[str, EmbedderSpec], context: EmbedderContext) -> Embedder:
    if not name:
        raise PluginError("No embedder is installed, so the memory works by words.", hint=_INSTALL)
    if name == NONE:
        raise PluginError("The memory works by words, as memory.embedder says.")
    if name not in specs:
        raise PluginError(
            f"The embedder {name!r} is not installed, so the memory works by words.",
            hint=near(name, specs) or f"Install it: pip install batos-embedder-{name}",
        )
    return specs[name].factory(context)


class _BackendEmbedder:
    """A configured backend's own vectors.

    Args:
        context: Lends the backend; its option ``backend`` says which.
    """

    def __init__(self, context: EmbedderContext) -> None:
        self._lend = context.lend
        self._alias = str(context.options.get("backend", ""))
        with self._lend(self._alias) as backend:
            self.model = backend.model
            if not isinstance(backend, EmbeddingBackend) or not backend.capabilities().embeddings:
                raise BackendError(
                    f"The model {backend.model!r} makes no vectors, so the memory works by words.",
                    hint="Name a backend that does under memory.options, or take another embedder.",
                )
            self.dimension = len(backend.embed(["dimension"], CancelToken())[0])

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> Sequence[Sequence[float]]:
        with self._lend(self._alias) as backend:
            assert isinstance(backend, EmbeddingBackend), "it was one when this was made"
            try:
                return backend.embed(texts, cancel)
            except PromptTooLongError:
                return [_of_its_beginning(backend, text, cancel) for text in texts]

    def close(self) -> None:
        """Do nothing: the backend is another's."""


def _of_its_beginning(backend: EmbeddingBackend, text: str, cancel: CancelToken) -> Sequence[float]:
    """Return the vector of as much of a text as the model reads."""
    while True:
        try:
            return backend.embed([text], cancel)[0]
        except PromptTooLongError:
            if len(text) < 2:
                raise
            text = text[: len(text) // 2]


BACKEND = EmbedderSpec(
    name="backend",
    summary="The vectors of a configured backend's own model",
    factory=_BackendEmbedder,
)
"""The core's own embedder."""
