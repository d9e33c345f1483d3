"""Bringing a model's folder to this machine, as it is or quantised, for whoever keeps it."""

from __future__ import annotations

import shutil
from pathlib import Path

from batos.errors import UsageError
from batos.inference import Progress
from batos_backend_hf.libraries import require_libraries
from batos_backend_hf.options import HfOptions
from batos_backend_hf.sources.source import model_name, to_folder

__all__ = ["bring"]

_KIND = "nf4"
_MAKERS = "generation_config.json"
"""What its makers say of how it ends its answers; the library writes none of its own."""


def bring(model: str, quantise: str, into: Path, progress: Progress) -> Path:
    """Return the folder of a model; see ``bring`` of :class:`batos.plugins.BackendSpec`.

    Raises:
        UsageError: It cannot be quantised so.
        ModelFileError: The model is not there, or cannot be had.
        BackendError: A library is missing, or there is no room for it.
    """
    if quantise not in ("", _KIND):
        raise UsageError(f"A model is quantised as {_KIND!r}, not as {quantise!r}.")
    options = HfOptions.read({"model": model, "weights": quantise or "bf16"})
    require_libraries(options)
    folder = to_folder(options, progress)
    if not quantise:
        return folder
    from batos_backend_hf.loading import load_model

    progress(f"Quantising {model_name(options)}", None)
    loaded = load_model(folder, options)
    loaded.model.save_pretrained(into)
    loaded.tokenizer.save_pretrained(into)
    if (folder / _MAKERS).is_file():
        shutil.copy(folder / _MAKERS, into)
    return into
