"""Commands that other packages bring."""

import json
import os
import subprocess
import sys

import pytest

from batos.cli.reach.contributed import contributed

GREET = """
import click

@click.command()
@click.argument("name")
def greet(name):
    "Greet somebody."
    click.echo(f"Hello, {name}!")

nothing = 3
"""


@pytest.fixture
def batos(tmp_path, monkeypatch):
    """Run the command line beside a package that brings commands."""
    site = tmp_path / "site"
    info = site / "greeting-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: greeting\nVersion: 1.2\n", "utf-8")
    (info / "entry_points.txt").write_text(
        "[batos.commands]\n"
        "greet = greeting:greet\n"
        "send = greeting:greet\n"
        "chat = greeting:greet\n"
        "broken = greeting:missing\n"
        "wrong = greeting:nothing\n",
        "utf-8",
    )
    (site / "greeting.py").write_text(GREET, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), *sys.path]))
    monkeypatch.setenv("BATOS_HOME", str(tmp_path / "home"))

    def run(*words):
        program = (
            f"import sys; sys.path.insert(0, {str(site)!r}); from batos.cli.main import run; run()"
        )
        return subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
        )

    return run


def test_it_is_a_noun_like_ours(batos):
    done = batos("greet", "Ann")
    assert (done.stdout, done.returncode) == ("Hello, Ann!\n", 0)
    assert "Commands of other packages:\n  broken  From greeting." in batos("--help").stdout
    assert "Did you mean 'greet'?" in batos("gret").stderr


def test_it_is_listed_with_its_package(batos):
    (line,) = [each for each in batos("plugins").stdout.splitlines() if "command greet" in each]
    assert "greeting" in line
    assert "1.2" in line


def test_nobody_takes_the_place_of_one_of_ours(batos):
    assert "Send a message to an object" in batos("send", "--help").stdout
    assert "Greet" not in batos("chat", "--help").stdout
    rows = {each["name"]: each for each in json.loads(batos("plugins", "--json").stdout)}
    assert rows["command send"]["state"] == "duplicate"
    assert rows["command send"]["reason"] == "BAT OS has a command of that name"


@pytest.mark.parametrize(
    ("name", "why"), [("broken", "AttributeError"), ("wrong", "no command of click")]
)
def test_one_that_cannot_be_loaded_names_its_package(batos, name, why):
    done = batos(name)
    assert why in done.stderr
    assert "Mend or uninstall greeting." in done.stderr
    assert done.returncode == 5


def test_without_plugins_there_are_chat_and_parlor_alone(batos, monkeypatch):
    monkeypatch.setenv("BATOS_NO_PLUGINS", "1")
    assert "greet" not in batos("--help").stdout
    contributed.cache_clear()
    assert [*contributed()] == ["chat", "parlor"]
    contributed.cache_clear()
