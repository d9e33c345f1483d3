"""From the name of a model to a folder of this machine."""

from __future__ import annotations

from pathlib import Path

from batos.errors import BatosError, ModelFileError, UnknownNameError
from batos.inference import Progress, no_progress
from batos_backend_hf.options import HfOptions
from batos_backend_hf.presets import founding, presets

__all__ = ["folder_here", "model_name", "to_folder"]


def model_name(options: HfOptions) -> str:
    """Return what the model is called: its id on the hub, or the name of its folder or file."""
    named = _named(options)
    if _is_place(named):
        path = Path(named).expanduser()
        return path.stem if path.suffix == ".gguf" else path.resolve().name
    return named


def to_folder(options: HfOptions, progress: Progress) -> Path:
    """Return the folder that the model lies in, fetched or read from its file if need be.

    Raises:
        ModelFileError: It is not there, or cannot be had.
        UnknownNameError: There is no preset of that name.
    """
    named = _named(options)
    if not _is_place(named):
        if named.count("/") != 1:
            raise UnknownNameError(
                "model", named, presets(), hint="A model of the hub has a name like owner/name."
            )
        from batos_backend_hf.sources.hub import from_hub

        return from_hub(named, options.revision, options.offline, progress)
    path = Path(named).expanduser()
    if path.suffix == ".gguf":
        if not path.is_file():
            raise ModelFileError(f"There is no model file {str(path)!r}.")
        from batos_backend_hf.sources.gguf_folder import from_gguf

        return from_gguf(path, options.cache_dir, progress)
    if not (path / "config.json").is_file():
        raise ModelFileError(
            f"There is no model in {str(path)!r}.",
            hint="A folder of a model has a config.json, a tokenizer and *.safetensors.",
        )
    return path


def folder_here(options: HfOptions) -> Path | None:
    """Return the folder that the model lies in, where it does already; None where it does not."""
    path = Path(_named(options)).expanduser()
    if path.suffix == ".gguf" and path.is_file():
        from batos_backend_hf.sources.gguf_folder import folder_of

        folder = folder_of(path, options.cache_dir)
        return folder if folder.is_dir() else None
    try:
        return to_folder(options.model_copy(update={"offline": True}), no_progress)
    except BatosError:
        return None


def _named(options: HfOptions) -> str:
    if not options.model:
        return founding(options.role).model
    preset = presets().get(options.model)
    return preset.model if preset is not None else options.model


def _is_place(named: str) -> bool:
    """Return whether a name means a file or a folder of this machine rather than of the hub."""
    path = Path(named).expanduser()
    is_path = path.is_absolute() or named.startswith((".", "~")) or named.count("/") > 1
    return is_path or path.suffix == ".gguf" or path.is_dir()
