"""From an adapter as PEFT keeps it to one that llama.cpp loads.

The numbers are the same; names differ, and for models of the Llama kind the rows of queries and
keys, which llama.cpp keeps in another order (as its own converter ``convert_hf_to_gguf.py`` does).
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batos.errors import AdapterError
from batos.inference.files.adapter import Adapter
from batos.inference.files.safetensors import TensorPlace, read_safetensors_head

if TYPE_CHECKING:
    import numpy as np

__all__ = ["as_gguf"]

_AS_THEY_ARE = frozenset({"qwen2", "qwen3", "gemma", "gemma2", "gemma3"})
"""Kinds of models whose weights llama.cpp keeps as they are."""
_ROTATED = frozenset({"llama"})
_FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}
_COMMAND = 'python -m pip install "batos-backend-llamacpp[adapters]"'


def as_gguf(adapter: Adapter, facts: Mapping[str, Any], folder: Path) -> Path:
    """Return the file of an adapter that llama.cpp loads; written where there is none yet.

    Args:
        adapter: The adapter.
        facts: What the head of the model's file says.
        folder: Where such files are kept.

    Raises:
        AdapterError: Its like cannot be brought into that form, or what does it is not installed.
    """
    if adapter.kind == "gguf":
        return adapter.weights
    architecture = str(facts.get("general.architecture", ""))
    if architecture not in _AS_THEY_ARE | _ROTATED:
        raise AdapterError(
            f"The adapter {adapter.name!r} is one of PEFT, and for models of the kind "
            f"{architecture!r} such cannot be brought into the form of llama.cpp here.",
            hint="Bring it over with llama.cpp's convert_lora_to_gguf.py, and add its GGUF file.",
        )
    if importlib.util.find_spec("gguf") is None:
        raise AdapterError(
            f"The adapter {adapter.name!r} is one of PEFT; gguf, which brings it into the form of "
            "llama.cpp, is not installed.",
            hint=f"Install it: {_COMMAND}",
        )
    told = f"{architecture} {adapter.alpha} {adapter.base_model}"
    numbers = hashlib.sha256(adapter.weights.read_bytes() + told.encode()).hexdigest()
    target = folder / f"{numbers[:32]}.gguf"
    if not target.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        _write(adapter, architecture, facts, fresh)
        fresh.replace(target)
    return target


def _write(adapter: Adapter, architecture: str, facts: Mapping[str, Any], target: Path) -> None:
    import gguf

    writer = gguf.GGUFWriter(target, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", adapter.alpha)
    if adapter.base_model:
        writer.add_string("general.base_model.0.name", adapter.base_model)
    for name, numbers in _tensors(adapter, architecture, facts):
        writer.add_tensor(name, numbers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensors(
    adapter: Adapter, architecture: str, facts: Mapping[str, Any]
) -> Iterator[tuple[str, np.ndarray]]:
    import gguf

    kind = next(each for each, name in gguf.MODEL_ARCH_NAMES.items() if name == architecture)
    names = gguf.get_tensor_name_map(kind, int(facts[f"{architecture}.block_count"]))
    heads = int(facts[f"{architecture}.attention.head_count"])
    kv_heads = int(facts.get(f"{architecture}.attention.head_count_kv") or heads)
    turns = {"attn_q": heads, "attn_k": kv_heads} if architecture in _ROTATED else {}
    for tensor, place in read_safetensors_head(adapter.weights).tensors.items():
        module, _, half = tensor.removeprefix("base_model.model.").partition(".lora_")
        called = names.get_name(f"{module}.weight", try_suffixes=(".weight",))
        if called is None:
            raise AdapterError(
                f"The adapter {adapter.name!r} does not fit the model: it has no {module!r}."
            )
        numbers = _numbers(adapter.weights, place)
        side = half[0].lower()
        part = called.removesuffix(".weight").rpartition(".")[2]
        if side == "b" and part in turns:
            numbers = _turned(numbers, turns[part])
        yield f"{called.removesuffix('.weight')}.weight.lora_{side}", numbers


def _numbers(file: Path, place: TensorPlace) -> np.ndarray:
    import numpy as np

    with file.open("rb") as opened:
        opened.seek(place.begin)
        raw = opened.read(place.end - place.begin)
    if place.kind == "BF16":
        halves = np.frombuffer(raw, "<u2").astype("<u4")
        numbers = (halves << 16).view("<f4")
    elif place.kind in _FLOATS:
        numbers = np.frombuffer(raw, _FLOATS[place.kind])
    else:
        raise AdapterError(f"Numbers of the kind {place.kind} are not known here.")
    return np.ascontiguousarray(numbers.reshape(place.shape), dtype="<f4")


def _turned(numbers: np.ndarray, heads: int) -> np.ndarray:
    """Return the rows of each head in the order in which llama.cpp turns them by place."""
    rows, columns = numbers.shape
    halves = numbers.reshape(heads, 2, rows // heads // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)
