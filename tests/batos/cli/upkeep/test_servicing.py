"""``batos service``, where no manager of services runs."""

import pytest


@pytest.fixture
def bare(alone, still, monkeypatch):
    """Runs a command on a system with no manager of services."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(still.user / "xdg"))
    monkeypatch.setenv("PATH", str(still.user))
    monkeypatch.setattr("sys.platform", "linux")
    return alone


def test_it_is_written_and_nothing_is_started(bare, still):
    file = still.user / "xdg" / "systemd" / "user" / "batos.service"
    printed = bare("service", "install", "--print")
    assert not file.exists()
    done = bare("service", "install")
    assert (done.code, str(file) in done.out) == (0, True)
    assert "There is no systemd here. The service is written, and nothing was started." in done.err
    assert file.read_text() == printed.out
    assert bare("service", "--json").json()["installed"]
    assert "does not run" in bare("service", "status").out
    assert bare("service", "remove").err == "The service is removed.\n"
    assert not file.exists()
    assert bare("service", "remove").err == "There is no service to remove.\n"
    assert "not installed" in bare("service").out


@pytest.mark.parametrize(("kind", "word"), [("launchd", "<plist"), ("windows", "schtasks")])
def test_another_systems_is_only_printed(bare, still, kind, word):
    done = bare("service", "install", "--for", kind)
    assert (done.code, word in done.out) == (0, True)
    assert bare("service", "install", "--for", kind, "--json").json()["manager"] == kind
    assert not (still.user / "xdg").exists()
