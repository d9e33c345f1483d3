"""Fixtures: homes with a system in them."""

import importlib.util
import sys
from pathlib import Path

import pytest

_NAME = "batos_tests_system_harness"


def _harness():
    if _NAME not in sys.modules:
        file = Path(__file__).with_name("harness.py")
        spec = importlib.util.spec_from_file_location(_NAME, file)
        sys.modules[_NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]


@pytest.fixture(scope="session", name="h")
def fixture_h():
    """The helpers of ``harness.py``."""
    return _harness()


@pytest.fixture(scope="session")
def born(h, tmp_path_factory):
    """A home whose image is awake, to be copied."""
    return h.bear(tmp_path_factory.mktemp("born"))


@pytest.fixture
def home(h, born, tmp_path):
    """A home with an awakened image; nothing runs yet."""
    made = h.Home(tmp_path, born=born)
    yield made
    made.end()


@pytest.fixture
def living(home):
    """A home whose system is up."""
    home.up()
    return home
