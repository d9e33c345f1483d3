"""EXAMPLE keeps what every persona keeps: python -m pip install -e ".[test]"; python -m pytest."""

from batos.testing import PersonaSuite


class TestExample(PersonaSuite):
    """The kit of BAT OS, for this persona."""

    name = "example"
