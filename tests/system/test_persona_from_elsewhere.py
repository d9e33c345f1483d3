"""A persona that nobody here knows: made by a command, installed by pip, and at work.

A scratch environment has the packages of this one beneath it, and the persona alone on top. What
answers is a model that follows a script.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = [pytest.mark.system, pytest.mark.timeout(1200)]

ASKED = "tell me about the colour of candles"
SAID = "Candle wax holds its colour where no draught comes."
WRITES = """
system = '''
You are {title}. Write one Python function. Offered: {offered}.
'''
"""
"""What makes a writer of the persona of the template; it is appended to its prompts."""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A package of somebody's own, as the command makes it."""
    made = tmp_path_factory.mktemp("elsewhere") / "batos-persona-ferret"
    home = tmp_path_factory.mktemp("home")
    words = [sys.executable, "-P", "-m", "batos.cli.main", "personas", "new", "ferret"]
    words += ["--folder", str(made)]
    subprocess.run(words, check=True, env={**os.environ, "BATOS_HOME": str(home)})
    [described] = made.glob("src/*/persona.toml")
    described.write_text(described.read_text("utf-8") + WRITES, "utf-8")
    return made


class Scratch:
    """An environment of its own.

    Attributes:
        python: Its interpreter.
    """

    def __init__(self, folder):
        venv.create(folder, with_pip=False, symlinks=True)
        paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
        beneath = sysconfig.get_paths()["purelib"]
        # As a path alone the packages that are installed in place would not be found in it.
        line = f"import site; site.addsitedir({beneath!r})\n"
        (Path(paths["purelib"]) / "beneath.pth").write_text(line, "utf-8")
        self.python = Path(paths["scripts"]) / Path(sys.executable).name

    def run(self, *words, **options):
        return subprocess.run(
            [str(self.python), "-P", *words], capture_output=True, text=True, check=False, **options
        )

    def pip(self, verb, *words):
        done = subprocess.run(
            [sys.executable, "-m", "pip", "--python", str(self.python), verb, "-q", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def scratch(package, tmp_path_factory):
    pytest.importorskip("hatchling")
    made = Scratch(tmp_path_factory.mktemp("scratch") / "venv")
    made.pip("install", "--no-index", "--no-deps", "--no-build-isolation", str(package))
    return made


@pytest.fixture
def ferret(scratch, still, h):
    """The commands of a home, run in the scratch environment."""

    def batos(*words):
        done = scratch.run("-m", "batos.cli.main", *words, env=still.env)
        still._remember()
        return h.Answer(done.returncode, done.stdout, done.stderr)

    return batos


def test_it_passes_the_kit(scratch, package):
    done = scratch.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=package)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_scripted_it_is_routed_to_speaks_and_writes_and_outlives_its_package(
    scratch, package, ferret, still, h
):
    odd = h.Odd("ferret")
    still.script(
        h.ALLOW,
        {"when": ASKED, "answer": SAID},
        {"when": 'candles" => ', "answer": '{"action": "answer_question", "args": []}'},
        {"when": "candles ->", "answer": "ferret"},
        odd.right,
    )
    assert ferret("up").code == 0
    [line] = [each for each in ferret("personas", "--json").json() if each["name"] == "ferret"]
    assert (line["state"], line["package"]) == ("active", "batos-persona-ferret 0.1.0")

    reply = ferret("ask", ASKED, "--json").json()
    assert (reply["persona"], reply["text"]) == ("ferret", SAID)

    assert ferret("set", "state_synthesizing.persona", "ferret").code == 0
    assert ferret(*odd.words).code == 0
    assert ferret("why", f"genesis.{odd.name}", "--json").json()["persona"] == "ferret"
    assert ferret("set", "ferret.tone", "curt").code == 0
    assert ferret("undo", "ferret.tone").code == 0
    assert ferret("set", "ferret.title", "Keeper of Candles").code == 0
    assert ferret("down").code == 0

    scratch.pip("uninstall", "--yes", package.name)
    try:
        begun = ferret("up")
        missing = "FERRET lives on in the image; its package is missing: batos-persona-ferret 0.1.0"
        assert (begun.code, missing in begun.err) == (0, True), begun
        [line] = [each for each in ferret("personas", "--json").json() if each["name"] == "ferret"]
        assert (line["state"], line["title"]) == ("orphaned", "Keeper of Candles")
        assert ferret("ask", ASKED, "--json").json()["persona"] == "ferret"
        assert ferret("send", "genesis", odd.name, "ab").json() == "b-ferret-a"
    finally:
        scratch.pip("install", "--no-index", "--no-deps", "--no-build-isolation", str(package))
