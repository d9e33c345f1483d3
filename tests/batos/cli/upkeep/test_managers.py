"""What the managers of services are told."""

import configparser
import plistlib
import shlex
import sys
from pathlib import Path

import pytest

from batos.cli.upkeep.managers import KINDS, here, manager
from batos.config import load_config
from batos.errors import BatosError


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return what a manager is told of a home in a folder of a name."""

    def tell(kind, name="home"):
        monkeypatch.setenv("BATOS_HOME", str(tmp_path / name))
        monkeypatch.delenv("BATOS_CACHE", raising=False)
        return manager(kind, load_config())

    return tell


def test_the_unit_of_systemd_runs_the_watchdog(told, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    found = told("systemd", 'a "home" of 100% $')
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(found.unit)
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert (Path(program).parent, words) == (Path(sys.executable).parent, ["watchdog"])
    assert unit["Service"]["Environment"].endswith('a \\"home\\" of 100%% $"')
    assert "82" in unit["Service"]["RestartPreventExitStatus"].split()
    assert found.file == tmp_path / "xdg" / "systemd" / "user" / "batos.service"


def test_the_list_of_launchd_runs_the_watchdog(told, tmp_path):
    found = plistlib.loads(told("launchd", "a <home> & more").unit.encode())
    assert found["ProgramArguments"][1:] == ["watchdog"]
    assert found["EnvironmentVariables"] == {"BATOS_HOME": str(tmp_path / "a <home> & more")}
    assert found["KeepAlive"] == {"SuccessfulExit": False}


def test_the_recipe_for_windows_is_for_a_person_to_run(told):
    found = told("windows")
    assert found.file is None
    assert "schtasks /Create" in found.unit
    assert "BATOS_HOME" in found.unit


def test_one_that_is_not_there_says_so_in_a_sentence(told, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for kind in KINDS:
        assert told(kind).missing() == f"There is no {kind} here."
        assert not told(kind).running()
    assert here() in KINDS


def test_one_that_says_no_is_quoted(told, monkeypatch, tmp_path):
    program = tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\necho $* >> $0.said\n[ $2 != enable ] || { echo No. >&2; exit 1; }\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    found = told("systemd")
    assert found.missing() == ""
    assert found.running()
    with pytest.raises(BatosError, match="enable --now batos' failed: No"):
        found.tell(found.install)
    said = Path(f"{program}.said").read_text().splitlines()
    assert said[-2:] == ["--user daemon-reload", "--user enable --now batos"]
