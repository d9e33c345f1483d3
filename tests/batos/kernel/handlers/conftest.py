"""Fixtures: the system that all tests share, instead of a kernel alone."""

import pytest


@pytest.fixture(scope="session", name="h")
def fixture_h(system_harness):
    """The helpers of whole systems again."""
    return system_harness
