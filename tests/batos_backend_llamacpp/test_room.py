"""Room for a model."""

import shutil

from batos_backend_llamacpp import room


def test_the_disk_is_that_of_a_folder_that_is_not_there_yet(tmp_path):
    assert abs(room.free_disk(tmp_path / "a" / "b") - shutil.disk_usage(tmp_path).free) < 1 << 30
