"""Models that can be had by name: the contract of a backend that can fetch and keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from batos.inference.backend import Progress

__all__ = ["ModelChoice", "ModelEntry", "ModelShelf"]


@dataclass(frozen=True, kw_only=True)
class ModelEntry:
    """A model that can be had, and whether it is here.

    Attributes:
        name: Name to call it by.
        file: Where its file is, or will be.
        size: Bytes of the file.
        sha256: The makers' checksum of the file.
        licence: SPDX name of the licence that it comes under.
        context_window: Tokens that it was made for.
        state: ``here``; ``partly``, where a download was cut off; ``missing``; ``damaged``, where
            the file has another size than it should.
        there: Bytes that need not be fetched any more.
    """

    name: str
    file: Path
    size: int
    sha256: str
    licence: str
    context_window: int
    state: Literal["here", "partly", "missing", "damaged"]
    there: int

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "file": str(self.file)}


@dataclass(frozen=True)
class ModelChoice:
    """The name of the model that is taken, and why, in a sentence."""

    name: str
    reason: str


class ModelShelf(Protocol):
    """The models of one backend. A name that it does not know is an ``UnknownNameError``."""

    def entries(self) -> Sequence[ModelEntry]:
        """Return every model that can be had by name, the best first."""

    def wanted(self) -> ModelChoice | None:
        """Return the model that should run: the configured one, or the best that has room here.

        None where it is a file of the user's.
        """

    def taken(self) -> ModelChoice | None:
        """Return the model that the backend loads: the wanted one, or the best that is here."""

    def fetch(self, name: str, progress: Progress, *, file: Path | None = None) -> Path:
        """Return the file of a model, fetched where it is not here; it is whole and right.

        What is there of a download that was cut off is used. Of two who fetch the same model, one
        waits for the other.

        Args:
            name: The model.
            progress: Told what goes on.
            file: Take it from this file, and from nowhere else.

        Raises:
            ModelFileError: No source gives it, or there is no room for it.
        """

    def verify(self, name: str, progress: Progress) -> Path:
        """Return the file of a model after its checksum was found right.

        Raises:
            ModelFileError: It is not here, or it is damaged.
        """

    def remove(self, name: str) -> int:
        """Delete the file of a model, and what there is of a download; return the bytes freed.

        Raises:
            ModelFileError: It cannot be deleted.
        """
