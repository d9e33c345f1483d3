"""Whose instructions are followed."""

import json
import os

import pytest

from batos.errors import UpgradeError
from batos.kernel.upgrade.instructions import (
    FILE,
    Instructions,
    check_instructions,
    read_instructions,
    write_instructions,
)


@pytest.fixture
def state(tmp_path):
    (tmp_path / "state").mkdir(mode=0o700)
    return tmp_path / "state"


def lay(state, value, mode=0o600):
    path = state / FILE
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    path.chmod(mode)


def test_what_is_written_is_read(state):
    assert read_instructions(state) is None
    wanted = Instructions(packages={"batos-core": "1.2.0"}, wheels="/wheels")
    write_instructions(state, wanted)
    assert (state / FILE).stat().st_mode & 0o777 == 0o600
    assert read_instructions(state) == wanted
    with pytest.raises(UpgradeError, match="already, and it has not begun"):
        write_instructions(state, wanted)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_by_hand_will_do(state, mode):
    lay(state, {"packages": {"batos-core": "1.2.0"}}, mode)
    assert read_instructions(state).packages == {"batos-core": "1.2.0"}


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_change_is_not_followed(state, mode):
    lay(state, {"rollback": True}, mode)
    with pytest.raises(UpgradeError, match="can be changed by other users") as caught:
        read_instructions(state)
    assert "chmod go-w" in caught.value.hint


def test_a_link_is_not_followed(state, tmp_path):
    lay(tmp_path, {"rollback": True})
    (state / FILE).symlink_to(tmp_path / FILE)
    with pytest.raises(UpgradeError, match="cannot be read"):
        read_instructions(state)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "cannot be understood"),
        ("[" * 100_000, "larger than 64 kB"),
        ("[" * 10_000, "cannot be understood"),
        ({"rolback": True}, "rolback"),
        ({"packages": {"batos-core": ">=1"}}, "cannot be understood"),
        ({"packages": {"--index-url": "1"}}, "cannot be understood"),
        ({"packages": {"batos-core": "1 --pre"}}, "cannot be understood"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(state, value, told):
    lay(state, value)
    with pytest.raises(UpgradeError, match=told):
        read_instructions(state)


def test_what_is_no_file_is_not_waited_for(state):
    os.mkfifo(state / FILE)
    with pytest.raises(UpgradeError, match="is no file"):
        read_instructions(state)


@pytest.fixture
def wheels(tmp_path):
    folder = tmp_path / "wheels"
    folder.mkdir(mode=0o755)
    (folder / "x-1-py3-none-any.whl").touch(0o644)
    return folder


def refused(folder, told, writable=()):
    with pytest.raises(UpgradeError, match=told):
        check_instructions(Instructions(wheels=str(folder)), writable)


def test_wheels_are_taken_from_a_folder_of_ones_own(wheels, tmp_path):
    check_instructions(Instructions(wheels=str(wheels)), (tmp_path / "state",))
    for folder in ("somewhere", "/no/such/folder"):
        refused(folder, "no folder of wheels")
    refused(wheels, "the kernel may write there", (tmp_path,))
    (tmp_path / "link").symlink_to(wheels)  # it could be turned elsewhere in a moment
    refused(tmp_path / "link", "leads elsewhere")
    refused(tmp_path / ("x" * 300), "cannot be looked at|no folder of wheels")
    (wheels / "x-1-py3-none-any.whl").chmod(0o666)
    refused(wheels, r"x-1-py3-none-any\.whl' can be changed by other users")
    (wheels / "x-1-py3-none-any.whl").unlink()
    refused(wheels, "There is no wheel in")


def test_instructions_for_nothing_are_refused():
    with pytest.raises(UpgradeError, match="name nothing"):
        check_instructions(Instructions(), ())
