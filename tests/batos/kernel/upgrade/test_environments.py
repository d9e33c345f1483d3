"""Which environment runs."""

import sys
from pathlib import Path

import pytest

from batos.kernel.upgrade.environments import CURRENT, Environment, Environments


@pytest.fixture
def environments(tmp_path):
    made = Environments(tmp_path / "environments")
    made.fresh("any")
    return made


def made(environments, name):
    found = environments.fresh(name)
    Path(found.python).parent.mkdir(parents=True)
    Path(found.python).touch()
    (Path(found.prefix) / "pyvenv.cfg").touch()
    return found


def test_without_an_upgrade_it_is_ones_own(environments):
    assert environments.current() is None
    assert environments.running() == Environment.own()
    (environments.folder / CURRENT).write_text("{")
    assert environments.running() == Environment.own()


def test_it_is_what_was_switched_to(environments):
    own, first, second = Environment.own(), made(environments, "1"), made(environments, "2")
    environments.switch(first, own)
    environments.switch(second, first)
    assert environments.running() == second
    current = environments.current()
    assert (current.previous, current.origin) == (first, own)
    assert environments.is_current(second)
    Path(second.python).unlink()
    assert environments.running() == own  # who deletes it has the one that is left


def test_who_was_upgraded_by_hand_or_is_somebody_else_runs_itself(environments):
    own, first = Environment.own(), made(environments, "1")
    older = Environment(prefix=own.prefix, python=own.python, version="0.0.1")
    environments.switch(first, older)
    assert environments.running() == own
    elsewhere = Environment(prefix="/elsewhere", python=sys.executable, version=own.version)
    (environments.folder / CURRENT).unlink()
    environments.switch(first, elsewhere)
    assert environments.running() == own


def test_after_an_upgrade_by_hand_one_is_led_on_from_there(environments):
    own, first, second = Environment.own(), made(environments, "1"), made(environments, "2")
    older = Environment(prefix=own.prefix, python=own.python, version="0.0.1")
    environments.switch(first, older)
    environments.switch(second, own)
    assert environments.running() == second


def test_what_nobody_needs_is_taken_away(environments):
    own, names = Environment.own(), ("1", "2", "3", "4")
    first, second, third, fourth = (made(environments, name) for name in names)
    environments.switch(second, own)
    environments.switch(third, second)
    environments.tidy()
    kept = [Path(each.prefix).exists() for each in (first, second, third, fourth)]
    assert kept == [False, True, True, False]
    environments.remove(third)
    assert Path(third.prefix).exists()  # it runs
    environments.remove(own)
    assert Path(own.prefix).exists()  # it is not ours
