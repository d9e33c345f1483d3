"""kill -9 at random moments: nothing acknowledged is lost, and nothing is there by half."""

import os
import secrets

import pytest

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks and kills as POSIX does"),
]
NAMES = (
    "install",
    "cycles",
    "making",
    "messages",
    "genesis",
    "packing",
    "backup",
    "undo",
    "ingest",
    "approval",
    "import",
)
SHORT = 2
LONG = 35


def kill_often(victims, name, count, first):
    """Kill ``count`` times; the seeds follow from the first one, which a failure tells."""
    made = victims(name)
    for number in range(count):
        try:
            made.kill(number, first + number)
        except AssertionError as error:
            note = f"in kill {number} of {name}; seed {first}, see {made.place.folder}"
            error.add_note(note)
            raise
    made.end()


def seed():
    """Return the seed of this run: BATOS_TEST_SEED, or one that nobody had."""
    return int(os.environ.get("BATOS_TEST_SEED") or secrets.randbelow(10**6))


@pytest.mark.parametrize("name", ["install", "making", "messages", "genesis", "backup"])
def test_nothing_acknowledged_is_lost(victims, name):
    kill_often(victims, name, SHORT, seed())


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_acknowledged_is_lost_in_many_kills(victims, name):
    kill_often(victims, name, LONG, seed())
