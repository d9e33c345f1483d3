"""How a worker's process ends."""

import signal
import sys

import pytest

from batos.kernel.process.child import cause_of_death


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_cause_is_said_in_words():
    assert cause_of_death(3) == "exit code 3"
    assert cause_of_death(-signal.SIGSEGV) == "killed by SIGSEGV"
