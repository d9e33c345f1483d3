"""Putting a model file together: whole and right, or not at all."""

import errno
import hashlib
import os
import shutil

import pytest

from batos.errors import ModelFileError
from batos.inference.backend import no_progress
from batos_backend_llamacpp import model_file
from batos_backend_llamacpp.model_file import ModelSource, assemble, embedded_source

PARTS = (b"GGUF" + os.urandom(3_000_000), os.urandom(2_000_000), b"end")


@pytest.fixture
def source(tmp_path):
    paths = []
    for number, content in enumerate(PARTS):
        paths.append(tmp_path / f"part{number}")
        paths[-1].write_bytes(content)
    digest = hashlib.sha256(b"".join(PARTS)).hexdigest()
    return ModelSource(name="tiny.gguf", sha256=digest, parts=tuple(paths))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "models"


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_the_parts_become_one_file_with_progress(source, folder):
    shares = []
    path = assemble(source, folder, lambda what, share: shares.append(share))
    assert path.read_bytes() == b"".join(PARTS)
    assert names(folder) == ["tiny.gguf", "tiny.gguf.checked"]
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1.0


def test_a_second_start_reads_nothing(source, folder, monkeypatch):
    assemble(source, folder, no_progress)
    for part in source.parts:
        part.unlink()
    monkeypatch.setattr(model_file, "_hash", lambda path: pytest.fail("hashed again"))
    assert assemble(source, folder, no_progress) == folder / "tiny.gguf"


def test_a_file_from_elsewhere_is_hashed_once(source, folder, monkeypatch):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf").write_bytes(b"".join(PARTS))
    told = []
    assemble(source, folder, lambda what, share: told.append(what))
    assert told == ["Checking tiny.gguf"]
    assemble(source, folder, lambda what, share: told.append(what))
    assert len(told) == 1


def test_a_damaged_file_names_itself_both_sums_and_the_way_out(source, folder):
    path = assemble(source, folder, no_progress)
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        assemble(source, folder, no_progress)
    got = hashlib.sha256(content).hexdigest()
    for part in (str(path), source.sha256, got):
        assert part in caught.value.message
    assert "Delete it" in caught.value.hint
    assert str(path) in caught.value.hint
    path.unlink()
    assert assemble(source, folder, no_progress).read_bytes() == b"".join(PARTS)


def test_a_damaged_part_leaves_nothing_behind(source, folder):
    source.parts[1].write_bytes(b"damaged")
    with pytest.raises(ModelFileError, match="do not make the right file") as caught:
        assemble(source, folder, no_progress)
    assert source.sha256 in caught.value.message
    assert "--force-reinstall" in caught.value.hint
    assert names(folder) == []


def test_a_missing_part_is_named(source, folder):
    source.parts[2].unlink()
    with pytest.raises(ModelFileError, match="part2"):
        assemble(source, folder, no_progress)


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(source, folder, monkeypatch):
    usage = shutil.disk_usage(folder.parent.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(ModelFileError, match=r"no room .* 5 MB") as caught:
        assemble(source, folder, no_progress)
    assert "cache_dir" in caught.value.hint
    assert names(folder) == []


def test_a_disk_that_fills_up_leaves_nothing_behind(source, folder):
    def fill_up(what, share):
        if share > 0.5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(ModelFileError, match="no room"):
        assemble(source, folder, fill_up)
    assert names(folder) == []


def test_an_interrupt_leaves_nothing_behind(source, folder):
    def interrupt(what, share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assemble(source, folder, interrupt)
    assert names(folder) == []


def test_a_folder_that_cannot_be_made_is_told(source, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelFileError, match="cannot be put together"):
        assemble(source, tmp_path / "file" / "models", no_progress)


def test_the_installed_model_has_all_its_parts():
    source = embedded_source()
    assert source.name.endswith(".gguf")
    assert len(source.sha256) == 64
    assert all(part.is_file() for part in source.parts)
    assert source.parts[0].read_bytes()[:4] == b"GGUF"
