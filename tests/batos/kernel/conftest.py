"""Fixtures: a kernel in a child process."""

import importlib.util
import sys
from pathlib import Path

import pytest

_FILE = Path(__file__).parents[1] / "kernel" / "harness.py"
_NAME = "batos_tests_kernel_harness"


def _harness():
    if _NAME not in sys.modules:
        spec = importlib.util.spec_from_file_location(_NAME, _FILE)
        sys.modules[_NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]


@pytest.fixture(name="h")
def fixture_h():
    """The helpers of ``harness.py``."""
    return _harness()


@pytest.fixture
def kernel(h, tmp_path):
    """A kernel that the test starts; ended with it."""
    process = h.KernelProcess(tmp_path)
    yield process
    process.end()


@pytest.fixture
def running(kernel):
    """A kernel with one worker, ready."""
    return kernel.start()
