"""Which packages go into a new environment."""

import sys

import pytest

from batos.errors import UpgradeError
from batos.kernel.upgrade.instructions import Instructions
from batos.kernel.upgrade.packages import _requirements, family


def there(version, *, needed=False, local=False):
    return {"version": version, "needed": needed, "local": local}


BEFORE = {
    "batos-core": there("1.0", needed=True),
    "batos-persona-brick": there("1.0"),
    "zodb": there("6.4", needed=True),
    "torch": there("2.1"),
    "of-my-own": there("0.1", local=True),
    "pip": there("26.0"),
}


def test_what_was_installed_beside_comes_along():
    wanted = Instructions(packages={"batos-core": "1.1", "Batos_Persona.Brick": "1.1"})
    assert _requirements(wanted, BEFORE) == [
        "batos-core==1.1",
        "batos-persona-brick==1.1",
        "torch==2.1",
    ]


def test_the_index_brings_nothing_that_was_never_there():
    with pytest.raises(UpgradeError, match="'evil' is not installed"):
        _requirements(Instructions(packages={"evil": "1"}), BEFORE)


def test_from_a_folder_nothing_else_is_fetched(wheels, tmp_path):
    path = wheels.core(tmp_path)
    rest = ["--no-index", "--find-links", str(tmp_path)]
    assert _requirements(Instructions(wheels=str(tmp_path)), BEFORE) == [*rest, str(path)]
    named = Instructions(wheels=str(tmp_path), packages={"batos-core": wheels.NEXT})
    assert _requirements(named, BEFORE) == [*rest, f"batos-core=={wheels.NEXT}"]


def test_all_of_batos_go_to_one_version_together(wheels, tmp_path):
    found = family(sys.executable, "9.9", None, lambda: None)
    assert {"batos-core", "batos-client", "batos-persona-robin"} <= set(found)
    assert set(found.values()) == {"9.9"}
    wheels.core(tmp_path, "9.9")
    assert family(sys.executable, "9.9", tmp_path, lambda: None) == {"batos-core": "9.9"}
    with pytest.raises(UpgradeError, match=r"no wheel of batos-core 9\.8"):
        family(sys.executable, "9.8", tmp_path, lambda: None)
