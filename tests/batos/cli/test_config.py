"""The configuration, and what a wrong one gets."""

import pytest


def test_every_setting_is_shown_with_its_origin(alone, still):
    lines = alone("config").out.splitlines()
    assert lines[0].split() == ["setting", "value", "origin"]
    rows = {row["setting"]: row for row in alone("config", "show", "--json").json()}
    assert rows["kernel.port"] == {"setting": "kernel.port", "value": 0, "origin": "environment"}
    assert rows["default_backend"]["origin"] == str(still.config_file)
    assert rows["cycle.repairs"]["origin"] == "default"
    assert len(lines) == len(rows) + 1
    assert "origin" not in alone("config", "show", "--no-origin").out


def test_the_folders_are_shown(alone, still):
    assert alone("config", "path").out == f"{still.config_file}\n"
    shown = alone("config", "path", "--all").out
    assert [line.split()[0] for line in shown.splitlines()] == [
        "config",
        "data",
        "state",
        "runtime",
        "cache",
    ]
    assert str(still.root / "data") in shown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kernel = [", ["is not valid TOML", "Mend that line"]),
        ("[kernel]\nprot = 1", ["Unknown setting 'kernel.prot'", "Did you mean 'port'?"]),
        ("[kernel]\nthreads = 'x'", ["'kernel.threads' is not valid"]),
        ("[cycle]\nseconds = -1", ["'cycle.seconds' is not valid"]),
        ("backends = 3", ["backends"]),
        ("cycle = 3", ["cycle"]),
        ("default_backend = 'none'", ["No backend", "'none'"]),
        ("\xff", ["cannot be read"]),
    ],
)
@pytest.mark.parametrize("command", ["up", "backends", "doctor"])
def test_a_damaged_configuration_is_told_in_a_sentence(alone, still, text, told, command):
    still.config_file.write_bytes(text.encode("latin-1"))
    answer = alone(command)
    assert answer.code == (1 if command == "doctor" else 2)
    assert "Traceback" not in answer.err
    for words in told:
        assert words in answer.out + answer.err


def test_a_home_that_cannot_be_made_is_told(alone, still, monkeypatch):
    (still.root / "data").touch()
    for command in ("up", "genesis", "serve"):
        alone(command).sentence(2, "cannot be created", "BATOS_HOME")
    sick = alone("doctor")
    assert (sick.code, "BATOS_HOME" in sick.out) == (1, True)
    monkeypatch.setenv("BATOS_HOME", str(still.config_file))
    alone("up").sentence(2, "cannot be")
