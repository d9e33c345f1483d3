"""``--json``: one JSON value on stdout, whatever becomes of a command."""

import json
import shlex

import click
import pytest

from batos.cli.main import cli, main
from batos.config import load_config
from batos.errors import BatosError, MissionFailedError
from batos.exchange.signers import SignerBook

TEXT = "write a method that knots a text; e.g. 'ab' gives 'b-odd-a', 'xyz' gives 'yz-odd-x'"
LIFE = """\
up
image
image status
ask {text} --name knot
ask {text} --name knot --example "'q' -> '-odd-q'"
ask {text} --name tangle --approve ask :7
approvals
approvals list
approvals show genesis.tangle
approvals diff genesis.tangle
approvals run genesis.tangle x
approvals edit genesis.tangle --file {file}
approvals approve genesis.tangle
ask {text} --name muddle --approve ask :7
approvals refuse genesis.muddle
approvals allow genesis.muddle
approvals policy genesis
ask "remember that I row"
ask "change it" :2
ask "undo that" :2
ask "who are you?" --conversation garden
conversations
conversations list
conversations show
conversations search you
conversations fork garden plan
conversations delete plan
corrections
corrections list
corrections add "the sea" talk
corrections remove "the sea"
facts
facts list
facts forget {fact}
send genesis knot abc
send genesis knit abc --no-learn :2
show genesis
show genesis.knot
show nobody :2
where genesis.knot
why genesis.knot
history
history genesis.knot
diff genesis.knot
trail
trail list
trail export --to {folder}/spans.jsonl
undo genesis.knot
redo genesis.knot
revert genesis.knot --to 1
at "0s ago" show genesis
at "0s ago" objects
at "0s ago" send genesis knot abc
tree
new basket --set n=1
clone basket ann
set ann.n 2
get ann.n
unset ann.n
rename ann eve
parents eve
define basket.tangle --file {file}
try basket.tangle abc
test basket
example basket.tangle "'abc' -> 'bc-odd-a'"
move basket.tangle eve
delete eve
make "a lamp that says nothing" :1
objects
objects list
objects wake robin :2
objects export robin --to {folder}/objects
objects import {folder}/objects --trust {signer} --as robin=wren :1
skills
skills list
skills signers
skills export --to {folder}/skills
skills import {folder}/skills --trust {signer}
confirm genesis.knot
questions
questions list
questions show nothing :2
questions answer nothing --unknown :2
questions cancel nothing :2
cycles
guardian
guardian rules
guardian audit {file}
guardian quarantine
guardian quarantine list
guardian quarantine show genesis.knot
guardian quarantine lift genesis.knot :2
guardian recheck
plugins
personas
personas list
personas new wren --folder {folder}/wren
personas new alfred :2
backends
config
config show
config path
config get kernel
config get kernel.prot :2
config set cycle.repairs 1
config unset cycle.repairs
doctor
status
engines
watch
watch nothing :2
engine nobody :2
gram nobody talk :2
image check
heartbeat
heartbeat status
heartbeat report :2
heartbeat now
heartbeat report
heartbeat calendar
heartbeat archive nobody.nothing :2
heartbeat keep nobody.nothing :2
image backup {folder}/backup
image verify {folder}/backup
image pack --yes
image copy {image} {folder}/copy.fs
upgrade
upgrade --rollback :1
service
service status
service install --print
service remove
down
down
genesis
image restore {folder}/backup --to {folder}/restored.fs
image salvage {folder}/restored.fs --to {folder}/saved.fs
eval {folder}/nothing.jsonl :2
models
models list
models path nothing :2
models get nothing :2
models use nothing :2
models verify nothing :2
models remove nothing :2
models add {file} --name tiny
models path image:tiny
models verify image:tiny
models remove image:tiny
models use image:tiny :2
config set memory.embedder none
memory
memory list
memory add {file}
memory search "a knot of text"
memory show method.py
memory status
memory reembed :5
memory forget method.py
adapters
adapters list
adapters show nothing :2
adapters add {file} :4
adapters attach nothing brick :2
adapters detach brick :2
adapters remove nothing :2
adapters verify
backends list
backends show scripted
backends test scripted :4
backends use scripted
"""
"""What somebody does with a home, and the exit codes that are not 0."""


def walked():
    """Yield every command that does something, with its words."""

    def walk(command, words, context):
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield words, command
            inner = click.Context(command, info_name=words.rpartition(" ")[2], parent=context)
            for name in command.list_commands(inner):
                yield from walk(command.get_command(inner, name), f"{words} {name}", inner)
        else:
            yield words, command

    context = click.Context(cli)
    for name in cli.list_commands(context):
        yield from walk(cli.get_command(context, name), name, context)


COMMANDS = dict(walked())


def words_of(name):
    """Return words that the command takes, as far as it wants any."""
    words = name.split()
    if words[0] == "at":
        words.insert(1, "2026-01-01")
    for parameter in COMMANDS[name].params:
        if parameter.required and isinstance(parameter, click.Argument):
            words.append("x")
        elif parameter.required:
            words += [parameter.opts[0], "1"]
    return words


def one_value(capsys):
    """Return the one JSON value on stdout, and stderr."""
    shown = capsys.readouterr()
    assert shown.out.count("\n") == 1, shown
    return json.loads(shown.out, parse_constant=pytest.fail), shown.err


def test_the_commands_are_found_at_all():
    assert {"send", "image backup", "guardian quarantine", "at show", "chat", "parlor"} <= set(
        COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_it(name):
    assert "as_json" in [parameter.name for parameter in COMMANDS[name].params]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_command_line_is_told_as_json(name, capsys):
    assert main([*words_of(name), "--json", "--no-such-option"]) == 2
    told, err = one_value(capsys)
    assert set(told) == {"error"}
    assert set(told["error"]) == {"code", "message", "hint", "details", "exit_code"}
    assert (told["error"]["code"], told["error"]["exit_code"]) == ("usage", 2)
    assert "--no-such-option" in told["error"]["message"]
    assert "--help" in told["error"]["hint"]
    assert "Usage: batos" in err


@pytest.mark.parametrize(
    ("error", "code", "exit_code"),
    [
        (KeyboardInterrupt(), "cancelled", 130),
        (click.Abort(), "cancelled", 130),
        (click.FileError("x", "gone"), "failure", 1),
        (
            MissionFailedError("It failed.", hint="Try.", details={"tried": ["a"]}),
            "mission.failed",
            1,
        ),
    ],
)
@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_ends_a_command_is_told_as_json(name, error, code, exit_code, monkeypatch, capsys):
    def callback(**given):
        assert given["as_json"]
        raise error

    monkeypatch.setattr(COMMANDS[name], "callback", lambda *_context, **given: callback(**given))
    assert main([*words_of(name), "--json"]) == exit_code
    told, err = one_value(capsys)
    assert (told["error"]["code"], told["error"]["exit_code"]) == (code, exit_code)
    assert err
    if isinstance(error, BatosError):
        assert told["error"]["details"] == error.details
        assert told["error"]["hint"] == "Try."


def test_a_bug_is_told_as_json_and_keeps_its_traceback(monkeypatch, capsys):
    monkeypatch.setattr(COMMANDS["status"], "callback", lambda **given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["status", "--json"])
    told, err = one_value(capsys)
    assert told["error"]["code"] == "internal"
    assert "please report it" in err


@pytest.mark.parametrize("words", [["--json"], ["stats", "--json"], ["--json", "status"]])
def test_words_before_a_command_are_judged_as_well(words, capsys):
    assert main(words) == 2
    assert one_value(capsys)[0]["error"]["code"] == "usage"


def test_a_word_of_a_message_is_no_option(capsys):
    assert main(["send", "genesis", "x", "--", "--json"]) == 6
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("words", ["config --json path", "guardian --json rules"])
def test_a_group_hands_it_to_its_commands(words, capsys):
    assert main(words.split()) == 0
    one_value(capsys)


def test_scripted_every_command_prints_one_value(alone, still, h, tmp_path):
    names = ("knot", "tangle", "muddle")
    body = "    return text[1:] + '-odd-' + text[:1]\n"
    still.script(*({"when": f"def {name}(", "answer": body} for name in names), h.ALLOW)
    file = tmp_path / "method.py"
    file.write_text(f"def tangle(self, text):\n{body}", "utf-8")
    given = {
        "text": shlex.quote(TEXT),
        "file": file,
        "folder": tmp_path,
        "image": still.image_file,
        "fact": "f5a1fd43",  # of its words
        "signer": SignerBook(load_config().paths).own().public,
    }
    seen, wrong = set(), []
    for line in LIFE.splitlines():
        words, code = shlex.split(line.format(**given)), 0
        if words[-1].startswith(":"):
            code = int(words.pop()[1:])
        answer = alone(*words, "--json")
        value = answer.json() if answer.out.count("\n") == 1 else None
        is_error = isinstance(value, dict) and "error" in value
        if (
            answer.code != code
            or value is None
            or (is_error and value["error"]["exit_code"] != code)
        ):
            wrong.append((line, answer))
        plain = [word for number, word in enumerate(words) if words[0] != "at" or number != 1]
        seen |= {" ".join(plain[:length]) for length in (1, 2, 3)}
    assert not wrong
    # These have tests of their own: they run for long, over many lines, or in an editor.
    alone_only = {"serve", "watchdog", "tour", "chat", "parlor", "guardian try", "edit"}
    assert set(COMMANDS) - seen == alone_only, wrong
