"""From a name to a folder."""

import pytest

from batos.errors import ModelFileError, UnknownNameError
from batos.inference import no_progress
from batos_backend_hf.options import HfOptions
from batos_backend_hf.sources.source import model_name, to_folder


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "codellama/CodeLlama-7b-Instruct-hf"),
        ({"role": "curator"}, "google/gemma-2b-it"),
        ({"model": "qwen2.5-coder-7b"}, "Qwen/Qwen2.5-Coder-7B-Instruct"),
        ({"model": "owner/name"}, "owner/name"),
        ({"model": "/models/a-coder"}, "a-coder"),
        ({"model": "~/models/a-coder.gguf"}, "a-coder"),
    ],
)
def test_a_model_is_called_by_what_it_is(given, name):
    assert model_name(HfOptions(**given)) == name


def test_a_folder_is_taken_as_it_is(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    assert to_folder(HfOptions(model=str(tmp_path)), no_progress) == tmp_path


@pytest.mark.parametrize("name", ["none", "none.gguf"])
def test_what_is_not_there_is_told_with_its_place(tmp_path, name):
    with pytest.raises(ModelFileError, match="There is no model") as caught:
        to_folder(HfOptions(model=str(tmp_path / name)), no_progress)
    assert str(tmp_path / name) in caught.value.message


def test_a_name_that_is_no_preset_gets_a_near_match():
    with pytest.raises(UnknownNameError, match=r"qwen2\.5-coder-8b") as caught:
        to_folder(HfOptions(model="qwen2.5-coder-8b"), no_progress)
    assert "Did you mean 'qwen2.5-coder-" in caught.value.hint
