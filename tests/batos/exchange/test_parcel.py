"""Folders that come from anywhere."""

import os

import pytest

from batos.errors import TravelError, UsageError
from batos.exchange import parcel as parcels
from batos.exchange.manifest import MANIFEST, SIGNATURE
from batos.exchange.parcel import read_parcel, sealed, write_parcel

FILES = {"methods/genesis.a.py": b"first\n", "methods/genesis.b.py": b"second\n"}


@pytest.fixture
def folder(t):
    return t.packed(FILES)


def test_a_parcel_comes_back_from_its_folder(t, folder):
    parcel = folder.read()
    assert parcel.files == FILES
    assert parcel.signer == t.signer.public
    assert parcel.warnings == ()
    assert parcel.members == {
        each.relative_to(folder.path).as_posix(): each.read_bytes()
        for each in folder.path.rglob("*")
        if each.is_file()
    }


def test_a_parcel_goes_into_a_new_or_empty_folder_only(tmp_path, folder):
    parcel = folder.read()
    with pytest.raises(UsageError, match="not empty"):
        write_parcel(parcel, folder.path)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        write_parcel(parcel, tmp_path / "file" / "x")
    write_parcel(parcel, tmp_path / "a" / "b")
    assert read_parcel(tmp_path / "a" / "b").files == FILES


def test_what_is_no_parcel_is_told(tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        read_parcel(tmp_path / "missing")
    with pytest.raises(UsageError, match="is no parcel"):
        read_parcel(tmp_path)


def test_a_changed_file_is_refused(folder):
    folder.file("genesis.a").write_bytes(b"First\n")
    with pytest.raises(TravelError, match=r"genesis\.a\.py: its content is not"):
        folder.read()


def test_a_file_of_another_length_is_refused(folder):
    folder.file("genesis.a").write_bytes(b"f")
    with pytest.raises(TravelError, match=r"genesis\.a\.py: it has 1 bytes where"):
        folder.read()
    folder.file("genesis.a").write_bytes(b"first\n" * 2)
    with pytest.raises(TravelError, match=r"genesis\.a\.py: it has 12 bytes"):
        folder.read()


def test_a_missing_file_is_refused(folder):
    folder.file("genesis.a").unlink()
    with pytest.raises(TravelError, match=r"genesis\.a\.py: it cannot be read"):
        folder.read()


def test_a_hundred_megabytes_are_refused_before_they_are_read(folder):
    with folder.file("genesis.a").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(TravelError, match="104857600 bytes"):
        folder.read()
    text = (folder.path / MANIFEST).read_text("utf-8")
    folder.manifest(text.replace("size = 6", "size = 104857600").encode())
    with pytest.raises(TravelError, match="at most 1048576 are taken"):
        folder.read()
    with (folder.path / MANIFEST).open("ab") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(TravelError, match=r"manifest\.toml: it has 104857600 bytes"):
        folder.read()


def test_all_files_together_may_be_too_much(folder, monkeypatch):
    monkeypatch.setattr(parcels, "LARGEST_TOTAL", 10)
    with pytest.raises(TravelError, match="13 bytes; at most 10"):
        folder.read()
    with pytest.raises(TravelError, match="at most 10 can travel"):
        sealed("skills", FILES, None)


def test_what_is_too_large_is_not_packed():
    with pytest.raises(TravelError, match="at most 1048576 can travel"):
        sealed("skills", {"methods/a.py": b"x" * (1024 * 1024 + 1)}, None)


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX only")
@pytest.mark.parametrize("name", ["methods/genesis.a.py", MANIFEST, SIGNATURE])
def test_a_link_is_not_followed(folder, tmp_path, name):
    target = folder.path / name
    (tmp_path / "elsewhere").write_bytes(target.read_bytes())
    target.unlink()
    target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TravelError, match="symbolic link"):
        folder.read()


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX only")
def test_a_linked_folder_is_not_followed(folder, tmp_path):
    (folder.path / "methods").rename(tmp_path / "moved")
    (folder.path / "methods").symlink_to(tmp_path / "moved")
    with pytest.raises(TravelError, match="symbolic link"):
        folder.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_a_pipe_does_not_make_anybody_wait(folder):
    folder.file("genesis.a").unlink()
    os.mkfifo(folder.path / "methods" / "genesis.a.py")
    with pytest.raises(TravelError, match="no plain file"):
        folder.read()


def test_a_folder_in_the_place_of_a_file_is_refused(folder):
    folder.file("genesis.a").unlink()
    (folder.path / "methods" / "genesis.a.py").mkdir()
    with pytest.raises(TravelError, match=r"genesis\.a\.py"):
        folder.read()


def test_files_that_nobody_listed_are_left_alone_with_a_warning(folder):
    (folder.path / "README.md").write_text("hello", "utf-8")
    (folder.path / "methods" / "genesis.c.py").write_text("import os", "utf-8")
    (folder.path / "methods" / "nested").mkdir()
    parcel = folder.read()
    assert parcel.files == FILES
    assert sorted(warning.partition(":")[0] for warning in parcel.warnings) == [
        "README.md",
        "methods/genesis.c.py",
        "methods/nested",
    ]
    for number in range(50):
        (folder.path / f"more-{number}").touch()
    assert len(folder.read().warnings) == 21


def test_a_parcel_without_a_signature_has_no_signer(t, folder):
    (folder.path / SIGNATURE).unlink()
    assert folder.read().signer == ""
    (folder.path / SIGNATURE).touch()
    with pytest.raises(TravelError, match="empty"):
        folder.read()


def test_a_signature_over_another_manifest_is_refused(folder):
    text = (folder.path / MANIFEST).read_bytes()
    (folder.path / MANIFEST).write_bytes(text.replace(b'batos = "', b'batos = "9'))
    with pytest.raises(TravelError, match="does not belong"):
        folder.read().signer  # noqa: B018 - it is checked when it is asked for
