"""The check of everything."""

import contextlib

import pytest


def test_scripted_a_healthy_system(batos):
    answer = batos("doctor")
    assert (answer.code, answer.err) == (0, ""), answer
    assert all(line.startswith("ok   ") for line in answer.out.splitlines())
    checks = {finding["check"] for finding in batos("doctor", "--json").json()}
    assert checks >= {"python", "config", "data", "disk", "plugin", "backend", "worker"}


def test_scripted_a_system_that_is_down_is_healthy_too(alone):
    answer = alone("doctor")
    assert answer.code == 0, answer
    assert "not running" in answer.out
    assert "scripted: scripted, script, loads" in answer.out


def test_a_health_check_that_fails_is_a_finding(still, h):
    code = (
        "from batos.plugins import HealthCheck, HealthReport, hookimpl\n"
        "def broken():\n    raise KeyError('oops')\n"
        "def sick():\n    return HealthReport(ok=False, message='It coughs.', hint='Rest.')\n"
        "@hookimpl\ndef batos_health_checks():\n"
        "    return [HealthCheck(name='broken', run=broken), HealthCheck(name='sick', run=sick)]\n"
    )
    h.install(still.shelf, "physician", code)
    answer = still.batos("doctor")
    assert answer.code == 1
    assert "BAD  broken       the check itself failed: KeyError: 'oops'" in answer.out
    assert "BAD  sick         It coughs.\n                  Rest.\n" in answer.out
    assert "Traceback" not in answer.err


def bad(answer):
    """Return what is bad, by check."""
    return {each["check"]: each for each in answer.json() if not each["ok"]}


@contextlib.contextmanager
def gone(*files):
    """Take files away for a while."""
    for file in files:
        file.rename(file.with_suffix(".away"))
    try:
        yield
    finally:
        for file in files:
            file.with_suffix(".away").rename(file)


def test_scripted_nothing_is_ok_that_is_missing(batos, shared):
    """The files that a check of a running system speaks of."""
    with gone(shared.image_file, shared.run_dir / "keys" / "worker.key"):
        found = bad(batos("doctor", "--json"))
    assert set(found) == {"image", "keys"}
    assert str(shared.image_file) in found["image"]["text"]
    assert "image.uri" in found["image"]["hint"]
    assert "worker.key" in found["keys"]["text"]
    assert bad(batos("doctor", "--json")) == {}


def test_scripted_an_image_that_is_missing_is_told_while_the_system_is_down(alone, awake):
    assert alone("genesis").code == 0
    with gone(awake.image_file):
        found = bad(alone("doctor", "--json"))
    assert "is missing, though it has been there" in found["image"]["text"]
    assert bad(alone("doctor", "--json")) == {}


@pytest.mark.long
def test_scripted_a_backup_that_is_gone_is_told(alone, still, tmp_path):
    assert alone("up").code == 0
    folder = tmp_path / "backups"
    assert alone("image", "backup", str(folder)).code == 0
    assert bad(alone("doctor", "--json")) == {}
    folder.rename(tmp_path / "elsewhere")
    assert str(folder) in bad(alone("doctor", "--json"))["backup"]["text"]


@pytest.mark.long
@pytest.mark.parametrize("running", [True, False])
def test_scripted_the_file_of_every_configured_model_is_looked_at(alone, still, running, tmp_path):
    if running:
        assert alone("up").code == 0
    no_model = tmp_path / "notes.gguf"
    no_model.write_text("these are my notes")
    with still.config_file.open("a") as config:
        config.write(
            '\n[backends.gone]\nprovider = "llamacpp"\nmodel = "/nowhere/x.gguf"\n'
            f'\n[backends.notes]\nprovider = "llamacpp"\nmodel = "{no_model}"\n'
        )
    answer = alone("doctor", "--json")
    assert answer.code == 1
    told = [each["text"] for each in answer.json() if each["check"] == "backend" and not each["ok"]]
    assert len(told) == 2
    assert "gone: llamacpp, x: There is no model file '/nowhere/x.gguf'." in told[0]
    assert "is not a GGUF model file" in told[1]
    assert all("no role uses it" in each for each in told)


@pytest.mark.long
def test_scripted_a_package_that_lacks_files_is_told(still, h):
    h.install(still.shelf, "half-there", "")
    record = still.shelf / "half_there-1.0.dist-info" / "RECORD"
    record.write_text("half_there.py,,\nhalf_there/recipes/lists.py,,\n")
    found = bad(still.batos("doctor", "--json"))["package"]
    assert found["text"] == ("half-there lacks 1 of its files, such as half_there/recipes/lists.py")
    (still.shelf / "half_there" / "recipes").mkdir(parents=True)
    (still.shelf / "half_there" / "recipes" / "lists.py").touch()
    assert "package" not in bad(still.batos("doctor", "--json"))


def test_scripted_a_folder_that_is_named_and_not_there_is_told(alone, still, monkeypatch):
    monkeypatch.setenv("BATOS_GUARDIAN__WRITABLE", '["/nowhere/at/all"]')
    assert "/nowhere/at/all" in bad(alone("doctor", "--json"))["writable"]["text"]


def test_a_configuration_that_is_not_there_is_not_said_to_be(alone, still):
    still.config_file.unlink()
    told = {each["check"]: each for each in alone("doctor", "--json").json()}
    assert told["config"]["text"].startswith("no file, so that the defaults hold")
    assert "not born yet" in told["image"]["text"]
    assert "none yet" in told["keys"]["text"]


def test_an_adapter_that_lies_ready_and_is_damaged_is_named(alone, still, peft):
    ready = still.root / "state" / "lora_adapters"
    ready.mkdir(parents=True)
    peft().rename(ready / "mine")
    (ready / "cut.gguf").write_bytes(b"GGUF")
    answer = alone("doctor", "--json")
    told = [each for each in answer.json() if each["check"] == "adapter"]
    assert [each["ok"] for each in told] == [False, True]
    assert "'cut' is damaged" in str(told[0])
