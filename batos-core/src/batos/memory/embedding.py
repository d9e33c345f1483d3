"""Embedders: what turns texts into vectors, and what is asked of the one that was chosen.

A plugin brings an :class:`Embedder`. What searches and adds asks an :class:`Embedding`, which has
that embedder in this process or behind the wire, and has looked at what it gave.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from batos.errors import BackendError, BatosError
from batos.inference import CancelToken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]

__all__ = ["Embedder", "Embedding", "LocalEmbedding", "VectorSpace"]


class Embedder(Protocol):
    """What turns texts into vectors. Every method may be called from any thread."""

    @property
    def model(self) -> str:
        """Name of the model: vectors of two models are never compared."""

    @property
    def dimension(self) -> int:
        """Numbers of a vector."""

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> Sequence[Sequence[float]]:
        """Return one vector for each text, in order.

        A text that is longer than the model reads is read as far as it goes.

        Raises:
            CancelledError: It was cancelled.
            BackendError: The model cannot do it.
        """

    def close(self) -> None:
        """Give the model's memory back."""


@dataclass(frozen=True, kw_only=True)
class VectorSpace:
    """Where vectors are at home: only those of one space can be compared.

    Attributes:
        embedder: Name of the embedder that made them.
        model: Name of its model.
        dimension: Numbers of each.
    """

    embedder: str
    model: str
    dimension: int

    @property
    def label(self) -> str:
        """The space in a line, such as ``minilm all-MiniLM-L6-v2 384``."""
        return f"{self.embedder} {self.model} {self.dimension}"

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


class Embedding(Protocol):
    """The embedder that was chosen, wherever it is. Every method may be called from any thread."""

    def space(self) -> VectorSpace:
        """Return what it makes vectors of.

        Raises:
            BatosError: There is none, or it cannot be had; the sentence says what would help.
        """

    def vectors(self, texts: Sequence[str], cancel: CancelToken) -> Matrix:
        """Return the vectors of texts, a row each and each of length one.

        Raises:
            CancelledError: It was cancelled.
            BatosError: They cannot be had.
        """


class LocalEmbedding:
    """An embedder in this process, made when it is first needed.

    Args:
        name: What it is called.
        make: Makes it, or says in an error why there is none.
    """

    def __init__(self, name: str, make: Callable[[], Embedder]) -> None:
        self._name = name
        self._make = make
        self._made: Embedder | None = None
        self._lock = threading.Lock()

    def space(self) -> VectorSpace:
        """Return what it makes vectors of; see :meth:`Embedding.space`."""
        made = self._embedder()
        return VectorSpace(embedder=self._name, model=made.model, dimension=made.dimension)

    def vectors(self, texts: Sequence[str], cancel: CancelToken) -> Matrix:
        """Return the vectors of texts; see :meth:`Embedding.vectors`."""
        made = self._embedder()
        cancel.raise_if_cancelled()
        with self._faults_told():
            given = made.embed(texts, cancel)
        return _checked(given, len(texts), made.dimension, self._name)

    def close(self) -> None:
        """Close the embedder, if it was ever made."""
        with self._lock:
            if self._made is not None:
                self._made.close()
            self._made = None

    def _embedder(self) -> Embedder:
        with self._lock:
            if self._made is None:
                with self._faults_told():
                    self._made = self._make()
            return self._made

    @contextlib.contextmanager
    def _faults_told(self) -> Iterator[None]:
        """Tell what a plugin or its library raises, which may be anything, in a sentence."""
        try:
            yield
        except BatosError:
            raise
        except Exception as error:
            raise BackendError(
                f"The embedder {self._name!r} failed: {type(error).__name__}: {error}"
            ) from error


def _checked(given: Sequence[Sequence[float]], count: int, dimension: int, name: str) -> Matrix:
    """Return what an embedder gave as rows of length one.

    Raises:
        BackendError: It is no vector for each text.
    """
    import numpy as np

    if count == 0:
        return np.zeros((0, dimension), dtype=np.float32)
    try:
        rows = np.asarray(given, dtype=np.float32).reshape(len(given), -1)
    except (TypeError, ValueError) as error:
        raise BackendError(f"The embedder {name!r} gave no vectors: {error}.") from error
    if rows.shape != (count, dimension) or not np.isfinite(rows).all():
        raise BackendError(
            f"The embedder {name!r} gave {rows.shape[0]} vectors of {rows.shape[1]} numbers for "
            f"{count} texts, and should give {dimension} finite numbers for each."
        )
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units: Matrix = rows / np.maximum(lengths, np.float32(1e-12))
    return units
