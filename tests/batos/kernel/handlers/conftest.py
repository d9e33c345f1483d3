"""Fixtures: the system that all tests share, instead of a kernel alone."""

import importlib.util
import sys
from pathlib import Path

import pytest

_NAME = "batos_tests_system_harness"


@pytest.fixture(scope="session", name="h")
def fixture_h():
    """The helpers of ``tests/system/harness.py``."""
    if _NAME not in sys.modules:
        file = Path(__file__).parents[3] / "system" / "harness.py"
        spec = importlib.util.spec_from_file_location(_NAME, file)
        sys.modules[_NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]
