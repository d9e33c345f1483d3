"""Upgrades that go through, are rolled back, or are killed on their way."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batos.kernel.upgrade.journal import Journal, Step

# A whole environment is made and filled, and whole systems start in it.
pytestmark = pytest.mark.timeout(1200)

PROGRAM = Path(__file__).with_name("upgrade_program.py")
ON_THE_WAY = [
    step
    for step in Step
    if step not in (Step.DONE, Step.ROLL_BACK, Step.ROLLED_BACK, Step.FAILED, Step.REFUSED)
]
ALWAYS = (Step.INSTALL, Step.SWITCH)


@pytest.fixture
def old(awake):
    """A home that runs, with a method that somebody was told is kept."""
    text = "def twice(self, n):\n    return n * 2\n"
    awake.up()
    assert awake.batos("define", "genesis.twice", say=text).code == 0
    assert awake.batos("example", "genesis.twice", "2 -> 4").code == 0
    return awake


@pytest.fixture
def away(tmp_path_factory):
    """A folder that nothing of the home may write."""
    return tmp_path_factory.mktemp("away")


@pytest.fixture
def folder(wheels, away):
    made = away / "wheels"
    wheels.core(made)
    return made


def killed_at(home, where, folder):
    """Begin an upgrade, and have it killed; return whether it was."""
    done = subprocess.run(
        [sys.executable, "-P", str(PROGRAM), where, str(folder)],
        env=home.env,
        capture_output=True,
        text=True,
        timeout=1000,
        check=False,
    )
    assert done.returncode in (0, -9), done
    return done.returncode == -9


def one_version_works(home):
    """Start what is there, ask it what was acknowledged, and check the image."""
    answer = home.batos("up")
    assert answer.code == 0, answer
    assert home.batos("send", "genesis", "twice", "21").out.strip() == "42"
    assert home.batos("image", "check").code == 0
    told = home.batos("upgrade", "--status", "--json").json()
    assert Path(told["runs"]["python"]).exists()
    return told


def running_python(home):
    pid = home.connection().pid
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()


def test_scripted_there_and_back(old, folder, wheels):
    done = old.batos("upgrade", "--wheels", folder, "--json")
    assert done.code == 0, done
    told = done.json()
    assert [each["step"] for each in told["steps"]] == ["begin", *ON_THE_WAY, "done"]
    told = one_version_works(old)
    assert told["runs"]["version"] == wheels.NEXT
    assert told["runs"]["prefix"] != sys.prefix == told["previous"]["prefix"]
    if sys.platform == "linux":
        assert running_python(old) == told["runs"]["python"]
    assert not (old.root / "data-environments" / "trial").exists()
    back = old.batos("upgrade", "--rollback")
    assert back.code == 0, back
    assert one_version_works(old)["runs"]["prefix"] == sys.prefix


@pytest.mark.parametrize(
    ("prelude", "told"),
    [
        # It is dead as soon as it is to serve.
        ("import sys; 'serve' in sys.orig_argv and sys.exit(70)", "ended while it was starting"),
        pytest.param(
            "import sys; 'doctor' in sys.orig_argv and sys.exit('It hurts.')",
            "'batos doctor' cannot be run: It hurts.",
            marks=pytest.mark.long,
        ),
        pytest.param(
            "import os; os.environ['BATOS_PLUGINS__DISABLED'] = '[\"robin\"]'",
            "The plugin robin is not active any more",
            marks=pytest.mark.long,
        ),
    ],
)
def test_scripted_what_does_not_work_never_takes_over(old, wheels, away, prelude, told):
    wheels.core(away / "sick", prelude=prelude)
    answer = old.batos("upgrade", "--wheels", away / "sick")
    answer.sentence(1, "The upgrade was rolled back", told)
    assert old.connection().alive()
    told = one_version_works(old)
    assert told["runs"]["prefix"] == sys.prefix
    assert (told["state"], told["previous"]) == ("rolled back", None)
    left = [each.name for each in (old.root / "data-environments").iterdir()]
    assert not [name for name in left if name.startswith("batos-")]


@pytest.mark.long
def test_scripted_one_that_works_on_a_copy_and_not_in_earnest_is_rolled_back(old, wheels, away):
    home = str(old.root)
    prelude = (
        "import os, sys; 'serve' in sys.orig_argv and "
        f"os.environ.get('BATOS_HOME') == {home!r} and sys.exit(70)"
    )
    wheels.core(away / "sly", prelude=prelude)
    answer = old.batos("upgrade", "--wheels", away / "sly")
    answer.sentence(1, "The upgrade was rolled back")
    told = one_version_works(old)
    assert told["runs"]["prefix"] == sys.prefix
    assert "switch" in [each["step"] for each in told["steps"]]


@pytest.mark.parametrize(
    "step", [pytest.param(s, marks=[] if s in ALWAYS else pytest.mark.long) for s in ON_THE_WAY]
)
def test_scripted_one_that_is_killed_is_finished_or_rolled_back(old, folder, wheels, step):
    assert killed_at(old, step, folder)
    told = one_version_works(old)
    # Where it was killed before it had switched, nothing is left of it.
    ended, version = ("done", wheels.NEXT) if step == Step.START else ("rolled back", "0.1.0")
    assert (told["state"], told["runs"]["version"]) == (ended, version)
    if ended != "done":
        assert f"interrupted at the step '{step}'" in told["text"]


@pytest.mark.long
def test_scripted_a_way_back_that_is_killed_is_gone_to_its_end(old, wheels, away):
    wheels.core(away / "sick", prelude="import sys; 'serve' in sys.orig_argv and sys.exit(70)")
    assert killed_at(old, Step.ROLL_BACK, away / "sick")
    told = one_version_works(old)
    assert (told["state"], told["runs"]["prefix"]) == ("rolled back", sys.prefix)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_scripted_after_each_of_many_kills_one_version_works(old, folder):
    """At random moments: BATOS_TEST_KILLS says how many."""
    begun = time.monotonic()
    assert not killed_at(old, "never", folder)
    seconds, killed = time.monotonic() - begun, 0
    for number in range(int(os.environ.get("BATOS_TEST_KILLS", "10"))):
        assert old.batos("set", "genesis.kills", str(number)).code == 0
        killed += killed_at(old, f"within {seconds}", folder)
        told = one_version_works(old)
        assert old.batos("get", "genesis.kills").out.strip() == str(number)
        steps = [each["step"] for each in told["steps"]]
        print(json.dumps({"kill": number, "steps": steps}), flush=True)
    assert killed


def test_scripted_instructions_that_cannot_be_followed_are_told(awake, away):
    awake.batos("upgrade", "--rollback").sentence(1, "There is no environment to go back to.")
    awake.batos("upgrade", "--to", "0.1.0").sentence(1, "batos-core 0.1.0 runs already.")
    awake.batos("upgrade", "--to", "9", "--wheels", away).sentence(1, "no wheel of batos-core")
    told = awake.batos("upgrade", "--json").json()
    assert (told["state"], told["waiting"]) == ("refused", False)
    assert Journal(awake.root / "data-environments").read().ended
