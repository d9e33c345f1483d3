"""The head of a GGUF file; see the tests of the embedded backend for every kind of damage."""

import struct

import pytest

from batos.errors import ModelFileError
from batos.inference.files.gguf import read_gguf_head


def text(value):
    return struct.pack("<Q", len(value)) + value.encode()


def file(data):
    entries = text("general.type") + struct.pack("<I", 8) + text("adapter")
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + entries
    head += text("weight.lora_a") + struct.pack("<IQQIQ", 2, 16, 4, 0, 0)
    return head + bytes(-len(head) % 32) + bytes(data)


def test_it_tells_facts_and_shapes(tmp_path):
    path = tmp_path / "a.gguf"
    path.write_bytes(file(16 * 4 * 4))
    head = read_gguf_head(path)
    assert head.facts == {"general.type": "adapter"}
    assert head.tensors == {"weight.lora_a": (16, 4)}
    assert head.size == path.stat().st_size


def test_a_file_that_lacks_a_single_byte_of_its_numbers_is_told(tmp_path):
    path = tmp_path / "a.gguf"
    path.write_bytes(file(16 * 4 * 4 - 1))
    with pytest.raises(ModelFileError, match="cut off"):
        read_gguf_head(path)
