"""A LoRA adapter over a model, by PEFT."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from batos.errors import ModelFileError

__all__ = ["lay_adapter"]

_CONFIG, _WEIGHTS = "adapter_config.json", "adapter_model.safetensors"


def lay_adapter(model: Any, folder: Path) -> None:
    """Lay the adapter of a folder over a loaded model, quantised or not.

    Args:
        model: The library's model.
        folder: What PEFT has saved.

    Raises:
        ModelFileError: It is none, is damaged, or was made for another model.
    """
    missing = [name for name in (_CONFIG, _WEIGHTS) if not (folder / name).is_file()]
    if missing:
        raise ModelFileError(f"The adapter {str(folder)!r} has no {' and no '.join(missing)}.")
    try:
        told = model.load_adapter(str(folder))
    except Exception as error:  # whatever PEFT meets in a folder that it cannot lay over the model
        raise ModelFileError(
            f"The adapter {str(folder)!r} cannot be laid over the model: {error}.",
            hint="It may be damaged, or made for another model.",
        ) from error
    if told.missing_keys or told.unexpected_keys or told.mismatched_keys:
        raise ModelFileError(
            f"The adapter {str(folder)!r} does not fit the model.",
            hint="Take the model that it was made for.",
        )
