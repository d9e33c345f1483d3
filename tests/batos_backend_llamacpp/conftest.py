"""The small model, loaded once a session, and adapters for it with strong random numbers."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from batos.inference.backend import no_progress
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions

WIDTH, KV_WIDTH, LAYERS = 896, 128, 24
"""Those of Qwen2.5-Coder-0.5B."""


@pytest.fixture(scope="session")
def small_options(small_model: Path) -> dict[str, object]:
    """Options that take the small model."""
    return {
        "model": "qwen2.5-coder-0.5b",
        "cache_dir": str(small_model.parent.parent),
        # Beside other tests, two threads wait for each other more than they compute.
        "threads": 1,
    }


@pytest.fixture(scope="session")
def llama(small_options: dict[str, object]) -> Iterator[LlamaBackend]:
    backend = LlamaBackend(LlamaOptions.read(small_options))
    backend.load(no_progress)
    yield backend
    backend.close()


@pytest.fixture(scope="session")
def write_gguf():
    return _write_gguf


@pytest.fixture(scope="session")
def write_peft():
    return _write_peft


def _write_gguf(path, seed, *, width=WIDTH, architecture="qwen2"):
    gguf, numbers = _numbers(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 8.0)
    for layer in range(LAYERS):
        writer.add_tensor(f"blk.{layer}.attn_v.weight.lora_a", numbers(4, width) / 30)
        writer.add_tensor(f"blk.{layer}.attn_v.weight.lora_b", numbers(KV_WIDTH, 4))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _write_peft(folder, seed, *, base="", width=WIDTH, layers=LAYERS, module="v_proj", **config):
    _, numbers = _numbers(seed)
    folder.mkdir(parents=True, exist_ok=True)
    head, data = {}, b""
    for layer in range(layers):
        for half, array in (
            ("A", numbers(4, width) / 30),
            ("B", numbers(width if module == "q_proj" else KV_WIDTH, 4)),
        ):
            raw = array.tobytes()
            name = f"base_model.model.model.layers.{layer}.self_attn.{module}.lora_{half}.weight"
            places = [len(data), len(data) + len(raw)]
            head[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": places}
            data += raw
    raw = json.dumps(head).encode()
    (folder / "adapter_model.safetensors").write_bytes(struct.pack("<Q", len(raw)) + raw + data)
    given = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "target_modules": [module]}
    text = json.dumps({**given, "base_model_name_or_path": base, **config})
    (folder / "adapter_config.json").write_text(text)
    return folder


def _numbers(seed):
    gguf = pytest.importorskip("gguf")
    import numpy as np

    chance = np.random.default_rng(seed)
    return gguf, lambda *shape: chance.normal(size=shape).astype(np.float32)
