"""The commands of the memory, where nothing runs."""

import pytest


@pytest.fixture
def memory(alone, awake, monkeypatch):
    """Runs commands on the image of a home where nothing runs."""
    monkeypatch.setenv("BATOS_MEMORY__EMBEDDER", "none")
    return lambda *words, **given: alone("memory", *words, **given)
