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


def test_a_setting_is_shown(alone, still):
    assert alone("config", "get", "default_backend").out == "scripted\n"
    assert alone("config", "get", "kernel.port").out == "0\n"
    assert alone("config", "get", "cycle.veto").out == "true\n"
    shown = alone("config", "get", "kernel.port", "--origin")
    assert (shown.out, shown.err) == ("0\n", "from: environment\n")
    assert alone("config", "get", "cycle.repairs", "--origin", "--json").json() == {
        "setting": "cycle.repairs",
        "value": 2,
        "origin": "default",
    }
    section = alone("config", "get", "kernel", "--json").json()
    assert {row["setting"].partition(".")[0] for row in section} == {"kernel"}
    assert alone("config", "get", "kernel").out.splitlines()[0].split() == ["setting", "value"]
    alone("config", "get", "kernel.prot").sentence(
        2, "'kernel.prot'", "Did you mean 'kernel.port'?"
    )


def test_a_setting_is_written_and_taken_out_again(alone, still):
    before = still.config_file.read_text("utf-8")
    done = alone("config", "set", "cycle.repairs", "3")
    assert (done.code, done.out, done.err) == (0, "", "cycle.repairs is 3.\n")
    assert alone("config", "get", "cycle.repairs").out == "3\n"
    told = alone("config", "set", "cycle.repairs", "4", "--json").json()
    assert told == {"setting": "cycle.repairs", "value": 4, "file": str(still.config_file)}
    alone("config", "set", "cycle.repairs", "-4").sentence(2, "greater than or equal to 0")
    alone("config", "set", "cycle.repairs", "null").sentence(2, "cannot be null", "config unset")
    alone("config", "set", "cycle.repairs", "[4").sentence(2, "begins like JSON")
    assert alone("config", "unset", "cycle.repairs", "--json").json()["setting"] == "cycle.repairs"
    assert still.config_file.read_text("utf-8").rstrip() == before.rstrip()
    alone("config", "unset", "cycle.repairs").sentence(2, "no setting in the file")


def test_a_secret_is_taken_from_standard_input_and_shown_nowhere(alone, still):
    for key, name in (("api_key", "sekret-1"), ("password", "sekret-2")):
        setting = f"backends.scripted.options.{key}"
        done = alone("config", "set", setting, "-", say=f"{name}\n")
        assert (done.code, done.out, done.err) == (0, "", f"{setting} is ….\n")
        assert name in still.config_file.read_text("utf-8")
    alone("config", "set", "backends.scripted.options.api_key_env", "MY_KEY")
    alone("config", "set", "image.uri", "postgres://amy:sekret-3@db.example/batos")
    for words in (
        ["show"],
        ["show", "--json"],
        ["get", "backends.scripted.options.api_key"],
        ["get", "image.uri", "--origin"],
        ["get", "backends"],
    ):
        answer = alone("config", *words)
        assert answer.code == 0
        assert "sekret" not in answer.out + answer.err
    assert "MY_KEY" in alone("config", "get", "backends").out


@pytest.mark.long
def test_what_hides_a_change_is_told(alone, still):
    done = alone("config", "set", "kernel.port", "5600")
    assert done.err.splitlines()[1:] == ["BATOS_KERNEL__PORT in the environment overrides it."]
    assert alone("up").code == 0
    for words in (["set", "cycle.repairs", "1"], ["unset", "cycle.repairs"]):
        told = alone("config", *words).err.splitlines()[1:]
        assert told == [
            "The running system goes on as it is until it is started again: batos down, batos up."
        ]


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
    assert alone("config", "path", "--json").json() == str(still.config_file)
    assert alone("config", "path", "--all", "--json").json()["data"] == str(still.root / "data")


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
