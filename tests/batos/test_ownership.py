"""Whose a file is."""

import os

import pytest

from batos.ownership import fault_of


@pytest.mark.parametrize(
    ("mode", "fault"),
    [(0o600, ""), (0o644, ""), (0o620, "can be changed by other users"), (0o606, "can be changed")],
)
def test_what_others_may_change_is_told(tmp_path, mode, fault):
    file = tmp_path / "file"
    file.touch()
    file.chmod(mode)
    assert fault_of(file.stat()).startswith(fault)
    assert bool(fault_of(file.stat())) == bool(fault)


def test_what_another_user_has_made_is_told(tmp_path, monkeypatch):
    state = list(tmp_path.stat())
    state[4] = os.getuid() + 1
    assert fault_of(os.stat_result(state)) == "belongs to another user"
