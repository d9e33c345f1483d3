"""The head of a safetensors file."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.errors import ModelFileError
from batos.inference.files.safetensors import read_safetensors_head


def file(data=32, **head):
    told = {"a": {"dtype": "BF16", "shape": [4, 4], "data_offsets": [0, 32]}, **head}
    raw = json.dumps(told).encode()
    return struct.pack("<Q", len(raw)) + raw + bytes(data)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.safetensors"


def test_it_tells_tensors_and_what_its_makers_say(path):
    path.write_bytes(file(__metadata__={"format": "pt"}))
    head = read_safetensors_head(path)
    place = head.tensors["a"]
    assert (place.kind, place.shape, place.end - place.begin) == ("BF16", (4, 4), 32)
    assert place.end == path.stat().st_size
    assert head.metadata == {"format": "pt"}


@pytest.mark.parametrize("data", [0, 31, 33])
def test_a_file_of_another_length_is_told(path, data):
    path.write_bytes(file(data))
    with pytest.raises(ModelFileError, match="cut off or damaged"):
        read_safetensors_head(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"damaged!",
        b"\xff" * 40,
        file(b={"dtype": "F32", "shape": [9], "data_offsets": [0, 4]}),
        file(b={"dtype": "F32"}),
    ],
)
def test_what_is_none_is_told(path, content):
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"a\.safetensors"):
        read_safetensors_head(path)


def test_one_that_is_not_there_is_told(path):
    with pytest.raises(ModelFileError, match="cannot be read"):
        read_safetensors_head(path)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_anywhere_is_told_or_harmless(tmp_path_factory, damage):
    content = bytearray(file())
    for at, value in damage:
        content[at % len(content)] = value
    path = tmp_path_factory.mktemp("safetensors") / "damaged.safetensors"
    path.write_bytes(content)
    try:
        read_safetensors_head(path)
    except ModelFileError as error:
        assert path.name in error.message  # noqa: PT017 - either outcome is right
