"""Fixtures: homes with a system in them."""

import pytest


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
