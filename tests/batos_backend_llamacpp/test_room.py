"""Room for a model."""

import shutil

import psutil
import pytest

from batos.inference import availability
from batos_backend_llamacpp import room


def test_the_disk_is_that_of_a_folder_that_is_not_there_yet(tmp_path):
    assert abs(room.free_disk(tmp_path / "a" / "b") - shutil.disk_usage(tmp_path).free) < 1 << 30


@pytest.mark.parametrize(
    ("most", "free"), [("max", 10_000), ("3000", 3000 - 1000 + 400), ("500", 0), ("?", 10_000)]
)
def test_memory_is_what_the_machine_has_within_the_limit_of_a_container(
    tmp_path, monkeypatch, most, free
):
    memory = psutil.virtual_memory()._replace(available=10_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    monkeypatch.setattr(availability, "_GROUP", tmp_path)
    assert room.free_memory() == 10_000
    (tmp_path / "memory.max").write_text(most)
    (tmp_path / "memory.current").write_text("1000")
    (tmp_path / "memory.stat").write_text("anon 600\nfile 400\n")
    assert room.free_memory() == free
