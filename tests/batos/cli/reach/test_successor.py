"""Who is led to the environment that an upgrade has left."""

import json
import sys

import pytest

from batos.cli.reach.successor import _successor
from batos.version import __version__


@pytest.fixture
def named(tmp_path):
    """Name an environment as the one that runs, and return the file."""

    def name(origin=sys.prefix, version=__version__, prefix="/next", python=sys.executable):
        file = tmp_path / "current.json"
        told = {
            "origin": {"prefix": origin, "version": version},
            "environment": {"prefix": prefix, "python": python},
        }
        file.write_text(json.dumps(told))
        file.chmod(0o600)
        return file

    return name


def test_the_one_that_was_replaced_is_led_on(named):
    assert _successor(named()) == sys.executable


@pytest.mark.parametrize(
    "told",
    [
        {"origin": "/another"},
        {"version": "0.0.1"},
        {"prefix": sys.prefix},
        {"python": "/no/such/python"},
    ],
)
def test_nobody_else_is(named, told):
    assert _successor(named(**told)) is None


def test_a_file_that_is_not_there_damaged_or_open_to_others_leads_nowhere(named, tmp_path):
    assert _successor(tmp_path / "nothing.json") is None
    file = named()
    file.chmod(0o666)
    assert _successor(file) is None
    file.chmod(0o600)
    for text in ("", "[]", "{}", '{"origin": 1}'):
        file.write_text(text)
        assert _successor(file) is None
