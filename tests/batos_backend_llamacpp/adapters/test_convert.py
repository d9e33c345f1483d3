"""From PEFT's form to llama.cpp's."""

import pytest

from batos.errors import AdapterError
from batos.inference.files.adapter import read_adapter
from batos_backend_llamacpp.adapters import convert
from batos_backend_llamacpp.adapters.convert import as_gguf

FACTS = {
    "general.architecture": "llama",
    "llama.block_count": 2,
    "llama.attention.head_count": 2,
    "llama.attention.head_count_kv": 1,
}
QWEN = {key.replace("llama", "qwen2"): value for key, value in FACTS.items()}
QWEN["general.architecture"] = "qwen2"


@pytest.fixture
def adapter(tmp_path, write_peft):
    return read_adapter(write_peft(tmp_path / "mine", 1, width=8, layers=2, module="q_proj"))


def tensors(path):
    import gguf

    return {each.name: each.data for each in gguf.GGUFReader(path).tensors}


def test_the_numbers_stay_and_the_names_change(adapter, tmp_path):
    file = as_gguf(adapter, QWEN, tmp_path / "cache")
    again = read_adapter(file, "mine")
    assert (again.kind, again.rank, again.alpha, again.architecture) == ("gguf", 4, 8.0, "qwen2")
    assert set(again.modules) == {"blk.0.attn_q.weight", "blk.1.attn_q.weight"}
    assert list(again.modules.values()) == list(adapter.modules.values())
    assert as_gguf(adapter, QWEN, tmp_path / "cache") == file
    assert [each.name for each in (tmp_path / "cache").iterdir()] == [file.name]


def test_the_rows_of_queries_stand_as_llama_cpp_turns_them(adapter, tmp_path):
    plain = tensors(as_gguf(adapter, QWEN, tmp_path))["blk.0.attn_q.weight.lora_b"]
    turned = tensors(as_gguf(adapter, FACTS, tmp_path))["blk.0.attn_q.weight.lora_b"]
    # Of two heads of four rows each, first and second halves take turns.
    assert (turned == plain[[0, 2, 1, 3, 4, 6, 5, 7]]).all()


def test_what_cannot_be_brought_over_is_refused_by_name(adapter, tmp_path, monkeypatch):
    with pytest.raises(AdapterError, match=r"'mine' is one of PEFT.* 'tea'"):
        as_gguf(adapter, {"general.architecture": "tea"}, tmp_path)
    monkeypatch.setattr(convert.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(AdapterError, match="is not installed") as caught:
        as_gguf(adapter, QWEN, tmp_path)
    assert "batos-backend-llamacpp[adapters]" in caught.value.hint
