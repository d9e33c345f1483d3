"""The head of a model file."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.errors import ModelFileError
from batos_backend_llamacpp.gguf import read_gguf


def text(value):
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def entry(key, kind, form, value):
    return text(key) + struct.pack("<I", kind) + struct.pack(form, value)


def strings(key, values):
    head = text(key) + struct.pack("<IIQ", 9, 8, len(values))
    return head + b"".join(text(each) for each in values)


ENTRIES = (
    text("general.architecture") + struct.pack("<I", 8) + text("tiny"),
    text("general.name") + struct.pack("<I", 8) + text("Tiny é"),
    entry("general.file_type", 4, "<I", 15),
    entry("tiny.context_length", 4, "<I", 512),
    entry("tiny.scale", 6, "<f", float("nan")),
    strings("tokenizer.ggml.tokens", ["a", "", "日本"]),
    text("tokenizer.ggml.scores") + struct.pack("<IIQ3f", 9, 6, 3, 0.0, 1.0, 2.0),
    text("tokenizer.chat_template") + struct.pack("<I", 8) + text("{{ x }}"),
)


def model(entries=ENTRIES, version=3, offset=64, data=128):
    head = b"GGUF" + struct.pack("<IQQ", version, 1, len(entries)) + b"".join(entries)
    head += text("weight") + struct.pack("<IQIQ", 1, 16, 0, offset)
    return head + bytes(-len(head) % 32) + bytes(data)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tiny.gguf"


def test_the_head_tells_about_the_model(path):
    path.write_bytes(model())
    info = read_gguf(path)
    assert (info.architecture, info.name, info.quantisation) == ("tiny", "Tiny é", "Q4_K_M")
    assert (info.context_length, info.chat_template) == (512, True)
    assert info.size == path.stat().st_size


def test_a_head_may_tell_nothing(path):
    path.write_bytes(model(entries=()))
    info = read_gguf(path)
    assert (info.architecture, info.quantisation, info.chat_template) == ("", "", False)


@pytest.mark.parametrize("size", [4, 10, 24, 60, 200])
def test_a_file_cut_off_in_its_head_is_told(path, size):
    path.write_bytes(model()[:size])
    with pytest.raises(ModelFileError, match="cut off"):
        read_gguf(path)


def test_a_file_cut_off_in_its_data_is_told(path):
    path.write_bytes(model(data=64))
    with pytest.raises(ModelFileError, match="cut off: it has"):
        read_gguf(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "not a GGUF"), (b"PK\x03\x04zip", "not a GGUF"), (model(version=77), "version 77")],
)
def test_another_kind_of_file_is_told(path, content, reason):
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=reason):
        read_gguf(path)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(ModelFileError, match="no model file"):
        read_gguf(tmp_path / "nothing.gguf")
    with pytest.raises(ModelFileError, match="cannot be read"):
        read_gguf(tmp_path)


@given(st.lists(st.tuples(st.integers(4, 400), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_anywhere_is_told_or_harmless(tmp_path_factory, damage):
    content = bytearray(model())
    for at, value in damage:
        content[at % len(content)] = value if at >= 4 else content[at]
    path = tmp_path_factory.mktemp("gguf") / "damaged.gguf"
    path.write_bytes(content)
    try:
        read_gguf(path)
    except ModelFileError as error:
        assert path.name in error.message  # noqa: PT017 - either outcome is right
