"""LoRA adapters over a model: each answer through its own, and the weights stay the model's."""

import json
import shutil
import threading

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import AdapterError
from batos.inference import CancelToken, CompletionRequest, TextChunk
from batos_backend_hf.engine import Engine
from batos_backend_hf.options import HfOptions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(make_adapter, tiny, tmp_path_factory):
    """Two adapters of the tiny model, and what is none of it."""
    made = tmp_path_factory.mktemp("adapters")
    for seed, name in enumerate(("rude", "lo.ud")):
        shutil.copytree(make_adapter(tiny, seed=seed), made / name)
    return made


@pytest.fixture(scope="module")
def adapter(make_adapter, tiny):
    return make_adapter(tiny)


@pytest.fixture(params=["nf4", "fp32"])
def backend(request, loaded_tiny, folder):
    return loaded_tiny(weights=request.param, adapters_dir=str(folder))


def said(backend, adapter=None, prompt="a b c d e f"):
    request = CompletionRequest(prompt=prompt, max_tokens=8, adapter=adapter, deadline_s=300)
    chunks = backend.complete(request, CancelToken())
    return "".join(each.text for each in chunks if isinstance(each, TextChunk))


def test_one_answers_through_its_adapter_and_the_next_through_its_own(backend):
    """A second adapter on a quantised model (peft 990), and no prompt kept across adapters."""
    bare = said(backend)
    alone = {None: bare, "rude": said(backend, "rude"), "lo.ud": said(backend, "lo.ud")}
    assert len(set(alone.values())) == 3
    for name in (None, "rude", "lo.ud", None, None, "lo.ud", "rude", None):
        assert said(backend, name) == alone[name]


def test_two_who_ask_at_once_are_answered_each_through_its_own(backend):
    """Swapping while another request runs (peft 3590)."""
    names = [None, "rude", "lo.ud", "rude", None, "lo.ud"]
    alone = {name: said(backend, name) for name in dict.fromkeys(names)}
    heard = {}

    def ask(number, name):
        heard[number] = (name, said(backend, name))

    asking = [threading.Thread(target=ask, args=each) for each in enumerate(names)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len(heard) == len(names)
    assert all(text == alone[name] for name, text in heard.values())


def test_vectors_are_made_through_none(backend):
    before = backend.embed(["a b c"], CancelToken())
    said(backend, "rude")
    assert backend.embed(["a b c"], CancelToken()) == before


def test_others_under_the_same_name_are_others(loaded_tiny, make_adapter, tiny, tmp_path):
    shutil.copytree(make_adapter(tiny, seed=1), tmp_path / "one")
    backend = loaded_tiny(weights="fp32", adapters_dir=str(tmp_path))
    before = said(backend, "one")
    shutil.rmtree(tmp_path / "one")
    with pytest.raises(AdapterError, match="no adapter 'one'"):
        said(backend, "one")
    shutil.copytree(make_adapter(tiny, seed=2), tmp_path / "one")
    assert said(backend, "one") not in (before, said(backend))


def test_a_single_file_and_one_of_the_options_answer(loaded_tiny, adapter, tmp_path):
    (tmp_path / "solo").mkdir()
    shutil.copy(adapter / "adapter_model.safetensors", tmp_path / "solo" / "solo.safetensors")
    plain = loaded_tiny(weights="fp32", adapters_dir=str(tmp_path))
    assert said(plain, "solo") != said(plain)
    expert = loaded_tiny(weights="fp32", adapter=str(adapter), adapters_dir=str(tmp_path))
    assert said(expert) != said(plain)
    assert expert.details()["adapter"] == "an-expert"
    usual = said(expert)
    said(expert, "solo")
    assert said(expert) == usual


def test_what_does_not_fit_is_refused_by_name_and_leaves_the_model_as_it_was(
    loaded_tiny, make_tiny, make_adapter, adapter, folder, tmp_path
):
    shutil.copytree(make_adapter(make_tiny(hidden_size=32)), tmp_path / "narrow")
    shutil.copytree(adapter, tmp_path / "stranger")
    config = tmp_path / "stranger" / "adapter_config.json"
    told = json.loads(config.read_text())
    config.write_text(json.dumps({**told, "target_modules": ["q_proj", "v_proj", "k_proj"]}))
    shutil.copytree(adapter, tmp_path / "cut")
    weights = tmp_path / "cut" / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    shutil.copytree(folder / "rude", tmp_path / "rude")
    backend = loaded_tiny(weights="nf4", adapters_dir=str(tmp_path))
    bare = said(backend)
    for name in ("narrow", "stranger", "cut", "nobody"):
        with pytest.raises(AdapterError, match=f"'{name}'"):
            said(backend, name)
        assert said(backend) == bare
    through = said(backend, "rude")
    for name in ("narrow", "stranger"):
        with pytest.raises(AdapterError, match=f"'{name}'"):
            said(backend, name)
        assert said(backend) == bare
        assert said(backend, "rude") == through


def test_one_of_the_options_that_is_none_is_told_when_it_is_loaded(tiny, tmp_path, adapter):
    (tmp_path / "adapter_config.json").write_bytes((adapter / "adapter_config.json").read_bytes())
    options = HfOptions(device="cpu", weights="fp32", adapter=str(tmp_path))
    with pytest.raises(AdapterError, match=r"has no adapter_model\.safetensors"):
        Engine(tiny, options)


def test_one_that_was_made_for_another_model_is_told_by_its_name(tiny, adapter, tmp_path):
    shutil.copytree(adapter, tmp_path / "mine")
    config = tmp_path / "mine" / "adapter_config.json"
    told = json.loads(config.read_text())
    config.write_text(json.dumps({**told, "base_model_name_or_path": "owner/other"}))
    options = HfOptions(device="cpu", weights="fp32", adapter=str(tmp_path / "mine"))
    with pytest.raises(AdapterError, match="'mine' was made for 'owner/other'"):
        Engine(tiny, options, ["owner/tiny"])
    Engine(tiny, options)


def test_one_that_is_first_heard_after_the_bare_model_is_heard(loaded_tiny, folder, tmp_path):
    shutil.copytree(folder, tmp_path / "own")
    backend = loaded_tiny(weights="fp32", adapters_dir=str(tmp_path / "own"))
    said(backend, "rude")
    bare = said(backend)
    assert said(backend, "lo.ud") != bare
