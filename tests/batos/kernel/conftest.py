"""Fixtures: the helpers of kernels."""

import pytest


@pytest.fixture(scope="session", name="h")
def fixture_h(kernel_harness):
    """The helpers of kernels."""
    return kernel_harness
