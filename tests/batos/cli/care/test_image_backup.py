"""``batos image backup``, ``verify`` and ``restore``."""

import pytest


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def test_a_running_system_is_backed_up_and_tried_out(batos, shared, folder):
    answer = batos("image", "backup", str(folder))
    assert answer.code == 0, answer
    assert "full" in answer.out
    again = batos("image", "backup", str(folder), "--incremental", "--json").json()
    assert again["folder"] == str(folder)
    answer = batos("image", "verify", str(folder))
    assert answer.code == 0, answer
    assert "can be relied on" in answer.err
    assert "methods" in answer.err
    assert batos("image", "verify", str(folder), "--quick", "--json").json()["drill"] is None
    assert str(folder) in batos("image").out


@pytest.mark.long
def test_a_running_system_is_not_restored_over(batos, folder, tmp_path):
    assert batos("image", "backup", str(folder)).code == 0
    batos("image", "restore", str(folder), "--force").sentence(3, "batos down")
    target = tmp_path / "other.fs"
    answer = batos("image", "restore", str(folder), "--to", str(target))
    assert answer.code == 0, answer
    assert target.exists()
    assert batos("image", "check", str(target)).code == 0
    batos("image", "restore", str(folder), "--to", str(target)).sentence(2, "--force")


def test_a_home_comes_back_as_it_was(alone, awake, folder):
    shown = alone("objects", "--json").json()
    first = alone("image", "backup", str(folder), "--json").json()
    awake.image_file.write_bytes(b"FS30 nothing is left of it")
    alone("image", "restore", str(folder)).sentence(2, "already")
    answer = alone("image", "restore", str(folder), "--force")
    assert answer.code == 0, answer
    assert "is now" in answer.err
    assert alone("image", "check").code == 0
    assert alone("image", "restore", str(folder), "--at", first["point"]["tid"]).code == 2
    assert alone("objects", "--json").json() == shown


@pytest.mark.parametrize("at", ["yesterday-ish", "2026-13-01", ""])
def test_a_time_that_is_none_is_said(alone, folder, at):
    alone("image", "restore", str(folder), "--at", at).sentence(2, "time")


def test_bad_folders_are_said(alone, awake, folder):
    alone("image", "verify", str(folder)).sentence(3, "holds no backups")
    alone("image", "restore", str(folder), "--to", str(awake.folder / "x.fs")).sentence(
        3, "holds no backups"
    )
    alone("image", "backup", str(awake.user.parent)).sentence(2, "other things")
    folder.write_text("a file")
    alone("image", "backup", str(folder)).sentence(2, "not a folder")


def test_a_damaged_backup_has_its_own_exit_code(alone, awake, folder):
    assert alone("image", "backup", str(folder)).code == 0
    piece = next((folder / "image").glob("*.fs"))
    content = bytearray(piece.read_bytes())
    content[1000] ^= 1
    piece.write_bytes(content)
    answer = alone("image", "verify", str(folder))
    assert answer.code == 3
    assert "DAMAGE" in answer.out
