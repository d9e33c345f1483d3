"""Groups that carry out one of their commands where none is named."""

import json

import click
import pytest
from click.testing import CliRunner

from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, print_json


@click.group(cls=NounGroup, verb="show")
@click.option("--all", "everything", is_flag=True)
@json_flag
def hats(everything, as_json):
    """Look at hats."""


@hats.command()
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True)
@click.option("--colour", default="red")
@json_flag
def show(name, everything, colour, as_json):
    """Show a hat."""
    print_json([name, everything, colour, as_json])
    return 3


@hats.command()
def burn():
    """Burn them."""
    click.echo("burnt")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], [None, False, "red", False]),
        (["--all", "--json"], [None, True, "red", True]),
        (["show", "mine", "--colour", "blue"], ["mine", False, "blue", False]),
        (["--json", "show", "mine"], ["mine", False, "red", True]),
    ],
)
def test_the_verb_is_done_where_no_command_is_named(words, said):
    done = CliRunner().invoke(hats, words, standalone_mode=False)
    assert (json.loads(done.output), done.return_value) == (said, 3)


def test_another_command_is_done_alone():
    done = CliRunner().invoke(hats, ["burn"])
    assert done.output == "burnt\n"


def test_it_says_what_it_is():
    assert "Look at hats." in CliRunner().invoke(hats, ["--help"]).output
