"""What kernel and workers leave themselves of the system, tried in real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from batos.config import load_config
from batos.guardian.trial import landlock
from batos.kernel.worker.confinement import kernel_folders

held = pytest.mark.skipif(landlock.version() < 2, reason="the system has no Landlock")
_PROGRAM = Path(__file__).with_name("confined_program.py")


@pytest.fixture
def seen(tmp_path):
    """Returns what a confined process could do."""

    def run(kind, **settings):
        env = {
            **{name: text for name, text in os.environ.items() if not name.startswith("BATOS_")},
            "BATOS_HOME": str(tmp_path / "home"),
            "BATOS_CACHE": str(tmp_path / "cache"),
            **settings,
        }
        command = [sys.executable, str(_PROGRAM), kind, str(tmp_path / "outside")]
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@held
def test_an_image_worker_has_its_own_folders_and_python_and_a_zygote(seen, tmp_path):
    found = seen("image")
    assert "landlock" in found["walls"]
    assert (found["inside"], found["read"], found["temporary"]) == ("done", "done", "done")
    assert (found["outside"], found["program"]) == ("PermissionError", "PermissionError")
    assert found["cache"] == "PermissionError"
    assert found["python_was_held"] is True  # what it starts inherits the limits
    assert not (tmp_path / "outside").exists()
    assert found["image"] is True
    # The zygote of trials starts, and starts again.
    assert found["trial"] is True
    assert found["trial_after_death"] is True


@held
def test_an_image_worker_writes_large_transactions_into_sqlite(seen, tmp_path):
    uri = (tmp_path / "sqlite").as_uri().replace("file://", "sqlite://")
    found = seen("image", BATOS_IMAGE__URI=uri)
    assert found["outside"] == "PermissionError"


@held
def test_an_inference_worker_writes_the_cache_and_starts_nothing(seen):
    found = seen("inference")
    assert (found["inside"], found["cache"]) == ("done", "done")
    assert (found["outside"], found["program"], found["python"]) == ("PermissionError",) * 3


@held
def test_further_folders_are_a_matter_of_configuration(seen, tmp_path):
    found = seen("inference", BATOS_GUARDIAN__WRITABLE=json.dumps([str(tmp_path)]))
    assert found["outside"] == "done"


def test_it_can_be_switched_off(seen):
    found = seen("image", BATOS_GUARDIAN__CONFINE="false")
    assert "switched off" in found["walls"]
    assert (found["outside"], found["program"]) == ("done", "done")


def test_the_kernel_leaves_itself_what_its_workers_need(tmp_path):
    env = {"BATOS_HOME": str(tmp_path / "home"), "BATOS_CACHE": str(tmp_path / "cache")}
    image = tmp_path / "elsewhere" / "my.fs"
    blobs = tmp_path / "blobs"
    env["BATOS_IMAGE__URI"] = f"{image.as_uri()}?blobstorage_dir={blobs}"
    folders = kernel_folders(load_config(environ=env))
    assert {image.parent, blobs, tmp_path / "home" / "state", tmp_path / "cache"} <= set(folders)
    assert tmp_path / "home" / "config" not in folders
    off = {**env, "BATOS_GUARDIAN__CONFINE": "false"}
    assert kernel_folders(load_config(environ=off)) is None


def test_a_storage_that_is_no_file_needs_no_folder_of_its_own(tmp_path):
    env = {
        "BATOS_HOME": str(tmp_path / "home"),
        "BATOS_CACHE": str(tmp_path / "cache"),
        "BATOS_IMAGE__URI": "zeo://localhost:9000",
    }
    assert tmp_path / "home" / "state" in kernel_folders(load_config(environ=env))
