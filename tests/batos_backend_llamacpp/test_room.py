"""Room for a model."""

import shutil

import pytest

from batos.errors import BackendError
from batos_backend_llamacpp import room


def test_the_disk_is_that_of_a_folder_that_is_not_there_yet(tmp_path):
    assert abs(room.free_disk(tmp_path / "a" / "b") - shutil.disk_usage(tmp_path).free) < 1 << 30


def test_a_model_that_is_larger_than_the_memory_is_refused_with_both_numbers(tmp_path, monkeypatch):
    model = tmp_path / "big.gguf"
    model.write_bytes(bytes(1000))
    room.check_memory(model)
    monkeypatch.setattr(room, "free_memory", lambda: 999)
    with pytest.raises(BackendError, match=r"'big' takes 0\.0 GB of memory, and 0\.0 GB"):
        room.check_memory(model)
