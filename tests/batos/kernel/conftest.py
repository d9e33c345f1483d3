"""Fixtures: the helpers of kernels."""

import pytest


@pytest.fixture(scope="session", name="h")
def fixture_h(kernel_harness):
    """The helpers of kernels."""
    return kernel_harness


@pytest.fixture(scope="session")
def standing(kernel_harness, tmp_path_factory):
    """A kernel with one worker, for every test that leaves both as they are.

    What one test has asked under an id is remembered: another one takes another id.
    """
    process = kernel_harness.KernelProcess(tmp_path_factory.mktemp("standing"))
    yield process.start()
    process.end()
