"""LoRA adapters as files."""

import json

import pytest

from batos.errors import AdapterError
from batos.inference.files.adapter import LoraShape, adapter_in, check_base, read_adapter

MODULE = "base_model.model.model.layers.0.self_attn.q_proj"


def test_a_folder_of_peft_tells_what_it_is(peft):
    folder = peft(base_model_name_or_path="Qwen/Qwen2.5-0.5B")
    adapter = read_adapter(folder)
    assert (adapter.name, adapter.kind, adapter.rank, adapter.alpha) == ("mine", "peft", 4, 8.0)
    assert adapter.base_model == "Qwen/Qwen2.5-0.5B"
    shape = LoraShape(inputs=8, outputs=16)
    assert adapter.modules == {"model.layers.0.self_attn.q_proj": shape}


def test_a_scale_by_the_root_of_the_rank_is_the_one_it_was_trained_with(peft):
    assert read_adapter(peft(use_rslora=True)).alpha == 16.0


def test_a_single_file_has_its_configuration_from_its_tensors(peft, tmp_path):
    file = (peft() / "adapter_model.safetensors").rename(tmp_path / "solo.safetensors")
    adapter = read_adapter(file)
    assert (adapter.name, adapter.kind, adapter.rank, adapter.alpha) == (
        "solo",
        "safetensors",
        4,
        4,
    )
    assert adapter.config["target_modules"] == ["q_proj"]
    (tmp_path / "of-one").mkdir()
    file.rename(tmp_path / "of-one" / "solo.safetensors")
    assert read_adapter(tmp_path / "of-one").kind == "safetensors"


def test_other_numbers_under_the_same_name_have_another_mark(peft):
    folder = peft()
    before = read_adapter(folder).mark
    file = folder / "adapter_model.safetensors"
    content = file.read_bytes()
    file.unlink()
    (folder / "other").write_bytes(content)  # so that it gets another inode
    file.write_bytes(content[:-1] + b"x")
    assert read_adapter(folder).mark != before


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"peft_type": "IA3"}, "kind IA3"),
        ({"use_dora": True}, "DoRA"),
        ({"modules_to_save": ["lm_head"]}, "whole modules"),
        ({"rank_pattern": {"q_proj": 2}}, "several ranks"),
        ({"bias": "all"}, "biases"),
        ({"r": 7}, "says rank 7"),
        ({"target_modules": ["q_proj", "k_proj"]}, "nothing for 'k_proj'"),
    ],
)
def test_what_is_another_thing_is_refused_by_name(peft, config, reason):
    with pytest.raises(AdapterError, match=reason) as caught:
        read_adapter(peft(**config))
    assert "'mine'" in caught.value.message


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ({f"{MODULE}.lora_A.weight": (4, 8)}, "lacks its other half"),
        ({f"{MODULE}.lora_A.weight": (4, 8), f"{MODULE}.lora_B.weight": (8, 2)}, "other half"),
        ({"model.embed_tokens.weight": (4, 8)}, "is not known here"),
        ({f"{MODULE}.lora_A.weight": (4,), f"{MODULE}.lora_B.weight": (8, 4)}, "not known here"),
    ],
)
def test_tensors_that_are_no_pairs_are_refused(peft, shapes, reason):
    with pytest.raises(AdapterError, match=reason):
        read_adapter(peft(shapes=shapes))


def test_what_is_damaged_or_no_adapter_is_refused_by_name(peft, tmp_path):
    folder = peft()
    weights, config = folder / "adapter_model.safetensors", folder / "adapter_config.json"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-10])
    with pytest.raises(AdapterError, match="'mine' is damaged"):
        read_adapter(folder)
    weights.write_bytes(whole)
    config.write_text(json.dumps({**json.loads(config.read_text()), "lora_alpha": "a"}))
    with pytest.raises(AdapterError, match="'mine' is damaged"):
        read_adapter(folder)
    config.write_text("{")
    with pytest.raises(AdapterError, match=r"'mine' has a damaged adapter_config\.json"):
        read_adapter(folder)
    config.unlink()
    with pytest.raises(AdapterError, match=r"'mine' has no adapter_config\.json"):
        read_adapter(folder)
    weights.rename(folder / "adapter_model.bin")
    with pytest.raises(AdapterError, match="pickle, which is never opened"):
        read_adapter(folder)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(AdapterError, match="is no adapter"):
        read_adapter(tmp_path / "nothing")
    (tmp_path / "a.txt").touch()
    with pytest.raises(AdapterError, match="is no adapter"):
        read_adapter(tmp_path / "a.txt")


def test_one_is_found_by_its_name(peft, tmp_path):
    peft()
    assert adapter_in(str(tmp_path), "mine").name == "mine"
    (tmp_path / "inner").mkdir()
    beside = str(tmp_path / "inner")
    for folder, name in ((str(tmp_path), "yours"), ("", "mine"), (beside, "../mine"), (beside, "")):
        with pytest.raises(AdapterError, match=f"no adapter '{name}'"):
            adapter_in(folder, name)


@pytest.mark.parametrize(
    ("base", "names"),
    [
        ("Qwen/Qwen2.5-Coder-0.5B-Instruct", ["qwen2.5-coder-0.5b-instruct"]),
        ("Qwen/Qwen2.5-Coder-0.5B-Instruct", ["Qwen2.5 Coder 0.5B Instruct GGUF"]),
        ("unsloth/Qwen2.5-Coder-0.5B-Instruct-bnb-4bit", ["qwen2.5-coder-0.5b-instruct-q4_k_m"]),
        ("owner/a", ["", "b", "A"]),
        ("/home/me/models/that", ["b"]),
        ("", ["b"]),
        ("owner/a", [""]),
    ],
)
def test_names_of_one_model_may_differ_in_how_it_is_kept(peft, base, names):
    check_base(read_adapter(peft(base_model_name_or_path=base)), names)


@pytest.mark.parametrize("base", ["Qwen/Qwen2.5-0.5B-Instruct", "Qwen/Qwen2.5-Coder-0.5B"])
def test_another_model_is_told_by_both_names(peft, base):
    adapter = read_adapter(peft(base_model_name_or_path=base))
    with pytest.raises(AdapterError, match=f"'mine' was made for '{base}'") as caught:
        check_base(adapter, ["qwen2.5-coder-0.5b-instruct"])
    assert "'qwen2.5-coder-0.5b-instruct'" in caught.value.message
