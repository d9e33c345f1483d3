"""The command line as a whole: help, names, exit codes, streams."""

import subprocess
import sys

import click
import pytest

from batos.cli.main import cli, main

COMMANDS = cli.list_commands(click.Context(cli))
NESTED = ["config show", "config path", "config get", "config set", "config unset"]
HEAVY = ("ZODB", "zmq", "numpy", "pydantic", "rich", "xllamacpp", "msgspec", "prompt_toolkit")


@pytest.mark.parametrize("command", [*COMMANDS, *NESTED])
def test_every_command_has_help(command, capsys):
    assert main([*command.split(), "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"Usage: batos {command}")
    assert shown.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_examples(command, capsys):
    main([command, "--help"])
    assert f"Examples:\n    {'echo' if command == 'chat' else f'batos {command}'}" in (
        capsys.readouterr().out.replace('    batos chat\n    echo "', '    echo "')
    )


def test_the_list_of_commands_tells_what_each_does(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in COMMANDS:
        assert f"\n  {command} " in shown
    assert (
        "Files live in your data, state, config and cache folders; BATOS_HOME moves all." in shown
    )


def test_help_imports_nothing_heavy():
    program = (
        "import sys\n"
        "from batos.cli.main import main\n"
        "code = main(['--help'])\n"
        f"print(code, [name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "0 []"


@pytest.mark.parametrize("wrong", ["stats", "opjects", "sned"])
def test_an_unknown_command_names_a_near_match(wrong, capsys):
    assert main([wrong]) == 2
    shown = capsys.readouterr()
    assert f"There is no command {wrong!r}. Did you mean " in shown.err
    assert shown.out == ""


def test_an_unknown_command_without_a_near_match_is_just_refused(capsys):
    assert main(["xyzzy"]) == 2
    assert "Error: There is no command 'xyzzy'.\n" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["show"], ["send", "genesis"], ["up", "--now"], ["--colour"]])
def test_wrong_arguments_are_a_usage_error(words, capsys):
    assert main(words) == 2
    assert "Error: " in capsys.readouterr().err


def test_an_argument_that_is_no_text_is_refused(capsys):
    assert main(["ask", "caf\udce9"]) == 2
    assert "'caf\\udce9' is not valid text (UTF-8)" in capsys.readouterr().err


def test_the_version_is_that_of_the_package(capsys):
    import batos

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"batos, version {batos.__version__}\n"


def test_a_bug_keeps_its_traceback_and_asks_for_a_report(monkeypatch, capsys):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(cli, "main", broken)
    with pytest.raises(ZeroDivisionError):
        main(["status"])
    assert "please report it" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.exceptions.Abort])
def test_ctrl_c_is_told_in_a_word(error, monkeypatch, capsys):
    def interrupted(*args, **kwargs):
        raise error

    monkeypatch.setattr(cli, "main", interrupted)
    assert main(["status"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def run(words, **options):
    command = [sys.executable, "-m", "batos.cli.main", *words]
    return subprocess.run(command, text=True, check=False, **options)


def test_a_reader_that_has_gone_is_no_error(tmp_path):
    import os

    reading, writing = os.pipe()
    os.close(reading)
    done = run(["--help"], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of POSIX")
def test_closed_streams_are_borne():
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m batos.cli.main --version <&- >&- 2>&-'], check=False
    )
    assert done.returncode == 0


def test_an_output_of_few_letters_is_borne(monkeypatch, tmp_path):
    import os

    env = {**os.environ, "PYTHONIOENCODING": "latin-1", "BATOS_HOME": str(tmp_path / "ż")}
    done = run(["config", "path"], capture_output=True, env=env)
    assert done.returncode == 0
    assert "\\u017c" in done.stdout
