"""Which models are here, which is taken, and the files."""

import hashlib
from dataclasses import replace

import pytest

from batos.errors import ModelFileError, UnknownNameError
from batos.inference.backend import no_progress
from batos_backend_llamacpp import shelf as module
from batos_backend_llamacpp.catalogue import catalogue
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_llamacpp.shelf import LlamaShelf

LARGE, SMALL = "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"


@pytest.fixture
def room(monkeypatch):
    """How much room there is, to be set."""
    found = {"memory": 1 << 40, "disk": 1 << 40}
    monkeypatch.setattr(module, "free_memory", lambda: found["memory"])
    monkeypatch.setattr(module, "free_disk", lambda _folder: found["disk"])
    return found


@pytest.fixture
def shelf(tmp_path, room):
    return LlamaShelf(LlamaOptions(cache_dir=str(tmp_path)))


def put(shelf, name, size=None):
    """A file of the right size, which takes no room."""
    entry = shelf.entry(name)
    entry.file.parent.mkdir(parents=True, exist_ok=True)
    with entry.file.open("wb") as file:
        file.truncate(entry.size if size is None else size)


def test_the_best_model_is_wanted_where_there_is_room(shelf):
    assert (shelf.wanted().name, shelf.taken().name) == (LARGE, LARGE)
    assert [each.state for each in shelf.entries()] == ["missing", "missing"]


def test_the_small_one_where_memory_or_disk_is_short_and_the_reason_is_told(shelf, room):
    room["memory"] = 1_500_000_000
    wanted = shelf.wanted()
    assert wanted.name == SMALL
    assert wanted.reason == f"{LARGE} wants 2.5 GB of memory, and 1.5 GB are free."
    room.update(memory=1 << 40, disk=600_000_000)
    wanted = shelf.wanted()
    assert wanted.name == SMALL
    assert wanted.reason == f"{LARGE} wants 1.1 GB of disk, and 0.6 GB are free."
    put(shelf, LARGE)
    assert shelf.wanted().name == LARGE, "what is here needs no room"


def test_the_smallest_where_there_is_room_for_none(shelf, room):
    room["memory"] = 0
    assert shelf.wanted().name == SMALL
    assert SMALL in shelf.wanted().reason


def test_what_is_here_is_taken_until_the_wanted_one_is_here(shelf):
    put(shelf, SMALL)
    assert (shelf.wanted().name, shelf.taken().name) == (LARGE, SMALL)
    put(shelf, LARGE)
    assert shelf.taken().name == LARGE


def test_the_configured_one_is_taken_whatever_is_here(tmp_path, room):
    shelf = LlamaShelf(LlamaOptions(cache_dir=str(tmp_path), model=SMALL))
    put(shelf, LARGE)
    room["memory"] = 0
    assert (shelf.wanted().name, shelf.taken().name) == (SMALL, SMALL)


def test_a_file_of_the_users_is_no_model_of_the_shelf(tmp_path):
    shelf = LlamaShelf(LlamaOptions(cache_dir=str(tmp_path), model="/models/own.gguf"))
    assert (shelf.wanted(), shelf.taken()) == (None, None)
    assert [each.name for each in shelf.entries()] == [LARGE, SMALL]


def test_a_file_counts_by_its_size_at_a_start(shelf):
    with pytest.raises(ModelFileError, match="is not here") as caught:
        shelf.find(SMALL)
    assert caught.value.hint == f"Fetch it: batos models get {SMALL}"
    put(shelf, SMALL, 1000)
    assert shelf.entry(SMALL).state == "damaged"
    with pytest.raises(ModelFileError, match="another size than 491400064 bytes"):
        shelf.find(SMALL)
    put(shelf, SMALL)
    assert shelf.find(SMALL) == shelf.entry(SMALL).file


def test_verify_reads_the_file(shelf, monkeypatch):
    content = b"GGUF" * 1000
    sum_ = hashlib.sha256(content).hexdigest()
    tiny = replace(catalogue()[1], bytes=len(content), sha256=sum_)
    monkeypatch.setattr(module, "find_model", lambda _name: tiny)
    path = shelf.entry(SMALL).file
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert shelf.verify(SMALL, no_progress) == path
    path.write_bytes(b"X" + content[1:])
    with pytest.raises(ModelFileError) as caught:
        shelf.verify(SMALL, no_progress)
    got = hashlib.sha256(path.read_bytes()).hexdigest()
    for part in (str(path), sum_, got):
        assert part in caught.value.message
    assert caught.value.hint == (
        f"Fetch it again: batos models remove {SMALL}; batos models get {SMALL}"
    )


def test_a_model_is_removed_with_what_there_is_of_a_download(shelf):
    put(shelf, SMALL)
    part = shelf.entry(SMALL).file.parent / ".fetching" / SMALL / "hub" / "hub.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"some")
    assert shelf.remove(SMALL) == catalogue()[1].bytes
    assert shelf.entry(SMALL).state == "missing"
    assert shelf.remove(SMALL) == 0


def test_an_unknown_name_is_told(shelf):
    for ask in (shelf.find, shelf.remove, shelf.entry):
        with pytest.raises(UnknownNameError, match=r"qwen2\.5-coder-7b"):
            ask("qwen2.5-coder-7b")
