"""Fixtures: commands on a terminal."""

import contextlib
import importlib.util
import sys
from pathlib import Path

import pytest


def _screen():
    """Return the class that runs a program on a terminal, from the tests of the chat."""
    name = "batos_tests_terminal"
    if name not in sys.modules:
        file = Path(__file__).parents[2] / "batos_client" / "test_terminal.py"
        spec = importlib.util.spec_from_file_location(name, file)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name].Screen


@pytest.fixture
def typed(shared):
    """Starts a command on a terminal of its own."""
    pytest.importorskip("pty", reason="needs a pseudo terminal")
    with contextlib.ExitStack() as stack:

        def start(*words):
            return stack.enter_context(contextlib.closing(_screen()(shared, *words)))

        yield start
