"""Programs that an upgrade runs."""

import sys

import pytest

from batos.errors import CancelledError, UpgradeError
from batos.kernel.upgrade.programs import answer_of, installed, run


def nobody():
    pass


def test_what_a_program_says_is_kept():
    done = run([sys.executable, "-c", "import sys; print(1); sys.exit('ERROR: no\\nmore')"], nobody)
    assert (done.code, done.out, done.last_line) == (1, "1\n", "ERROR: no")
    with pytest.raises(UpgradeError, match="cannot be started"):
        run(["/no/such/python"], nobody)


def test_who_is_heeded_ends_it():
    def heed():
        raise CancelledError("Enough.")

    with pytest.raises(CancelledError):
        run([sys.executable, "-c", "while True: pass"], heed)


def test_batos_is_asked_through_its_own_command_line(still):
    code, value = answer_of(sys.executable, ["config", "path"], nobody, env=still.env)
    assert code == 0
    assert str(still.root) in str(value)
    with pytest.raises(UpgradeError, match="'batos status --help' cannot be run"):
        answer_of(sys.executable, ["status", "--help"], nobody, env=still.env)


def test_what_is_installed_is_told_with_what_it_is_there_for():
    found = installed(sys.executable, nobody)
    assert found["batos-core"]["local"]
    assert found["zodb"]["needed"]
    assert not found["ruff"]["needed"]
