"""Listing plugins, personas and backends; and what a broken plugin does to the rest."""

import pytest

PERSONAS = ["alfred", "babs", "brick", "robin"]


@pytest.mark.parametrize("running", [True, False])
def test_personas_are_listed_whether_the_system_runs_or_not(running, request):
    batos = request.getfixturevalue("batos" if running else "alone")
    lines = batos("personas").out.splitlines()
    assert lines[0].split() == ["name", "title", "role", "pillars", "state"]
    assert [line.split()[0] for line in lines[1:]] == PERSONAS
    assert max(map(len, lines)) < 160
    rows = batos("personas", "--json").json()
    assert [row["name"] for row in rows] == PERSONAS
    assert {row["state"] for row in rows} == {"active" if running else "installed"}
    assert all(row["identity"] for row in rows)


def test_backends_are_listed_with_what_is_configured(alone):
    rows = alone("backends", "--json").json()
    assert [(row["name"], row["provider"], row["state"]) for row in rows] == [
        ("embedded", "llamacpp", "installed"),
        ("scripted", "scripted", "installed"),
    ]
    assert "coder" in rows[1]["roles"]
    assert rows[0]["roles"] == []
    assert alone("backends").out.startswith("name      provider  model")


def test_scripted_backends_tell_what_runs_and_since_when(batos):
    answer = batos("backends")
    assert answer.out.splitlines()[-1].startswith("running: scripted, script: loaded since 20")
    rows = {row["name"]: row for row in batos("backends", "--json").json()}
    assert rows["scripted"]["running"]["state"] == "loaded"
    assert rows["scripted"]["running"]["since"]
    assert rows["embedded"]["running"] is None


def test_without_a_kernel_backends_say_that_none_runs(alone):
    assert alone("backends").out.endswith("running: no kernel runs\n")
    assert {row["running"] for row in alone("backends", "--json").json()} == {None}


def test_plugins_are_listed(alone):
    rows = alone("plugins", "--json").json()
    assert {row["name"] for row in rows} == {*PERSONAS, "llamacpp", "scripted"}
    assert {row["state"] for row in rows} == {"active"}
    lines = alone("plugins").out.splitlines()
    assert lines[0].split() == ["name", "state", "distribution", "version", "provides", "reason"]
    assert all(line == line.rstrip() for line in lines)


def test_a_plugin_can_be_left_out(alone, still):
    still.config_file.write_text(
        still.config_file.read_text() + '\n[plugins]\ndisabled = ["robin"]\n'
    )
    states = {row["name"]: row["state"] for row in alone("plugins", "--json").json()}
    assert states["robin"] == "disabled"
    assert states["alfred"] == "active"


def test_scripted_a_broken_plugin_is_listed_and_everything_else_works(alone, still, h):
    h.install(still.shelf, "broken-thing", "raise RuntimeError('it cannot be imported')\n")
    rows = {row["name"]: row for row in alone("plugins", "--json").json()}
    assert rows["broken-thing"]["state"] == "failed"
    assert "it cannot be imported" in rows["broken-thing"]["reason"]
    assert "failed" in alone("plugins").out
    sick = alone("doctor")
    assert sick.code == 1
    assert "it cannot be imported" in sick.out
    assert alone("up").code == 0
    assert alone("objects").code == 0
    assert {row["name"] for row in alone("personas", "--json").json()} == set(PERSONAS)


def test_a_provider_that_is_not_installed_is_named(alone, still):
    still.config_file.write_text(
        'default_backend = "big"\n[backends.big]\nprovider = "lamacpp"\nmodel = "x"\n'
    )
    rows = alone("backends", "--json").json()
    assert rows[1]["state"] == "provider not installed"
    sick = alone("doctor")
    assert "needs the provider 'lamacpp', which is not installed" in sick.out
    assert "Did you mean 'llamacpp'?" in sick.out
