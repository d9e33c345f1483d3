"""Every command line in the pages is one that the programs take."""

import re

import click
import pytest

from batos.cli.main import cli
from batos.config import load_config


def _parse(words):
    """Parse a command line as click would, without running it."""
    context = click.Context(cli, info_name="batos", **cli.context_settings)
    name, *rest = words
    if name.startswith("-"):
        cli.make_context("batos", list(words))
        return
    command = cli.get_command(context, name)
    assert command is not None, f"there is no command {name!r}"
    # Asked for, since a group may import some of its commands when they are called.
    verbs = {}
    if isinstance(command, click.Group):
        verbs = {
            verb: command.get_command(context, verb) for verb in command.list_commands(context)
        }
    if isinstance(command, click.Group) and rest and rest[0] in verbs:
        context = click.Context(command, info_name=name, parent=context)
        command, *rest = verbs[rest[0]], *rest[1:]
    elif isinstance(command, click.Group) and any(word in verbs for word in rest):
        # A group with an argument of its own, which stands before the name of the command.
        place = next(n for n, word in enumerate(rest) if word in verbs)
        context = command.make_context(name, rest[: place + 1], parent=context)
        command, *rest = verbs[rest[place]], *rest[place + 1 :]
        name = command.name
    elif isinstance(command, click.Group):
        assert all(word.startswith("-") for word in rest), f"there is no command {words!r}"
    command.make_context(name, rest, parent=context)


_INCOMPLETE = (click.MissingParameter, click.exceptions.NoArgsIsHelpError)


def test_every_command_line_is_understood(page, read, tmp_path):
    for line in read.command_lines(page):
        try:
            if line.words:
                _parse(line.words)
        except click.exceptions.Exit:
            pass  # --help and --version
        except click.UsageError as error:
            if line.is_mention and isinstance(error, _INCOMPLETE):
                continue  # a sentence may name a command alone
            pytest.fail(f"batos {' '.join(line.words)}: {error.format_message()}")
        given = dict(each.split("=", 1) for each in line.environ)
        load_config(environ={"BATOS_HOME": str(tmp_path), **given})


def test_no_command_line_in_a_console_is_passed_over(page, read):
    for block in read.blocks(page):
        if block.language not in ("console", "sh", "bash"):
            continue
        for line in block.text.splitlines():
            if re.search(r"(?<![\w./-])batos\s", line) and not line.lstrip().startswith("#"):
                assert read._calls(block.page, line.strip()), f"{block.page}: {line}"


def test_command_lines_are_found_at_all(every_page, read):
    found = [line.words for page in every_page for line in read.command_lines(page)]
    assert ("send", "genesis", "count_vowels", "banana") in found
    assert ("up", "--wait") in found
    assert ("config", "path", "--all") in found


@pytest.mark.parametrize("words", [["jobs"], ["up", "--soon"], ["config", "chow"], ["send", "a"]])
def test_a_wrong_command_line_would_be_noticed(words):
    with pytest.raises((AssertionError, click.UsageError)):
        _parse(words)


def test_every_make_target_exists(page, read, root):
    makefile = (root / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    lines = read.inline_codes(page)
    for block in read.blocks(page):
        if block.language in ("", "console", "sh", "bash"):
            lines += block.text.splitlines()
    for line in lines:
        if match := re.match(r"make ([a-z]+)", line.strip()):
            assert match[1] in targets, f"there is no target in: {line}"


def test_integration_runs_the_commands_of_the_readme_in_their_order(root):
    ran = re.findall(r"^timed (make \w+)$", (root / ".ci/run").read_text("utf-8"), re.MULTILINE)
    told = re.findall(r"\bmake \w+", (root / "README.md").read_text("utf-8"))
    assert ran == ["make run", "make test", "make check"]
    assert ran == sorted(ran, key=told.index)
