"""Listing plugins and backends; and what a broken plugin does to the rest."""

import pytest

PERSONAS = ["alfred", "babs", "brick", "robin"]


def test_backends_are_listed_with_what_is_configured(alone):
    rows = alone("backends", "--json").json()
    assert [(row["name"], row["provider"], row["state"]) for row in rows] == [
        ("embedded", "llamacpp", "installed"),
        ("scripted", "scripted", "installed"),
        ("", "hf", "installed, not configured"),
        ("", "ollama", "installed, not configured"),
        ("", "openai", "installed, not configured"),
        ("auto", "llamacpp", "embedded: llama.cpp runs in this process."),
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
    assert {row["name"] for row in rows} == {
        *PERSONAS,
        *("command chat", "command parlor", "everyday", "guardian", "health", "hf", "llamacpp"),
        *("minilm", "ollama", "openai", "scripted", "sentence-transformers"),
    }
    own = {row["name"]: row for row in rows if row["built_in"]}
    assert set(own) == {"guardian", "health"}
    assert {row["distribution"] for row in own.values()} == {"batos-core"}
    assert "guardian rule covenant" in own["guardian"]["provides"]
    assert "health check room" in own["health"]["provides"]
    assert {row["state"] for row in rows} == {"active"}
    lines = alone("plugins").out.splitlines()
    assert lines[0].split() == ["name", "state", "distribution", "version", "provides", "reason"]
    assert all(line == line.rstrip() for line in lines)


def test_a_plugin_can_be_left_out(alone, still):
    still.config_file.write_text(
        still.config_file.read_text() + '\n[plugins]\ndisabled = ["robin", "guardian"]\n'
    )
    rows = {row["name"]: row for row in alone("plugins", "--json").json()}
    assert rows["robin"]["state"] == "disabled"
    assert rows["alfred"]["state"] == "active"
    assert rows["guardian"]["state"] == "active"
    assert rows["guardian"]["reason"] == "a part of the core, which cannot be disabled"


@pytest.mark.long
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


PACK = """
from pathlib import Path
from batos.plugins import SkillPackSpec, hookimpl


@hookimpl
def batos_skill_packs():
    folder = Path(__file__).with_name("loud_skills")
    yield SkillPackSpec(name="loud", summary="For the deaf", folder=folder)
"""
SHOUT = """\
# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "shout_oddly"
# signature = "(self, text)"
# doc = "Shout a text oddly."
# examples = [{ args = ["a"], result = "A!?" }]
# ///
def shout_oddly(self, text):
    return text.upper() + "!?"
"""


@pytest.mark.long
def test_scripted_a_pack_with_a_bad_skill_is_told_and_the_rest_of_it_is_there(alone, still, h):
    h.install(still.shelf, "loud", PACK)
    folder = still.shelf / "loud_skills"
    folder.mkdir()
    empty = {row["name"]: row for row in alone("plugins", "--json").json()}["loud"]
    assert (empty["state"], empty["left_out"]) == ("failed", [])
    assert "'loud' is empty" in empty["reason"]
    (folder / "shout.py").write_text(SHOUT)
    (folder / "sly.py").write_text(
        SHOUT.replace("shout_", "sly_").replace("text.", "text.__class__.")
    )
    row = {row["name"]: row for row in alone("plugins", "--json").json()}["loud"]
    assert (row["state"], row["provides"]) == ("active", ["skill pack loud"])
    [sly] = row["left_out"]
    assert (sly["path"], sly["pack"]) == ("sly.py", "loud")
    assert "1 skill left out, see: batos doctor" in alone("plugins").out
    sick = alone("doctor")
    assert sick.code == 1
    told = " ".join(sick.out.split())
    assert "loud is taken without sly.py: the guardian refuses it" in told
    assert alone("up").code == 0
    assert alone("ask", "write a method called shout_oddly; 'b' gives 'B!?'").code == 0
    assert "shout_oddly, a recipe of loud (loud 1.0)" in alone("why", "genesis.shout_oddly").out


def test_a_provider_that_is_not_installed_is_named(alone, still):
    still.config_file.write_text(
        'default_backend = "big"\n[backends.big]\nprovider = "lamacpp"\nmodel = "x"\n'
    )
    rows = alone("backends", "--json").json()
    assert rows[1]["state"] == "provider not installed"
    sick = alone("doctor")
    assert "needs the provider 'lamacpp', which is not installed" in sick.out
    assert "Did you mean 'llamacpp'?" in sick.out
