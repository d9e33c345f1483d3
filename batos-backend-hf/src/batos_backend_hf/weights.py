"""What a model's weights take, and how much memory there is for them."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

import torch
from safetensors import safe_open

from batos.errors import BackendError
from batos.inference import Footprint, free_memory
from batos_backend_hf.options import HfOptions, Weights

__all__ = ["check_room", "device_of", "footprint_on", "free_on", "weight_bytes"]

_BYTES = {"nf4": 2.0, "bf16": 2.0, "fp32": 4.0}
"""Of a weight that is not quantised."""
_NF4_BYTES = 0.5 + (1 + 4 / 256) / 64
"""Of a weight in NF4: four bits, and for each 64 of them a scale of one byte; for each 256 scales
one of four bytes more (QLoRA, arXiv 2305.14314)."""
_WHOLE = ("embed", "lm_head", "norm")
"""Parts of the names of weights that are never quantised."""


def weight_bytes(folder: Path, weights: Weights) -> int:
    """Return the bytes that the weights of a folder take once they are loaded."""
    files = sorted(folder.glob("*.safetensors"))
    if is_quantised(folder):
        return sum(file.stat().st_size for file in files)
    total = 0.0
    for file in files:
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118 - it is no mapping
                shape = tensors.get_slice(name).get_shape()
                is_whole = len(shape) < 2 or any(part in name for part in _WHOLE)
                each = _NF4_BYTES if weights == "nf4" and not is_whole else _BYTES[weights]
                total += prod(shape) * each
    return int(total)


def is_quantised(folder: Path) -> bool:
    """Return whether the weights of a folder lie there quantised."""
    return "quantization_config" in json.loads((folder / "config.json").read_text("utf-8"))


def free_on(device: str) -> int:
    """Return the bytes that a model may take on a device, container limits included."""
    if device.startswith("cuda"):
        return int(torch.cuda.mem_get_info(device)[0])
    return free_memory()


def device_of(options: HfOptions) -> str:
    """Return where a model is computed."""
    return options.device or ("cuda" if torch.cuda.is_available() else "cpu")


def footprint_on(device: str, size: int) -> Footprint:
    """Return what weights of a size take, by where they are computed."""
    return Footprint(vram=size) if device.startswith("cuda") else Footprint(ram=size)


def check_room(folder: Path, weights: Weights, device: str) -> None:
    """Refuse a model that surely does not fit: the system would end the process for it.

    Raises:
        BackendError: Its weights take more than is free.
    """
    wanted, free = weight_bytes(folder, weights), free_on(device)
    if wanted > free:
        raise BackendError(
            f"The model's weights take {wanted / 1e9:.1f} GB as {weights}, and "
            f"{free / 1e9:.1f} GB of memory are free on {device}.",
            hint="Take a smaller model, or weights = 'nf4'.",
        )
