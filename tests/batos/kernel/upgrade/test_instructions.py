"""Whose instructions are followed."""

import json

import pytest

from batos.errors import UpgradeError
from batos.kernel.upgrade.instructions import (
    FILE,
    Instructions,
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


def test_what_is_written_is_read(state, tmp_path):
    assert read_instructions(state, ()) is None
    wheels = tmp_path / "wheels"
    wheels.mkdir(mode=0o755)
    lay(state, {"wheels": str(wheels)})
    with pytest.raises(UpgradeError, match="There is no wheel in"):
        read_instructions(state, ())
    (state / FILE).unlink()
    (wheels / "x-1-py3-none-any.whl").touch(0o644)
    wanted = Instructions(packages={"batos-core": "1.2.0"}, wheels=str(wheels))
    write_instructions(state, wanted)
    assert (state / FILE).stat().st_mode & 0o777 == 0o600
    assert read_instructions(state, (state,)) == wanted
    with pytest.raises(UpgradeError, match="already, and it has not begun"):
        write_instructions(state, wanted)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_by_hand_will_do(state, mode):
    lay(state, {"packages": {"batos-core": "1.2.0"}}, mode)
    assert read_instructions(state, ()).packages == {"batos-core": "1.2.0"}


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_change_is_not_followed(state, mode):
    lay(state, {"rollback": True}, mode)
    with pytest.raises(UpgradeError, match="can be changed by other users") as caught:
        read_instructions(state, ())
    assert "chmod go-w" in caught.value.hint


def test_another_users_file_is_not_followed(state, monkeypatch):
    lay(state, {"rollback": True})
    owner = (state / FILE).stat().st_uid
    monkeypatch.setattr("os.getuid", lambda: owner + 1)
    if owner:
        with pytest.raises(UpgradeError, match="belongs to another user"):
            read_instructions(state, ())


def test_a_link_is_not_followed(state, tmp_path):
    lay(tmp_path, {"rollback": True})
    (state / FILE).symlink_to(tmp_path / FILE)
    with pytest.raises(UpgradeError, match="cannot be read"):
        read_instructions(state, ())


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "cannot be understood"),
        ("[" * 100_000, "larger than 64 kB"),
        ("[" * 10_000, "cannot be understood"),
        ({}, "names nothing"),
        ({"rolback": True}, "rolback"),
        ({"packages": {"batos-core": ">=1"}}, "cannot be understood"),
        ({"packages": {"--index-url": "1"}}, "cannot be understood"),
        ({"packages": {"batos-core": "1 --pre"}}, "cannot be understood"),
        ({"wheels": "somewhere"}, "no folder of wheels"),
        ({"wheels": "/no/such/folder"}, "no folder of wheels"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(state, value, told):
    lay(state, value)
    with pytest.raises(UpgradeError, match=told):
        read_instructions(state, ())


def test_wheels_are_not_taken_from_where_the_kernel_may_write(state):
    (state / "tmp").mkdir(mode=0o700)
    (state / "tmp" / "x-1-py3-none-any.whl").touch(0o600)
    lay(state, {"wheels": str(state / "tmp")})
    with pytest.raises(UpgradeError, match="the kernel may write there"):
        read_instructions(state, (state,))


def test_wheels_that_others_may_change_are_not_taken(state, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir(mode=0o755)
    (wheels / "x-1-py3-none-any.whl").touch()
    (wheels / "x-1-py3-none-any.whl").chmod(0o666)
    lay(state, {"wheels": str(wheels)})
    with pytest.raises(UpgradeError, match=r"x-1-py3-none-any\.whl"):
        read_instructions(state, ())
