"""Adapters as PEFT saves them."""

import json
import struct

import pytest


@pytest.fixture
def peft(tmp_path):
    """Writes the folder of an adapter; of its numbers it has the shapes alone."""

    def write(name="mine", shapes=None, rank=4, **config):
        folder = tmp_path / name
        folder.mkdir()
        module = "base_model.model.model.layers.0.self_attn.q_proj"
        given = shapes or {
            f"{module}.lora_A.weight": (rank, 8),
            f"{module}.lora_B.weight": (16, rank),
        }
        head, at = {}, 0
        for tensor, shape in given.items():
            size = 4 * shape[0] * (shape[1] if len(shape) > 1 else 1)
            places = [at, at + size]
            head[tensor] = {"dtype": "F32", "shape": shape, "data_offsets": places}
            at += size
        raw = json.dumps(head).encode()
        content = struct.pack("<Q", len(raw)) + raw + bytes(at)
        (folder / "adapter_model.safetensors").write_bytes(content)
        told = {"peft_type": "LORA", "r": rank, "lora_alpha": 8, **config}
        (folder / "adapter_config.json").write_text(json.dumps(told))
        return folder

    return write
