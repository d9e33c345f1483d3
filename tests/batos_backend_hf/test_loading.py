"""Into the memory."""

import json
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import ModelFileError
from batos_backend_hf.loading import load_model
from batos_backend_hf.options import HfOptions

pytestmark = pytest.mark.model


@pytest.fixture
def broken(tiny, tmp_path):
    """Makes a copy of the tiny model, to be damaged."""
    return shutil.copytree(tiny, tmp_path / "broken")


def load(folder, **options):
    return load_model(folder, HfOptions(model=str(folder), device="cpu", **options))


@pytest.mark.parametrize("kind", ["nf4", "bf16", "fp32"])
def test_the_weights_are_held_as_asked(tiny, kind):
    loaded = load(tiny, weights=kind)
    assert loaded.facts["quantisation"] == kind
    assert loaded.facts["architecture"] == "qwen2"
    if kind == "nf4":
        given = loaded.model.config.quantization_config
        assert given.bnb_4bit_use_double_quant
        assert str(given.bnb_4bit_compute_dtype) == "torch.bfloat16"


def test_a_folder_of_four_bits_is_loaded_as_it_is(tiny, tmp_path):
    load(tiny).model.save_pretrained(tmp_path / "four")
    load(tiny).tokenizer.save_pretrained(tmp_path / "four")
    assert load(tmp_path / "four", weights="bf16").facts["quantisation"] == "nf4"


def test_a_model_in_several_files_is_loaded_whole(tiny, tmp_path):
    """transformers 40327: in four bits, files one by one."""
    import torch

    whole = load(tiny, weights="nf4")
    bare = load(tiny, weights="bf16")
    bare.model.save_pretrained(tmp_path / "parts", max_shard_size="1MB")
    bare.tokenizer.save_pretrained(tmp_path / "parts")
    assert len(list((tmp_path / "parts").glob("*.safetensors"))) > 1
    parts = load(tmp_path / "parts", weights="nf4")
    given = torch.tensor([[1, 2, 3]])
    with torch.inference_mode():
        assert torch.equal(whole.model(given).logits, parts.model(given).logits)


LOAD = """
import sys, threading, time
from batos_backend_hf.libraries import require_libraries
from batos_backend_hf.options import HfOptions

small, model = (
    HfOptions(model=each, weights="nf4", device="cpu", threads=1) for each in sys.argv[1:]
)
require_libraries(small)
from pathlib import Path
from batos_backend_hf.loading import load_model

def taken():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) << 10

def watch():
    while not over.is_set():
        peaks.append(taken())
        time.sleep(0.002)

load_model(Path(small.model), small)  # what the libraries take for themselves
before, peaks, over = taken(), [], threading.Event()
watching = threading.Thread(target=watch)
watching.start()
loaded = load_model(Path(model.model), model)
over.set()
watching.join()
whole = sum(each.nbytes for each in loaded.model.parameters() if each.is_floating_point())
print(max(peaks) - before, whole, loaded.model.get_memory_footprint())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads how Linux counts memory")
@pytest.mark.timeout(1200)
def test_four_bits_are_loaded_in_little_more_memory_than_they_take(tiny, hf_folder):
    """At its peak it is 1.3 times what the model takes.

    Of the pages of the file those count that hold weights which stay as they are; the others the
    system takes back when it needs them.
    """
    program = [sys.executable, "-c", LOAD, str(tiny), str(hf_folder)]
    ran = subprocess.run(program, capture_output=True, check=True, text=True)
    peak, whole, takes = map(int, ran.stdout.split())
    assert peak + whole <= 1.3 * takes, (peak, whole, takes)


def test_the_window_is_no_larger_than_the_model_was_made_for(tiny):
    assert load(tiny).window == 512
    assert load(tiny, n_ctx=300).window == 300


def test_what_ends_an_answer_is_known(tiny, tokenizer):
    assert tokenizer.eos_token_id in load(tiny).ends


def test_a_damaged_file_is_a_clear_error(broken):
    file = broken / "model.safetensors"
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(ModelFileError, match="cannot be loaded"):
        load(broken)


def test_pickles_are_not_read(broken):
    import torch

    (broken / "model.safetensors").unlink()
    torch.save({}, broken / "pytorch_model.bin")
    with pytest.raises(ModelFileError, match="cannot be loaded"):
        load(broken)


def test_code_of_others_is_never_run(broken):
    config = json.loads((broken / "config.json").read_text("utf-8"))
    config |= {"model_type": "made_up", "auto_map": {"AutoConfig": "code.Config"}}
    (broken / "config.json").write_text(json.dumps(config))
    (broken / "code.py").write_text("raise SystemExit('it was run')")
    with pytest.raises(ModelFileError, match="cannot be loaded"):
        load(broken)
