"""A GGUF file, read once."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import ModelFileError
from batos.inference import no_progress
from batos_backend_hf.sources.gguf_folder import from_gguf


@pytest.mark.model
def test_a_file_is_read_into_a_folder_once(hf_folder, small_model):
    told = []
    again = from_gguf(small_model, str(small_model.parent.parent), lambda *said: told.append(said))
    assert again == hf_folder
    assert told == []
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= {
        each.name for each in hf_folder.iterdir()
    }


def test_what_is_no_model_leaves_nothing_that_would_be_taken_for_one(tmp_path):
    file = tmp_path / "a.gguf"
    file.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelFileError, match="cannot be read") as caught:
        from_gguf(file, str(tmp_path / "cache"), no_progress)
    assert "llamacpp" in caught.value.hint
    assert not [each for each in (tmp_path / "cache").rglob("*") if each.is_dir()][2:]
