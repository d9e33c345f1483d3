"""Models of the hub: fetched into its own cache, which other programs share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huggingface_hub import snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from tqdm.auto import tqdm

from batos.errors import ModelFileError
from batos.inference import Progress

__all__ = ["from_hub"]

_WANTED = ("*.json", "*.safetensors", "*.model", "*.jinja", "*.txt")
"""No pickles, which would run code when they are read, and no code."""
_LEFT = ("original/*", "*.bin", "*.pth", "onnx/*")


def from_hub(model: str, revision: str, offline: bool, progress: Progress) -> Path:
    """Return the folder of a model of the hub, fetched where it is not here.

    Args:
        model: Its id, such as ``owner/name``.
        revision: Branch, tag or commit.
        offline: Whether the hub is not asked.
        progress: Told how much is here.

    Raises:
        ModelFileError: It cannot be had.
    """
    progress(f"Looking for {model}", None)

    class Bar(tqdm):  # type: ignore[misc, unused-ignore]
        """A bar of the library that is told to whoever listens, and not drawn."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **{**kwargs, "disable": True})
            self._total, self._here = float(kwargs.get("total") or 0), 0.0
            self._is_bytes = kwargs.get("unit") == "B"

        def update(self, n: float | None = 1) -> bool | None:
            self._here += n or 0
            self._total = max(self._total, float(self.total or 0))
            if self._is_bytes and self._total:
                progress(f"Fetching {model}", min(self._here / self._total, 1.0))
            return None

    try:
        return Path(
            snapshot_download(
                model,
                revision=revision,
                allow_patterns=list(_WANTED),
                ignore_patterns=list(_LEFT),
                local_files_only=offline,
                tqdm_class=Bar,
            )
        )
    except GatedRepoError as error:
        raise ModelFileError(
            f"The makers of {model!r} give it to those who accept its licence.",
            hint=f"Accept it on the page of {model} and log in with: hf auth login",
        ) from error
    except RevisionNotFoundError as error:
        raise ModelFileError(f"The model {model!r} has no revision {revision!r}.") from error
    except RepositoryNotFoundError as error:
        raise ModelFileError(f"The hub has no model named {model!r}.") from error
    except LocalEntryNotFoundError as error:
        told = "is not to be asked" if offline else "cannot be reached"
        raise ModelFileError(
            f"The model {model!r} is not here, and the hub {told}.",
            hint="Fetch it where there is a network, and name its folder as the model.",
        ) from error
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise ModelFileError(f"The model {model!r} cannot be fetched: {error}.") from error
