"""Homes on a disk that is full or only for reading: a sentence, an exit code, and nothing lost."""

import os
import shutil
import signal

import pytest

pytestmark = pytest.mark.system

STARTS = {
    ("up",): 2,
    ("tour", "--no-chat"): 2,
    ("serve",): 78,
    ("genesis",): 3,
    ("image", "pack", "--keep-days", "0", "--yes-drop-history"): 3,
    ("image", "restore", "backups", "--force"): 3,
    ("image", "backup", "others"): 3,
}
"""What writes, and its exit code where it cannot."""
LOOKS = (("image",), ("image", "check"), ("config",), ("plugins",), ("backends",))
"""What only looks."""


@pytest.fixture
def home(h, born, disk):
    """A home on a disk of its own, with an awakened image."""
    made = h.Home(disk.path / "user", born=born)
    yield made
    disk.only_for_reading(False)
    disk.free()
    made.end()


@pytest.fixture
def backup(home, disk):
    """A backup of it, among the folders that a start makes."""
    assert home.batos("genesis").code == 0
    assert home.batos("image", "backup", "backups", cwd=disk.path).code == 0


def _says_why(answer, code, reason):
    assert answer.code == code, answer
    assert reason in answer.err, answer
    assert "Traceback" not in answer.err, answer
    assert "bug" not in answer.err, answer
    lines = [line for line in answer.err.splitlines() if reason in line]
    assert len(lines) == 1, answer


@pytest.mark.long
@pytest.mark.parametrize("state", ["awake", "empty"])
def test_on_a_disk_for_reading_only_whatever_writes_says_so(home, backup, disk, state):
    if state == "empty":
        shutil.rmtree(home.root)
        home.root.mkdir()
    disk.only_for_reading()
    for words, code in STARTS.items():
        if state == "empty" and words[0] == "image" and words[1] != "restore":
            continue  # there is no image, and that is told
        wanted = 2 if state == "empty" and words[0] != "image" else code
        _says_why(home.batos(*words, cwd=disk.path), wanted, "Read-only file system")
    for words in LOOKS if state == "awake" else LOOKS[2:]:
        answer = home.batos(*words)
        assert answer.code == 0, answer
    sick = home.batos("doctor")
    assert sick.code == 1
    assert "Traceback" not in sick.err
    assert "BAD" in sick.out


@pytest.mark.long
def test_a_start_on_a_full_disk_says_so(home, backup, disk):
    disk.fill()
    for words, code in STARTS.items():
        if words == ("genesis",):
            continue  # nothing is new, and nothing has to be written
        _says_why(home.batos(*words, cwd=disk.path), code, "No space left on device")
    assert not list(home.run_dir.glob(".*"))
    assert home.batos("image", "check").code == 0
    disk.free()
    home.up()
    assert home.batos("image", "check").code == 0


@pytest.mark.long
def test_a_first_start_on_a_full_disk_says_so(home, disk):
    shutil.rmtree(home.root)
    home.root.mkdir()
    disk.fill()
    _says_why(home.batos("genesis"), 3, "No space left on device")
    _says_why(home.batos("up"), 2, "No space left on device")
    disk.free()
    home.config_file.parent.mkdir(exist_ok=True)
    home.up()


def test_a_disk_that_fills_up_under_a_running_system_costs_nothing_acknowledged(home, h, disk):
    odd, more = h.Odd("kept"), h.Odd("lost")
    home.script(odd.right, more.right, h.ALLOW)
    home.up()
    assert home.batos(*odd.words).code == 0
    disk.fill()
    for _ in range(2):
        home.batos(*more.words, "-q").sentence(3, "No space left on device", "disk full")
        assert home.batos("send", "genesis", odd.name, "ab").json() == "b-kept-a"
        assert home.batos("status").code == 0
    home.batos("image", "backup", "others", cwd=disk.path).sentence(3, "No space left on device")
    # A worker that dies meanwhile comes back.
    os.kill(home.engine("image")["pid"], signal.SIGKILL)
    h.until(lambda: home.engine("image")["state"] == "ready")
    assert home.batos("send", "genesis", odd.name, "ab").json() == "b-kept-a"
    disk.free()
    assert home.batos(*more.words).code == 0
    assert home.batos("down").code == 0
    begun = home.up()
    assert "end of the image" not in begun.err
    for each, answer in ((odd, "b-kept-a"), (more, "b-lost-a")):
        assert home.batos("send", "genesis", each.name, "ab").json() == answer
    assert home.batos("image", "check").code == 0


@pytest.mark.long
def test_a_disk_that_becomes_one_for_reading_is_told(home, h, disk):
    odd, more = h.Odd("kept"), h.Odd("lost")
    home.script(odd.right, more.right, h.ALLOW)
    home.up()
    assert home.batos(*odd.words).code == 0
    home.batos("down")
    disk.only_for_reading()
    _says_why(home.batos("up"), 2, "Read-only file system")
    disk.only_for_reading(False)
    home.up()
    assert home.batos("send", "genesis", odd.name, "ab").json() == "b-kept-a"
